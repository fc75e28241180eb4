import type { Json } from '#domain/deployment'
import type {
  AnswerFormat,
  CanonicalMessage,
  CanonicalPart,
  CanonicalRequest,
  CanonicalTool,
  ReasoningWish,
  ToolChoice,
} from '#wire/canonical'
import type { Translated } from '#wire/codec'
import { asBoolean, asList, asNumber, asObject, asText, type JsonObject } from '#wire/json-read'
import { restOf } from '#wire/rest-of'
import { readParts } from './decode-parts.ts'
import { member, snakeCase } from './member.ts'

const READ = ['contents', 'systemInstruction', 'tools', 'toolConfig', 'generationConfig', 'model', 'labels']
const READ_OF_CONFIG = [
  'temperature',
  'topP',
  'topK',
  'candidateCount',
  'maxOutputTokens',
  'stopSequences',
  'responseMimeType',
  'responseSchema',
  'responseJsonSchema',
  'presencePenalty',
  'frequencyPenalty',
  'seed',
  'responseLogprobs',
  'logprobs',
  'thinkingConfig',
]

/** Reads a valid generateContent request; nothing of it is lost, what has no place is in `rest`. */
export function decodeRequest(body: JsonObject): Translated<CanonicalRequest> {
  const config = asObject(member(body, 'generationConfig')) ?? {}
  const system = readParts(member(body, 'systemInstruction'), () => '')
  const messages = messagesOf(asList(body['contents']))
  const logprobs = member(config, 'responseLogprobs') === true
  const value: CanonicalRequest = {
    dialect: 'gemini',
    streamed: false,
    messages: system.length === 0 ? messages : [{ role: 'system', parts: system }, ...messages],
    tools: asList(body['tools']).flatMap(readTool),
    toolChoice: readToolChoice(asObject(member(body, 'toolConfig'))),
    parallelToolCalls: null,
    format: readFormat(config),
    maxOutputTokens: asNumber(member(config, 'maxOutputTokens')),
    temperature: asNumber(config['temperature']),
    topP: asNumber(member(config, 'topP')),
    topK: asNumber(member(config, 'topK')),
    stop: asList(member(config, 'stopSequences')).filter((text) => typeof text === 'string'),
    seed: asNumber(config['seed']),
    presencePenalty: asNumber(member(config, 'presencePenalty')),
    frequencyPenalty: asNumber(member(config, 'frequencyPenalty')),
    choices: asNumber(member(config, 'candidateCount')),
    topLogprobs: logprobs ? (asNumber(config['logprobs']) ?? 0) : null,
    reasoning: readReasoning(asObject(member(config, 'thinkingConfig'))),
    user: null,
    rest: { ...unread(body, READ), ...unread(config, READ_OF_CONFIG) },
  }
  return { value, losses: [] }
}

function unread(object: JsonObject, names: readonly string[]): Readonly<Record<string, Json>> {
  return restOf(object, new Set(names.flatMap((name) => [name, snakeCase(name)])))
}

/** Calls without an id are numbered, and results find theirs by the name, in order. */
function messagesOf(contents: readonly unknown[]): readonly CanonicalMessage[] {
  const waiting: { readonly id: string; readonly name: string }[] = []
  let calls = 0
  return contents.flatMap((content): CanonicalMessage[] => {
    const role = asObject(content)?.['role']
    const parts = readParts(content, () => `call_${calls++}`)
    if (role === 'model') {
      for (const part of parts) if (part.kind === 'tool_call') waiting.push({ id: part.id, name: part.name })
      return [{ role: 'assistant', parts }]
    }
    const results = parts.filter((part) => part.kind === 'tool_result')
    const others = parts.filter((part) => part.kind !== 'tool_result')
    const messages: CanonicalMessage[] = results.map((part) => ({
      role: 'tool',
      parts: [answering(part, waiting)],
    }))
    if (others.length > 0 || results.length === 0) messages.push({ role: 'user', parts: others })
    return messages
  })
}

function answering(
  part: Extract<CanonicalPart, { kind: 'tool_result' }>,
  waiting: { readonly id: string; readonly name: string }[],
): CanonicalPart {
  const at = waiting.findIndex(({ id, name }) =>
    part.callId === '' ? name === part.name : id === part.callId,
  )
  if (at === -1) return part
  const [call] = waiting.splice(at, 1)
  return { ...part, callId: call?.id ?? part.callId }
}

function readTool(value: unknown): readonly CanonicalTool[] {
  const tool = asObject(value) ?? {}
  const declared = asList(member(tool, 'functionDeclarations')).map((one): CanonicalTool => {
    const declaration = asObject(one) ?? {}
    const json = asObject(member(declaration, 'parametersJsonSchema'))
    const parameters = json ?? lowerTypes(declaration['parameters'])
    return {
      kind: 'function',
      name: asText(declaration['name']) ?? '',
      description: asText(declaration['description']),
      parameters: (parameters ?? { type: 'object', properties: {} }) as Json,
    }
  })
  const others = Object.entries(tool)
    .filter(([name]) => name !== 'functionDeclarations' && name !== 'function_declarations')
    .map(([name, inner]): CanonicalTool => {
      return { kind: 'foreign', dialect: 'gemini', name, value: { [name]: inner as Json } }
    })
  return [...declared, ...others]
}

/** The dialect's own schemas write types in capitals. */
function lowerTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lowerTypes)
  const object = asObject(schema)
  if (object === null) return schema ?? null
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      name === 'type' && typeof value === 'string' ? value.toLowerCase() : lowerTypes(value),
    ]),
  )
}

function readToolChoice(config: JsonObject | null): ToolChoice | null {
  const calling = config === null ? null : asObject(member(config, 'functionCallingConfig'))
  const allowed = calling === null ? [] : asList(member(calling, 'allowedFunctionNames'))
  switch (calling?.['mode']) {
    case 'AUTO':
    case 'VALIDATED':
      return { kind: 'auto' }
    case 'NONE':
      return { kind: 'none' }
    case 'ANY': {
      const only = allowed.length === 1 ? asText(allowed[0]) : null
      return only === null ? { kind: 'required' } : { kind: 'tool', name: only }
    }
    default:
      return null
  }
}

function readFormat(config: JsonObject): AnswerFormat | null {
  const json = asObject(member(config, 'responseJsonSchema'))
  const schema = json ?? lowerTypes(member(config, 'responseSchema'))
  if (asObject(schema) !== null) {
    return { kind: 'json_schema', name: null, description: null, schema: schema as Json, strict: null }
  }
  return member(config, 'responseMimeType') === 'application/json' ? { kind: 'json' } : null
}

function readReasoning(config: JsonObject | null): ReasoningWish | null {
  if (config === null) return null
  const level = asText(member(config, 'thinkingLevel'))?.toLowerCase()
  const effort = (['minimal', 'low', 'medium', 'high'] as const).find((known) => known === level) ?? null
  const budget = asNumber(member(config, 'thinkingBudget'))
  const visible = asBoolean(member(config, 'includeThoughts'))
  // -1 leaves it to the model.
  if (budget === 0) return { effort: 'none', budgetTokens: null, visible }
  return { effort, budgetTokens: budget !== null && budget > 0 ? budget : null, visible }
}

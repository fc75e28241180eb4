import type { Json } from '#domain/deployment'
import type { CanonicalMessage, CanonicalRequest, CanonicalTool } from '#wire/canonical'
import type { RequestTarget, Translated } from '#wire/codec'
import { fittedTokens } from '#wire/fit-tokens'
import { listDetails } from '#wire/list-details'
import { LossList, wordOf } from '#wire/loss-list'
import { encodeThinking } from '#wire/anthropic-messages/encode-thinking'
import { encodeBlocks } from './encode-blocks.ts'

const TARGET = 'bedrock-converse'
type Members = Record<string, Json | undefined>

/** Writes a Converse request; model and streaming stand in the path. */
export function encodeRequest(request: CanonicalRequest, target: RequestTarget): Translated<Json> {
  const losses = new LossList()
  losses.rest(request, TARGET)
  listDetails(request, TARGET, { losses, kept: ['cache', 'filename', 'failed', 'strict'] })
  const asked = fittedTokens(request.maxOutputTokens, target, losses) ?? target.maxOutputTokens
  const thinking = thinkingOf(request, { target, asked, losses })
  const system = request.messages
    .filter(({ role }) => role === 'system')
    .flatMap(({ parts }) => parts.flatMap((part) => encodeBlocks(part, losses)))
  const inference = present({
    maxTokens: thinking.maxTokens ?? undefined,
    temperature: request.temperature === null ? undefined : Math.min(1, request.temperature),
    topP: request.topP ?? undefined,
    stopSequences: request.stop.length === 0 ? undefined : request.stop,
  })
  if ((request.temperature ?? 0) > 1) {
    losses.add(`temperature ${request.temperature} is lowered to 1, the most that ${TARGET} has`)
  }
  const fields = present({ ...thinking.fields, top_k: request.topK ?? undefined })
  const value = present({
    messages: turns(request.messages, losses),
    system: system.length === 0 ? undefined : system,
    inferenceConfig: inference,
    toolConfig: toolConfig(request, losses),
    outputConfig: outputConfig(request, losses),
    additionalModelRequestFields: fields,
  })
  unplaced(request, losses)
  return { value: value ?? {}, losses: losses.lines }
}

/** `undefined` where nothing is in it. */
function present(members: Members): Json | undefined {
  const given = Object.entries(members).filter(([, value]) => value !== undefined)
  return given.length === 0 ? undefined : (Object.fromEntries(given) as Json)
}

function unplaced(request: CanonicalRequest, losses: LossList): void {
  const leave = (given: unknown, name: string): void => {
    if (given !== null) losses.leftOut(name, TARGET)
  }
  leave(request.seed, 'seed')
  leave(request.presencePenalty, 'the presence penalty')
  leave(request.frequencyPenalty, 'the frequency penalty')
  leave(request.topLogprobs, 'logprobs')
  leave(request.user, 'the user')
  if (request.parallelToolCalls === false) losses.leftOut('that tools are called one at a time', TARGET)
  if ((request.choices ?? 1) > 1) losses.add('more than one choice is not translated: one is asked for')
}

interface Asked {
  readonly target: RequestTarget
  readonly asked: number | null
  readonly losses: LossList
}

/** Claude is told to think as Anthropic tells it; other models here decide for themselves. */
function thinkingOf(
  request: CanonicalRequest,
  { target, asked, losses }: Asked,
): { readonly maxTokens: number | null; readonly fields: Members } {
  const wish = request.reasoning
  if (wish === null || wish.effort === 'none') return { maxTokens: asked, fields: {} }
  if (!/claude/u.test(target.upstreamModel)) {
    losses.leftOut('how long to think', TARGET)
    return { maxTokens: asked, fields: {} }
  }
  const { thinking, config, maxTokens } = encodeThinking(request, {
    target,
    maxTokens: asked ?? 4096,
    losses,
  })
  const fields = { thinking, output_config: Object.keys(config).length === 0 ? undefined : config }
  return { maxTokens: thinking === undefined ? asked : maxTokens, fields }
}

/** Tools that were called have to be declared, also where none are offered any more. */
function toolConfig(request: CanonicalRequest, losses: LossList): Json | undefined {
  const declared = request.tools.flatMap((tool) => encodeTool(tool, losses))
  const calls = request.messages.flatMap(({ parts }) => parts.filter((part) => part.kind === 'tool_call'))
  if (declared.length === 0) {
    const names = new Set(calls.map(({ name }) => name))
    for (const name of names) declared.push({ toolSpec: { name, inputSchema: { json: { type: 'object' } } } })
  }
  if (declared.length === 0) return undefined
  const choice = request.tools.length === 0 ? undefined : toolChoice(request, losses)
  return present({ tools: declared, toolChoice: choice })
}

function encodeTool(tool: CanonicalTool, losses: LossList): Json[] {
  if (tool.kind === 'foreign') {
    losses.leftOut(`the ${tool.dialect} tool ${wordOf(tool.name)}`, TARGET)
    return []
  }
  const description =
    tool.description === null || tool.description === '' ? {} : { description: tool.description }
  const strict = tool.strict === true ? { strict: true } : {}
  const spec = {
    toolSpec: { name: tool.name, ...description, inputSchema: { json: tool.parameters }, ...strict },
  }
  return tool.cache === undefined ? [spec] : [spec, { cachePoint: { type: 'default' } }]
}

function toolChoice({ toolChoice: choice }: CanonicalRequest, losses: LossList): Json | undefined {
  switch (choice?.kind) {
    case 'required':
      return { any: {} }
    case 'tool':
      return { tool: { name: choice.name } }
    case 'auto':
      return { auto: {} }
    case 'none':
      losses.leftOut('that no tool may be called', TARGET)
      return undefined
    case undefined:
      return undefined
  }
}

function outputConfig({ format }: CanonicalRequest, losses: LossList): Json | undefined {
  if (format === null) return undefined
  if (format.kind === 'json') {
    losses.leftOut('JSON mode without a schema', TARGET)
    return undefined
  }
  const description = format.description === null ? {} : { description: format.description }
  const jsonSchema = { name: format.name ?? 'answer', schema: JSON.stringify(format.schema), ...description }
  return { textFormat: { type: 'json_schema', structure: { jsonSchema } } }
}

/** Turns of user and assistant, one after the other: messages of one side that follow each other are one turn. */
function turns(messages: readonly CanonicalMessage[], losses: LossList): readonly Json[] {
  const joined: { role: 'user' | 'assistant'; content: Json[] }[] = []
  for (const { role, parts } of messages) {
    if (role === 'system') continue
    const side = role === 'assistant' ? 'assistant' : 'user'
    const content = parts.flatMap((part) => encodeBlocks(part, losses))
    const last = joined.at(-1)
    if (content.length === 0) continue
    if (last?.role === side) last.content.push(...content)
    else joined.push({ role: side, content })
  }
  return joined
}

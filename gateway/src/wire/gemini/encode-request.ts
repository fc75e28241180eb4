import type { Json } from '#domain/deployment'
import type {
  CanonicalMessage,
  CanonicalRequest,
  CanonicalTool,
  ReasoningWish,
  ToolChoice,
} from '#wire/canonical'
import type { RequestTarget, Translated } from '#wire/codec'
import { listDetails } from '#wire/list-details'
import { fittedTokens } from '#wire/fit-tokens'
import { LossList, wordOf } from '#wire/loss-list'
import { encodePart } from './encode-parts.ts'

/** Writes a generateContent request; model and streaming stand in the path. */
export function encodeRequest(request: CanonicalRequest, target: RequestTarget): Translated<Json> {
  const losses = new LossList()
  losses.rest(request, 'gemini')
  const context = { upstreamModel: target.upstreamModel, losses }
  const system = request.messages
    .filter(({ role }) => role === 'system')
    .flatMap(({ parts }) => parts.map((part) => encodePart(part, context)).filter((part) => part !== null))
  listDetails(request, 'gemini', { losses, kept: ['failed'] })
  const tools = toolsOf(request.tools, losses)
  const body: Record<string, Json | undefined> = {
    contents: contentsOf(request, context),
    systemInstruction: system.length === 0 ? undefined : { parts: system },
    tools,
    toolConfig: tools === undefined ? undefined : toolConfig(request.toolChoice),
    generationConfig: generationConfig(request, target, losses),
  }
  if (request.user !== null) losses.leftOut('the user', 'gemini')
  if (request.parallelToolCalls === false) losses.leftOut('that tools are called one at a time', 'gemini')
  if ((request.choices ?? 1) > 1) losses.add('more than one choice is not translated: one is asked for')
  return { value: present(body), losses: losses.lines }
}

function present(members: Readonly<Record<string, Json | undefined>>): Json {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Json
}

/** Turns of user and model: messages of one side that follow each other are one turn. */
function contentsOf(
  { messages }: CanonicalRequest,
  context: Parameters<typeof encodePart>[1],
): readonly Json[] {
  const turns: { role: 'user' | 'model'; parts: Json[] }[] = []
  for (const { role, parts } of inOrderOfCalls(messages)) {
    if (role === 'system') continue
    const side = role === 'assistant' ? 'model' : 'user'
    const encoded = parts.map((part) => encodePart(part, context)).filter((part) => part !== null)
    const last = turns.at(-1)
    if (encoded.length === 0) continue
    if (last?.role === side) last.parts.push(...encoded)
    else turns.push({ role: side, parts: encoded })
  }
  return turns
}

/** Results have no ids here: those of several calls of one tool are told apart by their order. */
function inOrderOfCalls(messages: readonly CanonicalMessage[]): readonly CanonicalMessage[] {
  const places = new Map<string, number>()
  const ordered: CanonicalMessage[] = []
  let results: CanonicalMessage[] = []
  const place = ({ parts: [part] }: CanonicalMessage): number =>
    part?.kind === 'tool_result' ? (places.get(part.callId) ?? places.size) : places.size
  const flush = (): void => {
    ordered.push(...results.toSorted((a, b) => place(a) - place(b)))
    results = []
  }
  for (const message of messages) {
    if (message.role === 'tool') results.push(message)
    else {
      flush()
      for (const part of message.parts) if (part.kind === 'tool_call') places.set(part.id, places.size)
      ordered.push(message)
    }
  }
  flush()
  return ordered
}

function toolsOf(tools: readonly CanonicalTool[], losses: LossList): Json | undefined {
  const declared: Json[] = []
  const own: Json[] = []
  for (const tool of tools) {
    if (tool.kind === 'function') {
      const description = tool.description === null ? {} : { description: tool.description }
      declared.push({ name: tool.name, ...description, parametersJsonSchema: tool.parameters })
    } else if (tool.dialect === 'gemini') own.push(tool.value)
    else losses.leftOut(`the ${tool.dialect} tool ${wordOf(tool.name)}`, 'gemini')
  }
  const all = declared.length === 0 ? own : [{ functionDeclarations: declared }, ...own]
  return all.length === 0 ? undefined : all
}

function toolConfig(choice: ToolChoice | null): Json | undefined {
  switch (choice?.kind) {
    case 'auto':
      return { functionCallingConfig: { mode: 'AUTO' } }
    case 'none':
      return { functionCallingConfig: { mode: 'NONE' } }
    case 'required':
      return { functionCallingConfig: { mode: 'ANY' } }
    case 'tool':
      return { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: [choice.name] } }
    case undefined:
      return undefined
  }
}

function generationConfig(
  request: CanonicalRequest,
  target: RequestTarget,
  losses: LossList,
): Json | undefined {
  const { format, topLogprobs } = request
  const config: Record<string, Json | undefined> = {
    maxOutputTokens: fittedTokens(request.maxOutputTokens, target, losses) ?? undefined,
    temperature: request.temperature ?? undefined,
    topP: request.topP ?? undefined,
    topK: request.topK ?? undefined,
    stopSequences: stopOf(request.stop, losses),
    seed: request.seed ?? undefined,
    presencePenalty: request.presencePenalty ?? undefined,
    frequencyPenalty: request.frequencyPenalty ?? undefined,
    responseMimeType: format === null ? undefined : 'application/json',
    responseJsonSchema: format?.kind === 'json_schema' ? format.schema : undefined,
    responseLogprobs: topLogprobs === null ? undefined : true,
    logprobs: topLogprobs === null || topLogprobs === 0 ? undefined : topLogprobs,
    thinkingConfig: thinkingConfig(request.reasoning, target.upstreamModel),
  }
  const value = present(config)
  return Object.keys(value as object).length === 0 ? undefined : value
}

/** The provider takes no more. */
const MAX_STOPS = 5

function stopOf(stop: readonly string[], losses: LossList): Json | undefined {
  if (stop.length === 0) return undefined
  if (stop.length <= MAX_STOPS) return stop
  losses.add(`of ${stop.length} stop sequences the first ${MAX_STOPS} are sent: gemini takes no more`)
  return stop.slice(0, MAX_STOPS)
}

/** Models from 3 on are told a level, those before a number of tokens. */
const WITH_LEVELS = /gemini-(?:[3-9]|\d{2})/u
const LEVELS = {
  none: 'minimal',
  minimal: 'minimal',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
} as const
const BUDGETS = { none: 0, minimal: 512, low: 2048, medium: 8192, high: 16_384, xhigh: 24_576 } as const

function thinkingConfig(wish: ReasoningWish | null, upstreamModel: string): Json | undefined {
  if (wish === null) return undefined
  const { effort, budgetTokens, visible } = wish
  const shown = { includeThoughts: visible ?? effort !== 'none' }
  if (WITH_LEVELS.test(upstreamModel)) {
    const level = effort ?? (budgetTokens === null ? null : budgetTokens <= BUDGETS.low ? 'low' : 'high')
    return { ...shown, ...(level === null ? {} : { thinkingLevel: LEVELS[level] }) }
  }
  const budget = budgetTokens ?? (effort === null ? null : BUDGETS[effort])
  return { ...shown, ...(budget === null ? {} : { thinkingBudget: budget }) }
}

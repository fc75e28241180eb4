import type { Json } from '#domain/deployment'
import type { CanonicalRequest, CanonicalTool } from '#wire/canonical'
import type { RequestTarget, Translated } from '#wire/codec'
import { fittedTokens } from '#wire/fit-tokens'
import { listDetails } from '#wire/list-details'
import { LossList, wordOf } from '#wire/loss-list'
import { encodeMessages } from './encode-messages.ts'

const TARGET = 'cohere-chat'
type Members = Readonly<Record<string, Json | undefined>>

/** Writes a request of Cohere's own chat. */
export function encodeRequest(request: CanonicalRequest, target: RequestTarget): Translated<Json> {
  const losses = new LossList()
  losses.rest(request, TARGET)
  listDetails(request, TARGET, { losses, kept: ['detail'] })
  const limit = fittedTokens(request.maxOutputTokens, target, losses)
  const within = bounded(losses)
  const tools = encodeTools(request, losses)
  const body: Members = {
    model: target.upstreamModel,
    messages: request.messages.flatMap((message) => encodeMessages(message, losses)),
    stream: request.streamed,
    ...tools,
    response_format: encodeFormat(request, { withTools: tools['tools'] !== undefined, losses }),
    max_tokens: limit ?? undefined,
    temperature: request.temperature ?? undefined,
    p: within(request.topP, 'top_p', [0.01, 0.99]),
    k: within(request.topK, 'top_k', [0, 500]),
    seed: request.seed ?? undefined,
    stop_sequences: stopOf(request.stop, losses),
    frequency_penalty: within(request.frequencyPenalty, 'the frequency penalty', [0, 1]),
    presence_penalty: within(request.presencePenalty, 'the presence penalty', [0, 1]),
    thinking: encodeThinking(request, { target, limit, losses }),
  }
  unplaced(request, losses)
  const given = Object.entries(body).filter(([, value]) => value !== undefined)
  return { value: Object.fromEntries(given) as Json, losses: losses.lines }
}

/** Numbers as they are taken: one that is beyond is brought to the nearest that is not, which is said. */
function bounded(losses: LossList) {
  return (value: number | null, what: string, [least, most]: readonly [number, number]) => {
    if (value === null) return undefined
    const fitted = Math.min(most, Math.max(least, value))
    if (fitted !== value)
      losses.add(`${what} ${value} is sent as ${fitted}: ${TARGET} takes ${least} to ${most}`)
    return fitted
  }
}

function unplaced(request: CanonicalRequest, losses: LossList): void {
  if (request.topLogprobs !== null) losses.leftOut('logprobs', TARGET)
  if (request.user !== null) losses.leftOut('the user', TARGET)
  if (request.parallelToolCalls === false) losses.leftOut('that tools are called one at a time', TARGET)
  if ((request.choices ?? 1) > 1) losses.add('more than one choice is not translated: one is asked for')
}

const MAX_STOPS = 5

function stopOf(stop: readonly string[], losses: LossList): Json | undefined {
  if (stop.length === 0) return undefined
  if (stop.length > MAX_STOPS) {
    losses.add(`of ${stop.length} stop sequences the first ${MAX_STOPS} are sent: ${TARGET} takes no more`)
  }
  return stop.slice(0, MAX_STOPS)
}

/** One tool alone cannot be asked for by its name: it is the only one that is offered then. */
function encodeTools({ tools, toolChoice: choice }: CanonicalRequest, losses: LossList): Members {
  const offered = choice?.kind === 'tool' ? tools.filter(({ name }) => name === choice.name) : tools
  if (offered.length < tools.length) {
    losses.add('only the tool that has to be called is offered: its name cannot be given otherwise')
  }
  const encoded = offered.flatMap((tool) => encodeTool(tool, losses))
  if (encoded.length === 0) return {}
  if (choice === null || choice.kind === 'auto') return { tools: encoded }
  return { tools: encoded, tool_choice: choice.kind === 'none' ? 'NONE' : 'REQUIRED' }
}

function encodeTool(tool: CanonicalTool, losses: LossList): readonly Json[] {
  if (tool.kind === 'foreign') {
    losses.leftOut(`the ${tool.dialect} tool ${wordOf(tool.name)}`, TARGET)
    return []
  }
  const { name, description, parameters } = tool
  const said = description === null ? {} : { description }
  return [{ type: 'function', function: { name, ...said, parameters } }]
}

/** A request that has both, format and tools, is refused: it would be of no use without its tools. */
function encodeFormat(
  { format }: CanonicalRequest,
  { withTools, losses }: { readonly withTools: boolean; readonly losses: LossList },
): Json | undefined {
  if (format === null) return undefined
  if (withTools) {
    losses.add(`the format of the answer is left out: ${TARGET} does not take one together with tools`)
    return undefined
  }
  return format.kind === 'json'
    ? { type: 'json_object' }
    : { type: 'json_object', json_schema: format.schema }
}

interface Asked {
  readonly target: RequestTarget
  readonly limit: number | null
  readonly losses: LossList
}

/** Tokens of thought that stand for a word; more than these is as much as the model likes. */
const BUDGETS: Readonly<Record<string, number>> = { minimal: 1024, low: 2048, medium: 8192 }

/** Models that think do so unless they are told not to; the others refuse to be told. */
function encodeThinking({ reasoning: wish }: CanonicalRequest, asked: Asked): Json | undefined {
  if (wish === null) return undefined
  const { target, limit, losses } = asked
  const off = wish.effort === 'none'
  if (!/reasoning/u.test(target.upstreamModel)) {
    if (!off) losses.leftOut('how long to think', TARGET)
    return undefined
  }
  if (off) return { type: 'disabled' }
  const wanted = wish.budgetTokens ?? BUDGETS[wish.effort ?? '']
  if (wanted === undefined) return { type: 'enabled' }
  // Thought counts as output: the answer is left at least half of it.
  const most = limit === null ? wanted : Math.max(1, Math.floor(limit / 2))
  if (wanted > most) losses.add(`a thinking budget of ${wanted} tokens is lowered to ${most}`)
  return { type: 'enabled', token_budget: Math.min(wanted, most) }
}

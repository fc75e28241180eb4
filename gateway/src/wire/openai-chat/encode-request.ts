import type { Json } from '#domain/deployment'
import type {
  AnswerFormat,
  CanonicalMessage,
  CanonicalRequest,
  CanonicalTool,
  ToolChoice,
} from '#wire/canonical'
import type { RequestTarget, Translated } from '#wire/codec'
import { LossList, wordOf } from '#wire/loss-list'
import { listDetails } from '#wire/list-details'
import { fittedTokens } from '#wire/fit-tokens'
import { encodeParts, type JsonMembers } from './encode-parts.ts'

/** Writes a Chat Completions request. Vendors other than OpenAI are given the older name of the token limit, which all know. */
export function encodeRequest(request: CanonicalRequest, target: RequestTarget): Translated<Json> {
  const losses = new LossList()
  losses.rest(request, 'openai-chat')
  listDetails(request, 'openai-chat', { losses, kept: ['name', 'detail', 'filename', 'strict'] })
  const atOpenAi = target.vendor === 'openai'
  const limit = fittedTokens(request.maxOutputTokens, target, losses)
  if (atOpenAi && request.topK !== null) losses.leftOut('top_k', 'openai-chat')
  const tools = request.tools.map((tool) => encodeTool(tool, losses)).filter((tool) => tool !== null)
  const body: Record<string, Json | undefined> = {
    model: target.upstreamModel,
    messages: request.messages.flatMap((message) => encodeMessage(message, losses)),
    stream: request.streamed || undefined,
    stream_options: request.streamed ? { include_usage: true } : undefined,
    tools: tools.length === 0 ? undefined : tools,
    tool_choice: tools.length === 0 ? undefined : encodeToolChoice(request.toolChoice),
    parallel_tool_calls: tools.length === 0 ? undefined : (request.parallelToolCalls ?? undefined),
    response_format: encodeFormat(request.format),
    [atOpenAi ? 'max_completion_tokens' : 'max_tokens']: limit ?? undefined,
    temperature: request.temperature ?? undefined,
    top_p: request.topP ?? undefined,
    top_k: atOpenAi ? undefined : (request.topK ?? undefined),
    stop: stopOf(request.stop, atOpenAi, losses),
    seed: request.seed ?? undefined,
    presence_penalty: request.presencePenalty ?? undefined,
    frequency_penalty: request.frequencyPenalty ?? undefined,
    logprobs: request.topLogprobs === null ? undefined : true,
    top_logprobs: request.topLogprobs === null || request.topLogprobs === 0 ? undefined : request.topLogprobs,
    reasoning_effort: encodeEffort(request, losses),
    user: request.user ?? undefined,
  }
  if ((request.choices ?? 1) > 1) losses.add('more than one choice is not translated: one is asked for')
  return { value: present(body), losses: losses.lines }
}

/** OpenAI takes no more. */
const MAX_STOPS = 4

function stopOf(stop: readonly string[], atOpenAi: boolean, losses: LossList): Json | undefined {
  if (stop.length === 0) return undefined
  if (!atOpenAi || stop.length <= MAX_STOPS) return stop
  losses.add(`of ${stop.length} stop sequences the first ${MAX_STOPS} are sent: openai-chat takes no more`)
  return stop.slice(0, MAX_STOPS)
}

function present(body: Readonly<Record<string, Json | undefined>>): Json {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Json
}

/** Results of tools are messages of their own here. */
function encodeMessage(message: CanonicalMessage, losses: LossList): readonly Json[] {
  const name = message.name === undefined ? {} : { name: message.name }
  const { content, calls, results, refusal } = encodeParts(message, losses)
  const messages: JsonMembers[] = [...results]
  if (message.role === 'tool') return messages
  if (message.role === 'assistant') {
    messages.push({
      role: 'assistant',
      // Only calls, or a refusal, may stand in for content.
      content: content ?? (calls.length === 0 && refusal === null ? '' : null),
      ...(refusal === null ? {} : { refusal }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...name,
    })
  } else if (content !== null || results.length === 0) {
    messages.push({ role: message.role, content: content ?? '', ...name })
  }
  return messages
}

function encodeTool(tool: CanonicalTool, losses: LossList): Json | null {
  if (tool.kind === 'foreign') {
    if (tool.dialect === 'openai-chat') return tool.value
    losses.leftOut(`the ${tool.dialect} tool ${wordOf(tool.name)}`, 'openai-chat')
    return null
  }
  return {
    type: 'function',
    function: {
      name: tool.name,
      ...(tool.description === null ? {} : { description: tool.description }),
      parameters: tool.parameters,
      ...(tool.strict === undefined ? {} : { strict: tool.strict }),
    },
  }
}

function encodeToolChoice(choice: ToolChoice | null): Json | undefined {
  if (choice === null) return undefined
  return choice.kind === 'tool' ? { type: 'function', function: { name: choice.name } } : choice.kind
}

function encodeFormat(format: AnswerFormat | null): Json | undefined {
  if (format === null) return undefined
  if (format.kind === 'json') return { type: 'json_object' }
  return {
    type: 'json_schema',
    json_schema: {
      name: format.name ?? 'answer',
      ...(format.description === null ? {} : { description: format.description }),
      schema: format.schema,
      ...(format.strict === null ? {} : { strict: format.strict }),
    },
  }
}

/** Share of thinking tokens that each word stands for, as vendors that translate between the two do it. */
const EFFORT_OF_BUDGET = [
  { upTo: 0, effort: 'none' },
  { upTo: 2_048, effort: 'low' },
  { upTo: 12_288, effort: 'medium' },
  { upTo: Number.POSITIVE_INFINITY, effort: 'high' },
] as const

function encodeEffort({ reasoning }: CanonicalRequest, losses: LossList): Json | undefined {
  if (reasoning === null) return undefined
  if (reasoning.effort !== null) return reasoning.effort
  const budget = reasoning.budgetTokens
  if (budget === null) return undefined
  const effort = EFFORT_OF_BUDGET.find(({ upTo }) => budget <= upTo)?.effort ?? 'medium'
  losses.add(`a thinking budget of ${budget} tokens is sent as the effort ${effort}`)
  return effort
}

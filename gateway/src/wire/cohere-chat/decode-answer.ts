import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, CanonicalPart, Citation, Finish, FinishReason } from '#wire/canonical'
import { asList, asNumber, asObject, asText, entryOf, type JsonObject } from '#wire/json-read'
import { tokenCount } from '#wire/token-count'

/** Generations that failed have no answer, whatever there is of one. */
const FAILED: readonly (string | null)[] = ['ERROR', 'TIMEOUT']

/** Reads an answer; `null` if it is none, such as an error, whose message is a text. */
export function decodeAnswer(body: JsonObject): CanonicalAnswer | null {
  const message = asObject(body['message'])
  const raw = asText(body['finish_reason'])
  if (message === null || FAILED.includes(raw)) return null
  const cited = asList(message['citations']).map(readCited)
  const parts: CanonicalPart[] = []
  const plan = asText(message['tool_plan'])
  if (plan !== null) parts.push(textOf(plan, citationsOf(cited, 'plan')))
  parts.push(...contentOf(message['content'], cited))
  parts.push(...asList(message['tool_calls']).map(readCall))
  return {
    id: asText(body['id']),
    model: null,
    createdS: null,
    parts,
    finish: finishOf(raw),
    usage: readUsage(body['usage']),
    logprobs: null,
  }
}

function textOf(text: string, citations: readonly Citation[]): CanonicalPart {
  return { kind: 'text', text, ...(citations.length === 0 ? {} : { citations }) }
}

/** Citations that do not say which block they are about are about the first text. */
function contentOf(content: unknown, cited: readonly Cited[]): readonly CanonicalPart[] {
  if (typeof content === 'string') return content === '' ? [] : [textOf(content, citationsOf(cited, null))]
  const blocks = asList(content).map((block) => asObject(block) ?? {})
  const first = blocks.findIndex(({ text }) => asText(text) !== null)
  return blocks.flatMap((block, index): readonly CanonicalPart[] => {
    const thought = asText(block['thinking'])
    if (thought !== null) return [{ kind: 'reasoning', text: thought }]
    const text = asText(block['text'])
    if (text !== null) {
      const unplaced = index === first ? citationsOf(cited, null) : []
      return [textOf(text, [...citationsOf(cited, index), ...unplaced])]
    }
    const type = asText(block['type'])
    if (type === null || type === 'text' || type === 'thinking') return []
    return [{ kind: 'foreign', dialect: 'cohere-chat', name: type, value: block as Json }]
  })
}

function readCall(value: unknown): CanonicalPart {
  const call = asObject(value) ?? {}
  const called = asObject(call['function']) ?? {}
  return {
    kind: 'tool_call',
    id: asText(call['id']) ?? '',
    name: asText(called['name']) ?? '',
    arguments: argumentsOf(asText(called['arguments'])),
  }
}

/** A tool that takes nothing is called with nothing, or with `null`. */
export function argumentsOf(written: string | null): string {
  return written === null || written.trim() === 'null' ? '{}' : written
}

/** Sources of a passage, and where it is: a block of the content by its number, or `null` where that is not said. */
export interface Cited {
  readonly place: number | 'plan' | 'thought' | null
  readonly citations: readonly Citation[]
}

function citationsOf(cited: readonly Cited[], place: Cited['place']): readonly Citation[] {
  return cited.flatMap((one) => (one.place === place ? one.citations : []))
}

const PLACES: Readonly<Record<string, 'plan' | 'thought'>> = { PLAN: 'plan', THINKING_CONTENT: 'thought' }

export function readCited(value: unknown): Cited {
  const citation = asObject(value) ?? {}
  const type = asText(citation['type']) ?? ''
  const sources = asList(citation['sources'])
  return {
    place: entryOf(PLACES, type) ?? asNumber(citation['content_index']),
    citations: (sources.length === 0 ? [{}] : sources).map((source) => readSource(citation, source)),
  }
}

/** A source is a document of the request, or what a tool gave. */
function readSource(citation: JsonObject, value: unknown): Citation {
  const source = asObject(value) ?? {}
  const given = asObject(source['document']) ?? asObject(source['tool_output']) ?? {}
  const url = asText(given['url'])
  const title = asText(given['title']) ?? asText(source['id'])
  const text = asText(citation['text'])
  const start = asNumber(citation['start'])
  const end = asNumber(citation['end'])
  return {
    ...(url === null ? {} : { url }),
    ...(title === null ? {} : { title }),
    ...(text === null ? {} : { text }),
    ...(start === null ? {} : { start }),
    ...(end === null ? {} : { end }),
    raw: { dialect: 'cohere-chat', value: citation as Json },
  }
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  COMPLETE: 'stop',
  STOP_SEQUENCE: 'stop',
  MAX_TOKENS: 'length',
  TOOL_CALL: 'tool_calls',
  ERROR_LIMIT: 'context_length',
  ERROR_TOXIC: 'content_filter',
}

export function finishOf(raw: string | null): Finish {
  return { reason: raw === null ? 'other' : (entryOf(REASONS, raw) ?? 'other'), raw }
}

/** All tokens that the model read and wrote; fewer are billed, which is not what limits and windows go by. */
export function readUsage(value: unknown): TokenUsage | null {
  const usage = asObject(value)
  const tokens = asObject(usage?.['tokens']) ?? asObject(usage?.['billed_units'])
  if (usage === null || tokens === null) return null
  const input = tokenCount(tokens['input_tokens'])
  return {
    input,
    cachedInput: Math.min(input, tokenCount(usage['cached_tokens'])),
    cacheWrite: 0,
    output: tokenCount(tokens['output_tokens']),
    reasoning: 0,
    estimated: false,
  }
}

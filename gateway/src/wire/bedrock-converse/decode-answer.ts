import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, CanonicalPart, Citation, Finish, FinishReason } from '#wire/canonical'
import { asList, asObject, asText, entryOf, type JsonObject } from '#wire/json-read'
import { tokenCount } from '#wire/token-count'

/** Reads the answer of Converse; `null` if it is none. */
export function decodeAnswer(body: JsonObject): CanonicalAnswer | null {
  const message = asObject(asObject(body['output'])?.['message'])
  if (message === null) return null
  const blocks = asList(message['content']).map((block) => asObject(block) ?? {})
  return {
    id: null,
    model: null,
    createdS: null,
    parts: blocks.flatMap(readBlock),
    finish: finishOf(asText(body['stopReason'])),
    usage: readUsage(body['usage']),
    logprobs: null,
  }
}

function readBlock(block: JsonObject): readonly CanonicalPart[] {
  const text = block['text']
  if (typeof text === 'string') return text === '' ? [] : [{ kind: 'text', text }]
  const call = asObject(block['toolUse'])
  if (call !== null) {
    return [
      {
        kind: 'tool_call',
        id: asText(call['toolUseId']) ?? '',
        name: asText(call['name']) ?? '',
        arguments: JSON.stringify(call['input'] ?? {}),
      },
    ]
  }
  const thought = asObject(block['reasoningContent'])
  if (thought !== null) return [readThought(thought)]
  const cited = asObject(block['citationsContent'])
  if (cited !== null) return [readCited(cited)]
  const [name = 'block'] = Object.keys(block)
  return [{ kind: 'foreign', dialect: 'bedrock-converse', name, value: block as Json }]
}

/** Signatures are the models' makers': those of Claude are as good at Anthropic itself. */
function readThought(thought: JsonObject): CanonicalPart {
  const redacted = asText(thought['redactedContent'])
  if (redacted !== null) {
    const opaque = { vendor: 'anthropic', name: 'redacted_thinking', value: redacted } as const
    return { kind: 'reasoning', text: '', redacted: true, opaque }
  }
  const said = asObject(thought['reasoningText']) ?? {}
  const value = asText(said['signature'])
  const signed = value === null ? {} : { opaque: { vendor: 'anthropic', name: 'signature', value } as const }
  return { kind: 'reasoning', text: asText(said['text']) ?? '', ...signed }
}

function readCited(cited: JsonObject): CanonicalPart {
  const text = asList(cited['content'])
    .map((one) => asText(asObject(one)?.['text']) ?? '')
    .join('')
  return { kind: 'text', text, citations: asList(cited['citations']).map(readCitation) }
}

/** A source of the answer's text. */
export function readCitation(value: unknown): Citation {
  const citation = asObject(value) ?? {}
  const title = asText(citation['title'])
  const url = asText(asObject(asObject(citation['location'])?.['web'])?.['url'])
  return {
    ...(url === null ? {} : { url }),
    ...(title === null ? {} : { title }),
    raw: { dialect: 'bedrock-converse', value: citation as Json },
  }
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool_calls',
  content_filtered: 'content_filter',
  guardrail_intervened: 'content_filter',
  model_context_window_exceeded: 'context_length',
  malformed_model_output: 'malformed_tool_call',
  malformed_tool_use: 'malformed_tool_call',
}

export function finishOf(raw: string | null): Finish {
  return { reason: raw === null ? 'other' : (entryOf(REASONS, raw) ?? 'other'), raw }
}

/** Cached input is counted apart here, and a part of the input in the canonical form. */
export function readUsage(value: unknown): TokenUsage | null {
  const usage = asObject(value)
  if (usage === null) return null
  const cachedInput = tokenCount(usage['cacheReadInputTokens'])
  const cacheWrite = tokenCount(usage['cacheWriteInputTokens'])
  return {
    input: tokenCount(usage['inputTokens']) + cachedInput + cacheWrite,
    cachedInput,
    cacheWrite,
    output: tokenCount(usage['outputTokens']),
    reasoning: 0,
    estimated: false,
  }
}

import type { Json } from '#domain/deployment'
import type {
  CanonicalAnswer,
  CanonicalPart,
  Citation,
  Finish,
  FinishReason,
  TokenLogprob,
} from '#wire/canonical'
import { asList, asNumber, asObject, asText, entryOf, type JsonObject } from '#wire/json-read'
import { readUsage } from '#wire/openai-chat-usage'
import { isToolFailure } from '#wire/openai-chat-choice'
import { readParts } from './decode-parts.ts'
import { readCall } from './decode-request.ts'

/** Reads the first choice of a chat completion. */
export function decodeAnswer(body: JsonObject): CanonicalAnswer | null {
  const choice = asObject(asList(body['choices'])[0])
  if (choice === null) return null
  const message = asObject(choice['message']) ?? {}
  const parts = answerParts(message)
  const calls = parts.some(({ kind }) => kind === 'tool_call')
  return {
    id: asText(body['id']),
    model: asText(body['model']),
    createdS: asNumber(body['created']),
    parts,
    finish: finishOf(asText(choice['finish_reason']), {
      calls,
      refused: parts.some(({ kind }) => kind === 'refusal'),
    }),
    usage: readUsage(body),
    logprobs: readLogprobs(choice['logprobs']),
  }
}

function answerParts(message: JsonObject): readonly CanonicalPart[] {
  const parts: CanonicalPart[] = []
  const thought =
    asText(message['reasoning_content']) ?? asText(message['reasoning']) ?? asText(message['thinking'])
  if (thought !== null) parts.push({ kind: 'reasoning', text: thought })
  const citations = asList(message['annotations']).map(readCitation)
  for (const part of readParts(message['content'])) {
    parts.push(part.kind === 'text' && citations.length > 0 ? { ...part, citations } : part)
  }
  const refusal = asText(message['refusal'])
  if (refusal !== null) parts.push({ kind: 'refusal', text: refusal })
  const audio = asObject(message['audio'])
  if (audio !== null) {
    parts.push({ kind: 'foreign', dialect: 'openai-chat', name: 'audio', value: audio as Json })
  }
  parts.push(...asList(message['tool_calls']).map(readCall))
  const legacy = asObject(message['function_call'])
  if (legacy !== null) parts.push(readCall({ id: `call_${asText(legacy['name']) ?? ''}`, function: legacy }))
  return parts
}

/** OpenAI's search models annotate text with the pages it comes from. */
export function readCitation(value: unknown): Citation {
  const annotation = asObject(value) ?? {}
  const cited = asObject(annotation['url_citation']) ?? {}
  const url = asText(cited['url'])
  const title = asText(cited['title'])
  const start = asNumber(cited['start_index'])
  const end = asNumber(cited['end_index'])
  return {
    ...(url === null ? {} : { url }),
    ...(title === null ? {} : { title }),
    ...(start === null ? {} : { start }),
    ...(end === null ? {} : { end }),
    raw: { dialect: 'openai-chat', value: annotation as Json },
  }
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  length: 'length',
  max_tokens: 'length',
  model_length: 'context_length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  content_filter: 'content_filter',
}

/** Some servers say `stop` after tool calls, and all say it after a refusal. */
export function finishOf(
  raw: string | null,
  seen: { readonly calls: boolean; readonly refused: boolean },
): Finish {
  const reason = raw === null ? 'other' : (entryOf(REASONS, raw) ?? unusual(raw))
  if (reason !== 'stop') return { reason, raw }
  return { reason: seen.calls ? 'tool_calls' : seen.refused ? 'refusal' : 'stop', raw }
}

function unusual(raw: string): FinishReason {
  if (isToolFailure(raw)) return 'malformed_tool_call'
  return raw.startsWith('content_filter') ? 'content_filter' : 'other'
}

export function readLogprobs(value: unknown): readonly TokenLogprob[] | null {
  const content = asObject(value)?.['content']
  if (!Array.isArray(content)) return null
  return content.map((entry: unknown) => ({
    ...readLogprob(entry),
    top: asList(asObject(entry)?.['top_logprobs']).map(readLogprob),
  }))
}

function readLogprob(value: unknown): Omit<TokenLogprob, 'top'> {
  const entry = asObject(value) ?? {}
  const bytes = entry['bytes']
  return {
    token: asText(entry['token']) ?? '',
    logprob: asNumber(entry['logprob']) ?? 0,
    bytes: Array.isArray(bytes) ? bytes.filter((byte) => typeof byte === 'number') : null,
  }
}

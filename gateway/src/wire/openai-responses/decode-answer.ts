import type { TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, Finish, TokenLogprob } from '#wire/canonical'
import { asList, asNumber, asObject, asText, type JsonObject } from '#wire/json-read'
import { readLogprobs } from '#wire/openai-chat/decode-answer'
import { tokenCount } from '#wire/token-count'
import { readItem } from './decode-items.ts'

/** What a response is that is no answer, or none yet. */
const UNANSWERED = new Set<unknown>(['queued', 'in_progress', 'cancelled', 'failed'])

/** Reads a response; `null` if it is none, or has not come to an end. */
export function decodeAnswer(body: JsonObject): CanonicalAnswer | null {
  if (body['object'] !== 'response' || !Array.isArray(body['output'])) return null
  if (UNANSWERED.has(body['status'])) return null
  const parts = asList(body['output']).flatMap((item) => readItem(asObject(item) ?? {}))
  return {
    id: asText(body['id']),
    model: asText(body['model']),
    createdS: asNumber(body['created_at']),
    parts,
    finish: finishOf(body, {
      calls: parts.some(({ kind }) => kind === 'tool_call'),
      refused: parts.some(({ kind }) => kind === 'refusal'),
    }),
    usage: readUsage(body['usage']),
    logprobs: logprobsOf(body['output']),
  }
}

function logprobsOf(output: unknown): readonly TokenLogprob[] | null {
  const parts = asList(output).flatMap((item) => asList(asObject(item)?.['content']))
  const content = parts.flatMap((part) => asList(asObject(part)?.['logprobs']))
  return content.length === 0 ? null : readLogprobs({ content })
}

export function finishOf(response: JsonObject, seen: { calls: boolean; refused: boolean }): Finish {
  const raw = asText(asObject(response['incomplete_details'])?.['reason']) ?? asText(response['status'])
  switch (raw) {
    case 'max_output_tokens':
      return { reason: 'length', raw }
    case 'content_filter':
      return { reason: 'content_filter', raw }
    case 'completed':
      return { reason: seen.calls ? 'tool_calls' : seen.refused ? 'refusal' : 'stop', raw }
    default:
      return { reason: 'other', raw }
  }
}

export function readUsage(value: unknown): TokenUsage | null {
  const usage = asObject(value)
  if (usage === null) return null
  const input = tokenCount(usage['input_tokens'])
  const output = tokenCount(usage['output_tokens'])
  const details = asObject(usage['input_tokens_details'])
  const cached = tokenCount(details?.['cached_tokens'])
  const reasoning = tokenCount(asObject(usage['output_tokens_details'])?.['reasoning_tokens'])
  return {
    input,
    cachedInput: Math.min(input, cached),
    cacheWrite: Math.min(input, tokenCount(details?.['cache_write_tokens'])),
    output,
    reasoning: Math.min(output, reasoning),
    estimated: false,
  }
}

import type { TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, Finish, FinishReason } from '#wire/canonical'
import { asText, entryOf, type JsonObject } from '#wire/json-read'
import { readBlocks, readUsage, type MessageUsage } from './decode-blocks.ts'

/** Reads a message; `null` if it is none. */
export function decodeAnswer(body: JsonObject): CanonicalAnswer | null {
  if (body['type'] !== 'message' || !Array.isArray(body['content'])) return null
  const usage = readUsage(body['usage'], null)
  return {
    id: asText(body['id']),
    model: asText(body['model']),
    createdS: null,
    parts: readBlocks(body['content']),
    finish: finishOf(asText(body['stop_reason']), asText(body['stop_sequence'])),
    usage: usage === null ? null : tokenUsage(usage),
    logprobs: null,
  }
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool_calls',
  refusal: 'refusal',
  pause_turn: 'pause',
  model_context_window_exceeded: 'context_length',
}

export function finishOf(raw: string | null, stopSequence: string | null): Finish {
  const reason = raw === null ? 'other' : (entryOf(REASONS, raw) ?? 'other')
  return { reason, raw, ...(stopSequence === null ? {} : { stopSequence }) }
}

/** Cached input is a part of the input in the canonical form. */
export function tokenUsage({ fresh, cacheRead, cacheWrite, output, reasoning }: MessageUsage): TokenUsage {
  return {
    input: fresh + cacheRead + cacheWrite,
    cachedInput: cacheRead,
    cacheWrite,
    output,
    reasoning: Math.min(reasoning, output),
    estimated: false,
  }
}

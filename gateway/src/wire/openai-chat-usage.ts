import type { TokenUsage } from '#domain/usage'
import { asObject } from './json-read.ts'

/**
 * Reads the `usage` member of a chat completion, or of a chunk of one. Understands DeepSeek's cache counters and
 * providers whose `completion_tokens` leave out reasoning (xAI, Gemini): their `total_tokens` say so.
 */
export function readUsage(body: Readonly<Record<string, unknown>>): TokenUsage | null {
  const usage = asObject(body['usage']) ?? asObject(asObject(body['x_groq'])?.['usage'])
  if (usage === null) return null
  const inputDetails = asObject(usage['prompt_tokens_details']) ?? {}
  const outputDetails = asObject(usage['completion_tokens_details']) ?? {}
  const input = count(usage['prompt_tokens'])
  const said = count(usage['completion_tokens'])
  const left = count(usage['total_tokens']) - input - said
  const output = left > 0 ? said + left : said
  return {
    input,
    cachedInput: Math.min(input, count(inputDetails['cached_tokens'] ?? usage['prompt_cache_hit_tokens'])),
    cacheWrite: Math.min(
      input,
      count(inputDetails['cache_write_tokens'] ?? usage['cache_creation_input_tokens']),
    ),
    output,
    reasoning: Math.min(output, Math.max(count(outputDetails['reasoning_tokens']), left)),
    estimated: false,
  }
}

/** A guess for answers that were cut or came without usage: a token is about four characters. */
export function estimateUsage(inputTokens: number, outputChars: number): TokenUsage {
  const output = Math.ceil(outputChars / 4)
  return { input: inputTokens, cachedInput: 0, cacheWrite: 0, output, reasoning: 0, estimated: true }
}

/** Counts above this are nonsense, and would spoil ledgers. */
const MAX_TOKENS = 1e9

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.min(Math.floor(value), MAX_TOKENS) : 0
}

import type { TokenUsage } from '#domain/usage'
import { asObject, type JsonObject } from './json-read.ts'
import { tokenCount } from './token-count.ts'

/**
 * Reads the `usage` member of a chat completion, or of a chunk of one. Understands DeepSeek's cache counters and
 * providers whose `completion_tokens` leave out reasoning (xAI, Gemini): their `total_tokens` say so.
 */
export function readUsage(body: Readonly<Record<string, unknown>>): TokenUsage | null {
  const usage = asObject(body['usage']) ?? asObject(asObject(body['x_groq'])?.['usage'])
  if (usage === null) return null
  const inputDetails = asObject(usage['prompt_tokens_details']) ?? {}
  const outputDetails = asObject(usage['completion_tokens_details']) ?? {}
  const input = tokenCount(usage['prompt_tokens'])
  const said = tokenCount(usage['completion_tokens'])
  const left = tokenCount(usage['total_tokens']) - input - said
  const output = left > 0 ? said + left : said
  return {
    input,
    cachedInput: Math.min(
      input,
      tokenCount(inputDetails['cached_tokens'] ?? usage['prompt_cache_hit_tokens']),
    ),
    cacheWrite: Math.min(
      input,
      tokenCount(inputDetails['cache_write_tokens'] ?? usage['cache_creation_input_tokens']),
    ),
    output,
    reasoning: Math.min(output, Math.max(tokenCount(outputDetails['reasoning_tokens']), left)),
    estimated: false,
  }
}

/** A guess for answers that were cut or came without usage: a token is about four characters. */
export function estimateUsage(inputTokens: number, outputChars: number): TokenUsage {
  const output = Math.ceil(outputChars / 4)
  return { input: inputTokens, cachedInput: 0, cacheWrite: 0, output, reasoning: 0, estimated: true }
}

/** What was reported in the middle of an answer, with an estimate of what was written after that. */
export function grownUsage(reported: TokenUsage, charsSince: number): TokenUsage {
  if (charsSince <= 0) return reported
  return { ...reported, output: reported.output + Math.ceil(charsSince / 4), estimated: true }
}

/** What two attempts used that made one answer. */
export function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    input: a.input + b.input,
    cachedInput: a.cachedInput + b.cachedInput,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
    estimated: a.estimated || b.estimated,
  }
}

/** The `usage` member of a chat completion. */
export function encodeUsage({ input, cachedInput, output, reasoning }: TokenUsage): JsonObject {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cachedInput },
    completion_tokens_details: { reasoning_tokens: reasoning },
  }
}

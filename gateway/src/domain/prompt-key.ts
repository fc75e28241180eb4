/** Of the body; about 250 tokens, by which OpenAI for one tells prompts apart when it looks for cached ones. */
const LEADING_BYTES = 1_024
/** Shorter prompts are not cached by the providers that publish a minimum. */
const LEAST_TOKENS = 1_024

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/**
 * A number that requests with the same leading bytes share (FNV-1a): they begin with the same prompt, which a provider
 * that answered one of them may still have cached. `null`: too short to be cached.
 */
export function promptKey(body: {
  readonly bytes: Uint8Array
  readonly estimatedInputTokens: number
}): number | null {
  if (body.estimatedInputTokens < LEAST_TOKENS) return null
  const { bytes } = body
  const end = Math.min(bytes.length, LEADING_BYTES)
  let hash = FNV_OFFSET
  for (let index = 0; index < end; index++) hash = Math.imul(hash ^ (bytes[index] ?? 0), FNV_PRIME)
  return hash >>> 0
}

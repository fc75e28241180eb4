import type { HeaderView } from './header-view.ts'
import { headerOf } from './header-view.ts'
import { clampWait, parseDecimal, parseWait } from './parse-wait.ts'
import { readLimits } from './rate-limit-headers.ts'

/**
 * How long the headers of an error ask to wait, in milliseconds; `null` where they say nothing usable. `retry-after-ms`
 * goes before `retry-after`, and both before the limits that have nothing left. On answers that are no errors these
 * headers say nothing: Anthropic sends `retry-after` there too.
 */
export function retryAfterMs(headers: HeaderView, wallMs: number): number | null {
  const exact = headerOf(headers, 'retry-after-ms') ?? headerOf(headers, 'x-ms-retry-after-ms')
  const ms = exact === null ? null : clampWait(parseDecimal(exact) ?? 0)
  if (ms !== null) return ms
  const plain = parseWait(headerOf(headers, 'retry-after'), wallMs)
  if (plain !== null) return plain
  let longest: number | null = null
  for (const { remaining, resetInMs } of readLimits(headers, 'any', wallMs)) {
    if (remaining === 0 && resetInMs !== null) longest = Math.max(longest ?? 0, resetInMs)
  }
  return longest
}

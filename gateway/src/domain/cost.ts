import type { Price } from './price.ts'
import type { TokenUsage } from './usage.ts'
import { NO_USAGE } from './usage.ts'

const PER_MILLION = 1e6

/** Cost of one answer in US dollars; `null` when no price is known. Cached tokens are a part of the input. */
export function costUsd(price: Price | null, usage: TokenUsage): number | null {
  if (price === null) return null
  const rates = price.tiers?.findLast((tier) => usage.input > tier.above) ?? price
  const uncached = Math.max(0, usage.input - usage.cachedInput - usage.cacheWrite)
  const input =
    uncached * rates.input +
    usage.cachedInput * (rates.cachedInput ?? rates.input) +
    usage.cacheWrite * (rates.cacheWrite ?? rates.input)
  return (input + usage.output * rates.output) / PER_MILLION
}

/**
 * Cost that a request is expected to have, in US dollars; `null` when no price is known. What a provider has cached of
 * the input is not known beforehand, so that all of it counts in full.
 */
export function expectedCostUsd(
  price: Price | null,
  expected: { readonly inputTokens: number; readonly outputTokens: number },
): number | null {
  if (price === null) return null
  return costUsd(price, { ...NO_USAGE, input: expected.inputTokens, output: expected.outputTokens })
}

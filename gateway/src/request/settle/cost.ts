import type { Price } from '#domain/price'
import type { TokenUsage } from '#domain/usage'

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

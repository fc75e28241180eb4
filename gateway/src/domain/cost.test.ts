import { calcPrice } from '@pydantic/genai-prices'
import { describe, expect, it } from 'vitest'
import type { TokenUsage } from '#domain/usage'
import { NO_USAGE } from '#domain/usage'
import { catalogEntry } from '#snapshot/catalog'
import { costUsd } from './cost.ts'

const AT = Date.UTC(2026, 10, 20)
const MODELS = [
  ['openai', 'gpt-4o'],
  ['openai', 'gpt-5.4'],
  ['openai', 'gpt-5.6-luna'],
  ['openai', 'gpt-3.5-turbo'],
  ['anthropic', 'claude-sonnet-4-5'],
  ['anthropic', 'claude-opus-4-6'],
  ['anthropic', 'claude-3-5-haiku-latest'],
  ['google', 'gemini-2.5-pro'],
  ['google', 'gemini-1.5-flash'],
  ['google', 'gemini-2.0-flash'],
] as const
const USAGES: readonly Partial<TokenUsage>[] = [
  { input: 1_000, output: 200 },
  { input: 1_000, output: 200, cachedInput: 800 },
  { input: 100_000, output: 4_000, cachedInput: 30_000, cacheWrite: 50_000 },
  { input: 128_000, output: 1 },
  { input: 128_001, output: 1 },
  { input: 200_000, output: 7_777 },
  { input: 200_001, output: 7_777, cachedInput: 123_456, cacheWrite: 10_000, reasoning: 5_000 },
  { input: 272_000, output: 3 },
  { input: 999_999, output: 99_999, cachedInput: 333_333 },
  { input: 0, output: 12 },
]

describe('the cost of an answer', () => {
  it.each(MODELS)('is for %s %s what the catalog itself calculates', (providerId, model) => {
    const price = catalogEntry(providerId, model, AT)?.price ?? null
    for (const partial of USAGES) {
      const usage = { ...NO_USAGE, ...partial }
      const tokens = {
        input_tokens: usage.input,
        cache_read_tokens: usage.cachedInput,
        cache_write_tokens: usage.cacheWrite,
        output_tokens: usage.output,
      }
      const expected =
        calcPrice(tokens, model, { providerId, timestamp: new Date(AT) })?.total_price ?? Number.NaN
      const cost = costUsd(price, usage) ?? Number.NaN
      const close = Math.abs(cost - expected) <= 1e-12 * expected
      expect({ partial, cost, expected, close }).toMatchObject({ close: true })
    }
  })

  it('is known where a price is declared without a rate for cached input', () => {
    const price = { input: 2, output: 10, cachedInput: null }
    expect(
      costUsd(price, { ...NO_USAGE, input: 1_000_000, cachedInput: 400_000, output: 100_000 }),
    ).toBeCloseTo(3, 12)
  })

  it('is unknown without a price, which is not the same as nothing', () => {
    expect(costUsd(null, { ...NO_USAGE, input: 5 })).toBeNull()
    expect(costUsd({ input: 1, output: 1, cachedInput: null }, NO_USAGE)).toBe(0)
  })

  it('is never negative when a provider reports more cached input than input', () => {
    const price = { input: 100, output: 0, cachedInput: 1 }
    expect(costUsd(price, { ...NO_USAGE, input: 10, cachedInput: 1_000_000 })).toBeCloseTo(1, 12)
  })
})

import { describe, expect, it } from 'vitest'
import type { Deployment } from '#domain/deployment'
import type { Demotion, Measured } from '#domain/health'
import { promptKey } from '#domain/prompt-key'
import type { RequestBody } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import { sampleHealth, sampleMeasures, sampleRanking } from '#simulator/sample-health'
import { admitted, deployment } from '#simulator/sample'
import type { Rankable } from '../strategy.ts'
import { strategyOf } from './index.ts'

type Known = Readonly<Record<string, Partial<Measured> | 'untried'>>

interface Given {
  readonly strategy: StrategyId
  /** Label → what is known of the deployment; each is an item of its own, unless `items` says otherwise. */
  readonly known: Known
  readonly items?: readonly (readonly string[])[]
  readonly prices?: Readonly<Record<string, Deployment['price']>>
  readonly body?: Partial<RequestBody>
  readonly ill?: readonly string[]
  readonly warm?: string
  readonly requests?: number
  readonly random?: () => number
}

const OPEN: Demotion = { state: 'open', class: 'server_error', retryInMs: 1 }
const STREAM = { streamed: true }

/** Who came first in each of the requests. */
function firsts(given: Given): string[] {
  const { known, prices = {}, ill = [], requests = 1, warm } = given
  const tried = (label: string): Measured | null => {
    const one = known[label]
    return one === undefined || one === 'untried' ? null : sampleMeasures(one)
  }
  const items = (given.items ?? Object.keys(known).map((label) => [label])).map((labels): Rankable => {
    const deployments = labels.map((label) => deployment(label, { price: prices[label] ?? null }))
    return { id: labels.join('+'), weight: 1, priority: null, deployments }
  })
  const context = sampleRanking({
    health: sampleHealth({
      measured: ({ label }) => tried(label),
      demotion: ({ label }) => (ill.includes(label) ? OPEN : null),
      warmFor: () => (warm === undefined ? null : deployment(warm).id),
      expectedOutput: () => 256,
    }),
    body: admitted('m', { body: given.body ?? STREAM }).accepted.body,
    random: given.random ?? seeded(),
  })
  return Array.from({ length: requests }, () => {
    const [first = -1] = strategyOf(given.strategy).order(items, context, 'k')
    return items[first]?.id ?? ''
  })
}

function seeded(): () => number {
  let state = 42
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const counts = (given: Given): Readonly<Record<string, number>> => {
  const result: Record<string, number> = {}
  for (const first of firsts(given)) result[first] = (result[first] ?? 0) + 1
  return result
}

describe.each([
  ['latency', STREAM, { fast: { firstTokenMs: 100 }, slow: { firstTokenMs: 300 } }],
  ['latency', { streamed: false }, { fast: { msPerOutputToken: 10 }, slow: { msPerOutputToken: 30 } }],
  ['throughput', STREAM, { fast: { tokensPerSecond: 90 }, slow: { tokensPerSecond: 30 } }],
] as const)('the strategy %s, %j', (strategy, body, { fast, slow }) => {
  it('gives the best exactly 95 of 100 requests, and the others the rest about evenly', () => {
    const known = { slow, worse: slow, fast, worst: slow }
    const {
      slow: one = 0,
      worse = 0,
      worst = 0,
      ...rest
    } = counts({ strategy, body, known, requests: 4_000 })
    expect(rest).toEqual({ fast: 3_800 })
    expect(one + worse + worst).toBe(200)
    expect(Math.min(one, worse, worst)).toBeGreaterThan(45)
  })

  it('never leaves one of two without a probe in twenty requests', () => {
    const order = firsts({ strategy, body, known: { slow, fast }, requests: 200 })
    for (let from = 0; from + 20 <= 200; from++) expect(order.slice(from, from + 20)).toContain('slow')
  })

  it('gives those that were never tried every other request, and those that were tried in vain no more than a probe', () => {
    expect(counts({ strategy, body, known: { fast, untried: 'untried' }, requests: 100 })).toEqual({
      fast: 50,
      untried: 50,
    })
    expect(counts({ strategy, body, known: { fast, silent: {} }, requests: 100 })).toEqual({
      fast: 95,
      silent: 5,
    })
  })

  it('takes turns while nothing is known', () => {
    const known = { a: 'untried', b: {}, c: {} } as const
    expect(counts({ strategy, body, known, requests: 30 })).toEqual({ a: 10, b: 10, c: 10 })
  })

  it('judges a candidate by the best of its healthy deployments', () => {
    const known = { fast, slow, middling: slow, other: slow }
    const items = [['other'], ['slow', 'fast']]
    expect(firsts({ strategy, body, known, items })).toEqual(['slow+fast'])
    expect(firsts({ strategy, body, known, items, ill: ['fast'] })).toEqual(['other'])
    expect(firsts({ strategy, body, known, items, ill: ['fast', 'slow'] })).toEqual(['other'])
  })
})

describe('the strategy cost', () => {
  const cheapIn = { input: 1, output: 10, cachedInput: 0.1 }
  const cheapOut = { input: 5, output: 5, cachedInput: null }
  const ask = (
    body: Partial<RequestBody>,
    known: Known = { cheapIn: {}, cheapOut: {} },
  ): string | undefined => firsts({ strategy: 'cost', known, body, prices: { cheapIn, cheapOut } })[0]

  it('weighs the input against the output that is expected', () => {
    expect(ask({ estimatedInputTokens: 10_000 })).toBe('cheapIn')
    expect(ask({ estimatedInputTokens: 10 })).toBe('cheapOut')
  })

  it('expects no more output than the request allows, and what the model usually has', () => {
    expect(ask({ estimatedInputTokens: 100, maxOutputTokens: 10 })).toBe('cheapIn')
    const chatty = { outputTokens: 10_000 }
    expect(ask({ estimatedInputTokens: 10_000 }, { cheapIn: chatty, cheapOut: chatty })).toBe('cheapOut')
  })

  it('counts input that is usually cached at its price', () => {
    const body = { estimatedInputTokens: 230 }
    const known = { cheapIn: { outputTokens: 200 }, cheapOut: { outputTokens: 200 } }
    expect(ask(body, known)).toBe('cheapOut')
    expect(ask(body, { ...known, cheapIn: { outputTokens: 200, cachedShare: 0.9 } })).toBe('cheapIn')
  })

  it('lets equal prices take turns and never chooses an unknown one while there are others', () => {
    const prices = { a: cheapIn, b: cheapIn }
    const given = { strategy: 'cost', known: { unknown: {}, a: {}, b: {} }, prices, requests: 100 } as const
    expect(counts(given)).toEqual({ a: 50, b: 50 })
    expect(counts({ ...given, known: { u: {}, v: {} } })).toEqual({ u: 50, v: 50 })
  })

  it('knows the higher price of long requests', () => {
    const tiered = { ...cheapIn, tiers: [{ ...cheapIn, above: 100_000, input: 50 }] }
    const given = {
      strategy: 'cost',
      known: { tiered: {}, cheapOut: {} },
      prices: { tiered, cheapOut },
    } as const
    expect(firsts({ ...given, body: { estimatedInputTokens: 90_000 } })).toEqual(['tiered'])
    expect(firsts({ ...given, body: { estimatedInputTokens: 110_000 } })).toEqual(['cheapOut'])
  })
})

describe('the strategy least_busy', () => {
  it('chooses the fewest attempts under way', () => {
    const known = { three: { inFlight: 3 }, one: { inFlight: 1 }, two: { inFlight: 2 } }
    expect(counts({ strategy: 'least_busy', known, requests: 10 })).toEqual({ one: 10 })
  })

  it('counts one that was never tried as idle', () => {
    const known = { busy: { inFlight: 1 }, fresh: 'untried' } as const
    expect(counts({ strategy: 'least_busy', known, requests: 10 })).toEqual({ fresh: 10 })
  })
})

describe('the strategy adaptive', () => {
  const share = (known: Known, more: Partial<Given> = {}): number => {
    const { better = 0 } = counts({ strategy: 'adaptive', known, requests: 1_000, ...more })
    return better / 1_000
  }
  const equal = { firstTokenMs: 200 }

  it.each([
    ['faster', { better: { firstTokenMs: 100 }, other: equal }, {}],
    ['failing less', { better: equal, other: { ...equal, errorRate: () => 0.3 } }, {}],
    ['emptier', { better: equal, other: { ...equal, usedShare: () => 0.5 } }, {}],
    [
      'cheaper',
      { better: equal, other: equal },
      {
        prices: {
          better: { input: 1, output: 1, cachedInput: null },
          other: { input: 2, output: 2, cachedInput: null },
        },
      },
    ],
    [
      'warm',
      { better: equal, other: { firstTokenMs: 120 } },
      { warm: 'better', body: { ...STREAM, estimatedInputTokens: 2_000 } },
    ],
  ])('prefers one that is %s, but for the probes', (_, known, more) => {
    expect(share(known, more)).toBe(0.95)
    const { better, ...others } = known
    expect(share({ ...others, better }, more)).toBe(0.95)
  })

  it('spreads evenly where nothing tells two apart', () => {
    expect(Math.abs(share({ better: equal, other: equal }) - 0.5)).toBeLessThan(0.05)
    expect(Math.abs(share({ better: {}, other: {} }) - 0.5)).toBeLessThan(0.05)
  })

  it('does not send everything to the best of many', () => {
    const known = { better: { firstTokenMs: 100 }, a: equal, b: equal, c: equal }
    const most = share(known)
    expect(most).toBeGreaterThan(0.4)
    expect(most).toBeLessThan(0.6)
  })

  it('lets no difference in price outweigh more than four times the time', () => {
    const prices = {
      better: { input: 100, output: 100, cachedInput: null },
      other: { input: 0, output: 0, cachedInput: null },
    }
    expect(share({ better: { firstTokenMs: 100 }, other: { firstTokenMs: 500 } }, { prices })).toBe(0.95)
    expect(share({ better: { firstTokenMs: 100 }, other: { firstTokenMs: 300 } }, { prices })).toBe(0.05)
  })
})

describe('the key of a prompt', () => {
  const body = (text: string, estimatedInputTokens = 2_000) => ({
    bytes: new TextEncoder().encode(text),
    estimatedInputTokens,
  })

  it('is shared by prompts that begin alike, and not by others', () => {
    const system = 'x'.repeat(1_024)
    expect(promptKey(body(`${system} one`))).toBe(promptKey(body(`${system} another`)))
    expect(promptKey(body(`y${system}`))).not.toBe(promptKey(body(system)))
  })

  it('is none for a prompt that is too short to be cached', () => {
    expect(promptKey(body('short', 1_023))).toBeNull()
  })
})

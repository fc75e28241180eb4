import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Measured } from '#domain/health'
import { STRATEGIES } from '#domain/strategy'
import { sampleHealth, sampleMeasures, sampleRanking } from '#simulator/sample-health'
import { admitted, deployment } from '#simulator/sample'
import { SmoothRotation } from '../rotation.ts'
import type { Rankable } from '../strategy.ts'
import { strategyOf } from './index.ts'

const known = fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: null })
const measures: fc.Arbitrary<Measured | null> = fc.option(
  fc
    .record({ inFlight: fc.nat(3), firstTokenMs: known, msPerOutputToken: known, tokensPerSecond: known })
    .map(sampleMeasures),
  { nil: null },
)
const place = fc.record({
  weight: fc.integer({ min: 1, max: 1_000_000 }),
  priority: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
  /** What is known of each of its deployments, and which of them is ill. */
  measured: fc.array(fc.tuple(measures, fc.boolean()), { minLength: 1, maxLength: 3 }),
})
const world = fc.array(place, { minLength: 1, maxLength: 20 }).map((places) => {
  const states = new Map<string, readonly [Measured | null, boolean]>()
  const items = places.map(({ weight, priority, measured }, index): Rankable => {
    const deployments = measured.map((state, number) => {
      const one = deployment(`${index}/${number}`, {
        price: { input: index % 3, output: 1, cachedInput: null },
      })
      states.set(one.id, state)
      return one
    })
    return Object.freeze({ id: String(index), weight, priority, deployments: Object.freeze(deployments) })
  })
  const health = sampleHealth({
    measured: ({ id }) => states.get(id)?.[0] ?? null,
    demotion: ({ id }) =>
      states.get(id)?.[1] === true ? { state: 'open', class: 'server_error', retryInMs: 1 } : null,
  })
  return { items: Object.freeze(items), health }
})

/** The orders of twenty-one requests, with a randomness of this seed. */
function orders(
  id: (typeof STRATEGIES)[number],
  { items, health }: typeof world extends fc.Arbitrary<infer W> ? W : never,
  seed: number,
) {
  let state = seed
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  const context = sampleRanking({ rotation: new SmoothRotation(), health, random })
  return Array.from({ length: 21 }, () => strategyOf(id).order(items, context, 'k'))
}

describe.each(STRATEGIES)('the strategy %s', (id) => {
  it('is in the registry under its own id', () => {
    expect(strategyOf(id).id).toBe(id)
  })

  it('answers a permutation, request after request, and leaves its input untouched', () => {
    fc.assert(
      fc.property(world, (given) => {
        const all = given.items.map((_, index) => index)
        for (const order of orders(id, given, 7)) expect(order.toSorted((a, b) => a - b)).toEqual(all)
      }),
    )
  })

  it('answers the same for the same seed', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 1e6 }), (given, seed) => {
        expect(orders(id, given, seed)).toEqual(orders(id, given, seed))
      }),
    )
  })

  it('looks at each of 10,000 deployments a few times at most', () => {
    let looks = 0
    const items = Array.from({ length: 10_000 }, (_, index): Rankable => {
      const one = deployment(String(index), { price: { input: index, output: 1, cachedInput: null } })
      return { id: one.id, weight: 1 + (index % 7), priority: index, deployments: [one] }
    })
    const health = sampleHealth({
      measured: ({ label }) => {
        looks++
        return sampleMeasures({ inFlight: 1, firstTokenMs: Number(label), msPerOutputToken: Number(label) })
      },
    })
    strategyOf(id).order(items, sampleRanking({ health, random: () => 0.5 }), 'k')
    expect(looks).toBeLessThanOrEqual(id === 'adaptive' ? 20 : 30_000)
  })
})

describe.each(['failover', 'priority'] as const)('the strategy %s', (id) => {
  it('puts lower numbers first, ties and those without one in list order', () => {
    fc.assert(
      fc.property(world, ({ items }) => {
        const order = strategyOf(id).order(items, sampleRanking(), 'k')
        order.slice(1).forEach((position, index) => {
          const before = order[index] ?? 0
          const a = items[before]?.priority ?? Number.POSITIVE_INFINITY
          const b = items[position]?.priority ?? Number.POSITIVE_INFINITY
          expect(a < b || (a === b && before < position)).toBe(true)
        })
      }),
    )
  })
})

describe.each(['round_robin', 'balanced', 'least_busy'] as const)('the strategy %s', (id) => {
  it('gives everybody one turn in as many requests, whatever the weights', () => {
    fc.assert(
      fc.property(world, ({ items }) => {
        const context = sampleRanking()
        const firsts = items.map(() => strategyOf(id).order(items, context, 'k')[0])
        expect(new Set(firsts).size).toBe(items.length)
      }),
    )
  })
})

it('is one file each', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => !/^index|\.test\.ts$/u.test(file))
  // failover and priority are one order, and so are round_robin and balanced.
  expect(files).toHaveLength(STRATEGIES.length - 2)
})

it('of a strategy that is measured takes a request without a limit of its own', () => {
  const { body } = admitted('m', { body: { maxOutputTokens: null } }).accepted
  const items = ['a', 'b'].map((id): Rankable => ({
    id,
    weight: 1,
    priority: null,
    deployments: [deployment(id)],
  }))
  expect(strategyOf('cost').order(items, sampleRanking({ body }), 'k')).toEqual([0, 1])
})

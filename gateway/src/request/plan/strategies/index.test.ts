import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STRATEGIES } from '#domain/strategy'
import { SmoothRotation } from '../rotation.ts'
import { strategyOf } from './index.ts'

const items = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1 }),
    weight: fc.integer({ min: 1, max: 1_000_000 }),
    priority: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
  }),
  { selector: ({ id }) => id, maxLength: 8 },
)
const deepFrozen = <T extends object>(list: readonly T[]): readonly T[] =>
  Object.freeze(list.map((item) => Object.freeze({ ...item })))

describe.each(STRATEGIES)('the strategy %s', (id) => {
  it('is in the registry under its own id', () => {
    expect(strategyOf(id).id).toBe(id)
  })

  it('answers a permutation, again and again, and leaves its input untouched', () => {
    fc.assert(
      fc.property(
        items.filter(({ length }) => length > 0),
        (list) => {
          const rotation = new SmoothRotation()
          const frozen = deepFrozen(list)
          for (let turn = 0; turn < 3; turn++) {
            const order = strategyOf(id).order(frozen, { rotation, rotationKey: 'k' })
            expect(order.toSorted((a, b) => a - b)).toEqual(list.map((_, index) => index))
          }
        },
      ),
    )
  })
})

describe.each(['failover', 'priority'] as const)('the strategy %s', (id) => {
  it('puts lower numbers first, ties and those without one in list order', () => {
    fc.assert(
      fc.property(items, (list) => {
        const order = strategyOf(id).order(list, { rotation: new SmoothRotation(), rotationKey: 'k' })
        order.slice(1).forEach((position, index) => {
          const before = order[index] ?? 0
          const a = list[before]?.priority ?? Number.POSITIVE_INFINITY
          const b = list[position]?.priority ?? Number.POSITIVE_INFINITY
          expect(a < b || (a === b && before < position)).toBe(true)
        })
      }),
    )
  })
})

describe.each(['round_robin', 'balanced'] as const)('the strategy %s', (id) => {
  it('gives everybody one turn in as many requests, whatever the weights', () => {
    fc.assert(
      fc.property(
        items.filter(({ length }) => length > 0),
        (list) => {
          const rotation = new SmoothRotation()
          const firsts = list.map(() => strategyOf(id).order(list, { rotation, rotationKey: 'k' })[0])
          expect(new Set(firsts).size).toBe(list.length)
        },
      ),
    )
  })
})

it('has a file for every strategy that is not measured', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => !/^index|\.test\.ts$/u.test(file))
  expect(files.toSorted()).toEqual(['failover.ts', 'measured.ts', 'round-robin.ts', 'weighted.ts'])
})

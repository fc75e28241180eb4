import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SmoothRotation } from './rotation.ts'

const KEY = 'model'

function entriesOf(weights: readonly number[]): { id: string; weight: number }[] {
  return weights.map((weight, index) => ({ id: `d${index}`, weight }))
}

const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 })

describe('smooth rotation', () => {
  it('gives every run of as many requests as the weights add up to exactly their shares', () => {
    fc.assert(
      fc.property(weights, fc.nat(100), (given, offset) => {
        const rotation = new SmoothRotation()
        const entries = entriesOf(given)
        for (let turn = 0; turn < offset; turn++) rotation.next(KEY, entries)
        const total = given.reduce((sum, weight) => sum + weight, 0)
        const picks = given.map(() => 0)
        for (let turn = 0; turn < total; turn++) {
          const first = rotation.next(KEY, entries)[0] ?? -1
          picks[first] = (picks[first] ?? 0) + 1
        }
        expect(picks).toEqual(given)
      }),
    )
  })

  it('puts the same one first whether all are put in order or only the first is asked for', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 40 }), (given, turns) => {
        const [ordered, only] = [new SmoothRotation(), new SmoothRotation()]
        const entries = entriesOf(given)
        for (let turn = 0; turn < turns; turn++) {
          expect(only.first(KEY, entries)).toBe(ordered.next(KEY, entries)[0])
        }
      }),
    )
  })

  it('answers a permutation and leaves its input untouched', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 20 }), (given, turns) => {
        const rotation = new SmoothRotation()
        const entries = Object.freeze(entriesOf(given).map((entry) => Object.freeze(entry)))
        for (let turn = 0; turn < turns; turn++) {
          const order = rotation.next(KEY, entries)
          expect(order.toSorted((a, b) => a - b)).toEqual(given.map((_, index) => index))
        }
      }),
    )
  })

  it('owes nobody more than a round, whoever is down at which time', () => {
    const down = fc.array(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), { maxLength: 300 })
    const many = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(many, down, (given, rounds) => {
        const rotation = new SmoothRotation()
        const all = entriesOf(given)
        const owed = new Map(all.map(({ id }) => [id, 0]))
        const round = given.reduce((sum, weight) => sum + weight, 0)
        for (const missing of rounds) {
          const entries = all.filter((_, index) => missing[index] !== true)
          if (entries.length === 0) continue
          const first = entries[rotation.next(KEY, entries)[0] ?? -1]
          const shared = entries.reduce((sum, { weight }) => sum + weight, 0)
          for (const { id, weight } of entries) {
            owed.set(id, (owed.get(id) ?? 0) + weight - (id === first?.id ? shared : 0))
          }
          for (const debt of owed.values()) expect(Math.abs(debt)).toBeLessThanOrEqual(2 * round)
        }
      }),
    )
  })

  it('forgets no turn when most of many are down every other time', () => {
    const rotation = new SmoothRotation()
    const nine = entriesOf(Array.from({ length: 9 }, () => 1))
    const two = nine.slice(0, 2)
    const picks = [0, 0]
    for (let turn = 0; turn < 900; turn++) {
      rotation.next(KEY, nine)
      const first = rotation.next(KEY, two)[0] ?? -1
      picks[first] = (picks[first] ?? 0) + 1
    }
    expect(Math.abs((picks[0] ?? 0) - (picks[1] ?? 0))).toBeLessThanOrEqual(9)
  })

  it('gives 100k, 200k and 700k exactly 1, 2 and 7 of every ten, wherever one starts to count', () => {
    const rotation = new SmoothRotation()
    const entries = entriesOf([100_000, 200_000, 700_000])
    const firsts = Array.from({ length: 30 }, () => rotation.next(KEY, entries)[0])
    for (let start = 0; start <= 20; start++) {
      const ten = firsts.slice(start, start + 10)
      expect([0, 1, 2].map((one) => ten.filter((first) => first === one).length)).toEqual([1, 2, 7])
    }
  })

  it('keeps the turns of different keys apart', () => {
    const rotation = new SmoothRotation()
    const entries = entriesOf([1, 1])
    expect(rotation.next('a', entries)[0]).toBe(0)
    expect(rotation.next('b', entries)[0]).toBe(0)
    expect(rotation.next('a', entries)[0]).toBe(1)
  })

  it('can be looked ahead in: the copy does what the original would, and takes nothing of it', () => {
    fc.assert(
      fc.property(weights, fc.nat(50), fc.nat(50), (given, before, ahead) => {
        const entries = entriesOf(given)
        const [looked, untouched] = [new SmoothRotation(), new SmoothRotation()]
        const step = (rotation: SmoothRotation): unknown => [rotation.next(KEY, entries), rotation.turn(KEY)]
        for (let turn = 0; turn < before; turn++) {
          step(looked)
          step(untouched)
        }
        const copy = looked.fork()
        const seen = Array.from({ length: ahead }, () => step(copy))
        const done = Array.from({ length: ahead }, () => step(looked))
        expect(seen).toEqual(done)
        expect(done).toEqual(Array.from({ length: ahead }, () => step(untouched)))
      }),
    )
  })
})

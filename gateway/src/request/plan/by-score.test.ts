import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byScore, IN_ORDER, rotated, withFirst } from './by-score.ts'

const scores = fc.array(fc.oneof(fc.nat(20), fc.constant(Number.POSITIVE_INFINITY)), { maxLength: 80 })

describe('positions by score', () => {
  it('are those of the lowest thirty-two, as a stable sort has them', () => {
    fc.assert(
      fc.property(scores, (list) => {
        const positions = list.map((_, position) => position)
        const sorted = positions.toSorted((a, b) => {
          const [one = 0, other = 0] = [list[a], list[b]]
          return one === other ? a - b : one - other
        })
        expect(byScore(list)).toEqual(sorted.slice(0, IN_ORDER))
      }),
    )
  })

  it('cost about one look at each score, however many there are', () => {
    let looks = 0
    let state = 1
    const list = Array.from({ length: 10_000 }, () => (state = (state * 48_271) % 2_147_483_647))
    const counted = new Proxy(list, {
      get: (target, name, receiver) => {
        if (typeof name === 'string' && /^\d+$/u.test(name)) looks++
        return Reflect.get(target, name, receiver) as unknown
      },
    })
    byScore(counted)
    // Sorting would take some 270,000.
    expect(looks).toBeLessThan(25_000)
  })
})

describe('one position', () => {
  it('comes first without disturbing the others', () => {
    expect(withFirst([2, 0, 1], 1)).toEqual([1, 2, 0])
    expect(withFirst([2, 0, 1], 2)).toEqual([2, 0, 1])
  })

  it('begins, in turn', () => {
    expect([0, 1, 2, 3].map((turn) => rotated(3, turn))).toEqual([
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
      [0, 1, 2],
    ])
  })
})

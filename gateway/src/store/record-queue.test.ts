import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecordQueue } from './record-queue.ts'
import type { UsageRow } from './usage-row.ts'

function row(id: number): UsageRow {
  return [id]
}

describe('the queue of records', () => {
  it('gives rows back in the order in which they came', () => {
    const queue = new RecordQueue(10)
    for (const id of [1, 2, 3]) expect(queue.add(row(id))).toBe(0)
    expect(queue.take(2)).toEqual([[1], [2]])
    expect(queue.take(2)).toEqual([[3]])
    expect(queue.take(2)).toEqual([])
  })

  it('drops the oldest when it is full', () => {
    const queue = new RecordQueue(2)
    expect([1, 2, 3].map((id) => queue.add(row(id)))).toEqual([0, 0, 1])
    expect(queue.take(9)).toEqual([[2], [3]])
  })

  it('has room for what is put back only as far as nothing newer has taken it', () => {
    const queue = new RecordQueue(3)
    for (const id of [1, 2, 3]) queue.add(row(id))
    const taken = queue.take(3)
    queue.add(row(4))
    expect(queue.putBack(taken)).toBe(1)
    expect(queue.take(9)).toEqual([[2], [3], [4]])
  })

  it('behaves as a plain list under any sequence of operations', () => {
    const operation = fc.oneof(
      fc.constant({ kind: 'add' as const }),
      fc.record({ kind: fc.constant('take' as const), count: fc.nat(6) }),
      fc.constant({ kind: 'putBack' as const }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(operation, { maxLength: 60 }), (limit, operations) => {
        const queue = new RecordQueue(limit)
        let model: UsageRow[] = []
        let taken: UsageRow[] = []
        let next = 0
        for (const step of operations) {
          const before = model
          if (step.kind === 'add') {
            const added = row(next++)
            model = [...model, added].slice(-limit)
            expect(queue.add(added)).toBe(before.length + 1 - model.length)
          } else if (step.kind === 'take') {
            taken = model.slice(0, step.count)
            model = model.slice(step.count)
            expect(queue.take(step.count)).toEqual(taken)
          } else {
            model = [...taken, ...model].slice(-limit)
            expect(queue.putBack(taken)).toBe(before.length + taken.length - model.length)
            taken = []
          }
          expect(queue.size).toBe(model.length)
        }
        expect(queue.take(limit)).toEqual(model)
      }),
    )
  })
})

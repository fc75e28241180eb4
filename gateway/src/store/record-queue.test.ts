import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecordQueue } from './record-queue.ts'

function row(id: number): string {
  return `[${id}]`
}

describe('the queue of records', () => {
  it('gives rows back in the order in which they came', () => {
    const queue = new RecordQueue(10)
    for (const id of [1, 2, 3]) expect(queue.add(row(id))).toBe(0)
    expect(queue.take(2)).toEqual(['[1]', '[2]'])
    expect(queue.take(2)).toEqual(['[3]'])
    expect(queue.take(2)).toEqual([])
  })

  it('drops the oldest when it is full', () => {
    const queue = new RecordQueue(2)
    expect([1, 2, 3].map((id) => queue.add(row(id)))).toEqual([0, 0, 1])
    expect(queue.take(9)).toEqual(['[2]', '[3]'])
  })

  it('has room for what is put back only as far as nothing newer has taken it', () => {
    const queue = new RecordQueue(3)
    for (const id of [1, 2, 3]) queue.add(row(id))
    const taken = queue.take(3)
    queue.add(row(4))
    expect(queue.putBack(taken)).toBe(1)
    expect(queue.take(9)).toEqual(['[2]', '[3]', '[4]'])
  })

  it('behaves as a plain list under any sequence of operations', () => {
    const operation = fc.constantFrom('add', 'take 1', 'take 3', 'take 9', 'put back')
    const scenario = fc.record({
      limit: fc.integer({ min: 1, max: 5 }),
      operations: fc.array(operation, { maxLength: 60 }),
    })
    fc.assert(
      fc.property(scenario, ({ limit, operations }) => {
        const queue = new RecordQueue(limit)
        const list = new PlainList(limit)
        let taken: string[] = []
        for (const [step, name] of operations.entries()) {
          const act = (on: RecordQueue | PlainList): unknown => {
            if (name === 'add') return on.add(row(step))
            return name === 'put back' ? on.putBack(taken) : on.take(Number(name.slice(-1)))
          }
          const answer = act(list)
          expect({ step, answer: act(queue), size: queue.size }).toEqual({
            step,
            answer,
            size: list.rows.length,
          })
          if (name !== 'add') taken = Array.isArray(answer) ? (answer as string[]) : []
        }
        expect(queue.take(limit)).toEqual(list.rows)
      }),
    )
  })
})

/** The same by copying a list at every step. */
class PlainList {
  readonly #limit: number
  rows: string[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  add(added: string): number {
    return this.#keep([...this.rows, added])
  }

  take(count: number): string[] {
    const taken = this.rows.slice(0, count)
    this.rows = this.rows.slice(count)
    return taken
  }

  putBack(rows: readonly string[]): number {
    return this.#keep([...rows, ...this.rows])
  }

  #keep(rows: string[]): number {
    this.rows = rows.slice(-this.#limit)
    return rows.length - this.rows.length
  }
}

import { describe, expect, it } from 'vitest'
import type { Chain } from '#api/chains'
import { bodyOf, changeOf, inOrder, isSame, reordered } from './chain-body.ts'
import { entriesOf, switched, triggersOf } from './trigger-entries.ts'

const SAVED = {
  id: 'ch_1',
  name: 'reasoning',
  source: 'store',
  revision: 3,
  createdAt: 1,
  createdBy: 'x',
  updatedAt: 1,
  updatedBy: 'x',
  usedBy: [],
  strategy: 'failover',
  models: [
    { model: 'second', priority: 2 },
    { provider: 'openai', model: 'first', priority: 1 },
    { model: 'last', priority: null },
  ],
  triggers: ['error', { type: 'latency', thresholdMs: 5_000 }],
  retry: { maxAttempts: 3 },
} as unknown as Chain

describe('the body of a chain', () => {
  it('has the steps in the order in which they are tried, and nothing that is so anyway', () => {
    expect(bodyOf(SAVED)).toEqual({
      name: 'reasoning',
      models: [
        { provider: 'openai', model: 'first', priority: 1 },
        { model: 'second', priority: 2 },
        { model: 'last' },
      ],
      triggers: ['error', { type: 'latency', thresholdMs: 5_000 }],
      retry: { maxAttempts: 3 },
    })
  })

  it('takes members that are gone back to their defaults', () => {
    const { retry: _, ...body } = bodyOf(SAVED)
    expect(changeOf(SAVED, body)).toEqual({ ...body, retry: null })
  })

  it('says a new order by priorities where there are priorities, else by the list alone', () => {
    const steps = bodyOf(SAVED).models
    expect(reordered([steps[2], steps[0], steps[1]] as never)).toMatchObject([
      { model: 'last', priority: 1 },
      { model: 'first', priority: 2 },
      { model: 'second', priority: 3 },
    ])
    const plain = [{ model: 'b' }, { model: 'a' }]
    expect(reordered(plain)).toEqual(plain)
    expect(inOrder(plain)).toEqual(plain)
  })

  it('is the same whatever the order of its members', () => {
    expect(isSame({ a: 1, b: [{ c: 2, d: undefined }] }, { b: [{ c: 2 }], a: 1 })).toBe(true)
    expect(isSame({ a: [1, 2] }, { a: [2, 1] })).toBe(false)
  })
})

describe('a list of triggers', () => {
  it('is read and written as it was', () => {
    expect(triggersOf(entriesOf(SAVED.triggers))).toEqual(SAVED.triggers)
    expect(triggersOf([])).toBeUndefined()
  })

  it('keeps what is said of a trigger that is switched off, and forgets one of which nothing is', () => {
    const entries = entriesOf(SAVED.triggers)
    const off = switched(switched(entries, 'latency', false), 'error', false)
    expect(triggersOf(off)).toEqual([{ type: 'latency', thresholdMs: 5_000, enabled: false }])
    expect(triggersOf(switched(off, 'latency', true))).toEqual([{ type: 'latency', thresholdMs: 5_000 }])
    expect(triggersOf(switched(off, 'auth', true))).toHaveLength(2)
  })
})

import { describe, expect, it } from 'vitest'
import type { FailureClass } from './failure.ts'
import { FAILURE_CLASSES } from './failure.ts'
import type { TriggerSetName } from './trigger-set.ts'
import { matches, NO_TRIGGERS, ofClasses, TRIGGER_SETS, union, without } from './trigger-set.ts'

const SERVER: readonly FailureClass[] = [
  'overloaded',
  'server_error',
  'network',
  'stream_interrupted',
  'empty_response',
]
const STANDARD: readonly FailureClass[] = [
  ...SERVER,
  'timeout',
  'rate_limit',
  'model_unavailable',
  'quota_exhausted',
]
const SERVER_STATUSES = [500, 501, 502, 503, 504, 529, 599]
const STANDARD_STATUSES = [...SERVER_STATUSES, 408, 429]

/** What each set moves on: classes whatever the status, and statuses whatever the class. */
const TABLE: Readonly<Record<TriggerSetName, readonly [readonly FailureClass[], readonly number[]]>> = {
  '5xx': [SERVER, SERVER_STATUSES],
  'timeout': [['timeout'], [408, 504]],
  'rate_limit': [['rate_limit'], [429]],
  'standard': [STANDARD, STANDARD_STATUSES],
  'chain': [[...STANDARD, 'context_length'], STANDARD_STATUSES],
  'deployment': [[...STANDARD, 'auth', 'permission'], STANDARD_STATUSES],
  'widest': [FAILURE_CLASSES.filter((name) => name !== 'invalid_request'), []],
  'any': [FAILURE_CLASSES, []],
}
const STATUSES = [200, 302, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 499, 600, ...SERVER_STATUSES]

describe.each(Object.keys(TABLE) as TriggerSetName[])('the trigger set %s', (name) => {
  const [classes, statuses] = TABLE[name]
  const set = TRIGGER_SETS[name]

  it('moves on its classes and on no others', () => {
    const moving = FAILURE_CLASSES.filter((failureClass) => matches(set, { class: failureClass }))
    expect(moving).toEqual(FAILURE_CLASSES.filter((failureClass) => classes.includes(failureClass)))
  })

  it('moves on its statuses under any class, and on no other status', () => {
    for (const failureClass of FAILURE_CLASSES) {
      for (const status of STATUSES) {
        const expected = classes.includes(failureClass) || statuses.includes(status)
        expect({ failureClass, status, moves: matches(set, { class: failureClass, status }) }).toEqual({
          failureClass,
          status,
          moves: expected,
        })
      }
    }
  })
})

describe('combining trigger sets', () => {
  it('leaves classes out where they are locked, whatever set brought them', () => {
    const locked = without(TRIGGER_SETS.any, 'refusal', 'content_filter')
    expect(matches(locked, { class: 'refusal' })).toBe(false)
    expect(matches(locked, { class: 'content_filter' })).toBe(false)
    expect(matches(locked, { class: 'server_error' })).toBe(true)
    expect(matches(TRIGGER_SETS.any, { class: 'refusal' })).toBe(true)
  })

  it('adds classes and statuses up and changes none of its parts', () => {
    const before = TRIGGER_SETS.rate_limit.classes.size
    const both = union(TRIGGER_SETS.rate_limit, ofClasses('auth'))
    expect([...both.classes].toSorted()).toEqual(['auth', 'rate_limit'])
    expect(matches(both, { class: 'invalid_request', status: 429 })).toBe(true)
    expect(TRIGGER_SETS.rate_limit.classes.size).toBe(before)
  })

  it('of nothing moves on nothing', () => {
    for (const failureClass of FAILURE_CLASSES) {
      expect(matches(union(), { class: failureClass, status: 503 })).toBe(false)
      expect(matches(NO_TRIGGERS, { class: failureClass, status: 503 })).toBe(false)
    }
  })
})

import { describe, expect, it } from 'vitest'
import type { Failure, FailureClass } from '#domain/failure'
import { admitted, deployment, model } from '#simulator/sample'
import { samplePlan } from '#simulator/sample-plan'
import { Progress } from './progress.ts'

function progressOf(...failures: readonly (readonly [FailureClass, number?])[]): Progress {
  const plan = samplePlan([model('m', [deployment('m1')])])
  const progress = new Progress({ admitted: admitted('m'), plan })
  for (const [failureClass, retryAfterMs] of failures) {
    const failure: Failure = { class: failureClass, detail: failureClass }
    progress.failures.push(retryAfterMs === undefined ? failure : { ...failure, retryAfterMs })
  }
  return progress
}

describe('when nothing is left to try', () => {
  it('the last failure is the last word, without a wait unless everybody asked for one', () => {
    const result = progressOf(['rate_limit', 5_000], ['server_error']).exhausted()
    expect(result).toMatchObject({ kind: 'failed', failure: { class: 'server_error' }, retryAfterMs: null })
    const limited = progressOf(['server_error'], ['rate_limit', 5_000]).exhausted()
    expect(limited).toMatchObject({ kind: 'failed', failure: { class: 'rate_limit' }, retryAfterMs: null })
  })

  it('and everybody asked to wait, the shortest wait is passed on', () => {
    const result = progressOf(['rate_limit', 9_000], ['rate_limit', 4_000], ['rate_limit', 7_000]).exhausted()
    expect(result).toMatchObject({ kind: 'failed', retryAfterMs: 4_000 })
    expect(progressOf(['rate_limit']).exhausted()).toMatchObject({ retryAfterMs: 2_000 })
  })

  it('and nothing was tried for lack of room, the shortest wait for room is passed on', () => {
    const progress = progressOf()
    progress.full('m1', 9_000)
    progress.full('m2', 3_500)
    expect(progress.exhausted()).toEqual({ kind: 'full', retryAfterMs: 3_500 })
    expect(progress.answered({ kind: 'hung_up' }, 1).skipped).toEqual([
      { deployment: 'm1', reason: 'limit reached, room in 9 s' },
      { deployment: 'm2', reason: 'limit reached, room in 4 s' },
    ])
  })
})

it('counts as overhead what no attempt was under way for, and never less than nothing', () => {
  const progress = progressOf()
  progress.busyMs = 70
  expect(progress.answered({ kind: 'deadline' }, 100).overheadMs).toBe(30)
  expect(progress.answered({ kind: 'deadline' }, 69).overheadMs).toBe(0)
})

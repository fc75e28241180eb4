import { describe, expect, it } from 'vitest'
import type { Failure, FailureClass } from '#domain/failure'
import type { Plan } from '#domain/request'
import { admitted, deployment, model } from '#simulator/sample'
import { samplePlan } from '#simulator/sample-plan'
import { Progress } from './progress.ts'

/** Failures at the time 0 of deployments that rest for so many milliseconds. */
function progressOf(...failures: readonly (readonly [FailureClass, number?])[]): Progress {
  return planned({}, ...failures)
}

function planned(more: Partial<Plan>, ...failures: readonly (readonly [FailureClass, number?])[]): Progress {
  const plan = { ...samplePlan([model('m', [deployment('m1')])]), ...more }
  const progress = new Progress({ admitted: admitted('m'), plan })
  for (const [index, [failureClass, restMs]] of failures.entries()) {
    const failure: Failure = { class: failureClass, detail: failureClass }
    if (restMs === undefined) progress.failed(failure, null)
    else progress.failed({ ...failure, retryAfterMs: restMs }, { deployment: `m${index}`, until: restMs })
  }
  return progress
}

describe('when nothing is left to try', () => {
  it('the last failure is the last word, and comes with a wait only where it is a rate limit', () => {
    const result = progressOf(['rate_limit', 5_000], ['server_error']).exhausted(0)
    expect(result).toMatchObject({ kind: 'failed', failure: { class: 'server_error' }, retryAfterMs: null })
    const limited = progressOf(['server_error'], ['rate_limit', 5_000]).exhausted(0)
    expect(limited).toMatchObject({ kind: 'failed', failure: { class: 'rate_limit' }, retryAfterMs: 5_000 })
  })

  it('and everybody asked to wait, the shortest wait is passed on, less what has passed since', () => {
    const result = progressOf(['rate_limit', 9_000], ['rate_limit', 4_000], ['rate_limit', 7_000]).exhausted(
      500,
    )
    expect(result).toMatchObject({ kind: 'failed', retryAfterMs: 3_500 })
    expect(progressOf(['rate_limit', 4_000]).exhausted(9_000)).toMatchObject({ retryAfterMs: 1 })
    expect(progressOf(['rate_limit']).exhausted(0)).toMatchObject({ retryAfterMs: 2_000 })
  })

  it('of one that was asked again only the last word counts', () => {
    const progress = progressOf(['rate_limit', 2_000])
    progress.failed({ class: 'rate_limit', detail: 'again' }, { deployment: 'm0', until: 8_000 })
    expect(progress.exhausted(2_000)).toMatchObject({ retryAfterMs: 6_000 })
  })

  it('places that were full count among those that are waited for, from planning and from sending', () => {
    const limited = planned({ roomAt: 3_000 }, ['rate_limit', 8_000])
    expect(limited.exhausted(1_000)).toMatchObject({ retryAfterMs: 2_000 })
    limited.full('m1', 500, 1_000)
    expect(limited.exhausted(1_000)).toMatchObject({ retryAfterMs: 500 })
    const full = planned({ roomAt: 3_000 })
    full.full('m1', 9_000, 0)
    expect(full.exhausted(0)).toEqual({ kind: 'full', retryAfterMs: 3_000 })
  })

  it('the hint of the only one, where that is overloaded, is passed on', () => {
    expect(progressOf(['overloaded', 7_000]).exhausted(0)).toMatchObject({ retryAfterMs: 7_000 })
    expect(progressOf(['overloaded', 7_000], ['overloaded', 7_000]).exhausted(0)).toMatchObject({
      retryAfterMs: null,
    })
  })

  it('and nothing was tried for lack of room, the shortest wait for room is passed on', () => {
    const progress = progressOf()
    progress.full('m1', 9_000, 0)
    progress.full('m2', 3_500, 0)
    expect(progress.exhausted(0)).toEqual({ kind: 'full', retryAfterMs: 3_500 })
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

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BREAKER } from '#simulator/sample'
import type { BreakerState, FailureFacts } from './breaker.ts'
import { afterCommit, afterFailure, afterSuccess, afterUndecided, atDispatch, CLOSED } from './breaker.ts'

const CAUSE = { class: 'server_error', status: 500 } as const
const facts = (more: Partial<FailureFacts> = {}): FailureFacts => ({
  cause: CAUSE,
  broken: false,
  again: false,
  era: 1,
  sent: 0,
  errorRate: 0,
  requests: 0,
  now: 1_000,
  random: 0,
  ...more,
})
const fail = (state: BreakerState, more?: Partial<FailureFacts>): BreakerState =>
  afterFailure(state, BREAKER, facts(more))
const afterFailures = (times: number): BreakerState => {
  let state: BreakerState = CLOSED
  for (let time = 0; time < times; time++) state = fail(state)
  return state
}

const failTimes = (times: number, from: BreakerState, now: number): BreakerState => {
  let state = from
  for (let time = 0; time < times; time++) state = fail(state, { now })
  return state
}
/** An answer to an attempt that was sent just now. */
const answer = (state: BreakerState, now = 3_000): BreakerState => afterSuccess(afterCommit(state, 1, now))
const answerTimes = (times: number, from: BreakerState): BreakerState => {
  let state = from
  for (let time = 0; time < times; time++) state = answer(state)
  return state
}
/** Opened at 1 s, probed and closed at 3 s. */
const onTrial = (answers: number): BreakerState => answerTimes(answers, atDispatch(afterFailures(5), 3_000))
/** The same, opened on trial at 4 s and closed again. */
const relapsed = (answers: number): BreakerState =>
  answerTimes(answers, atDispatch(failTimes(2, onTrial(1), 4_000), 9_000))

describe('a breaker', () => {
  it('opens at the fifth failure in a row, not before', () => {
    expect(afterFailures(4)).toMatchObject({ kind: 'closed', consecutive: 4 })
    expect(afterFailures(5)).toMatchObject({
      kind: 'open',
      since: 1_000,
      until: 3_000,
      openings: 1,
      cause: CAUSE,
    })
  })

  it('stays open twice as long at first where tries in place have failed too, unless an answer came between', () => {
    const again = fail(afterFailures(3), { again: true })
    expect(fail(again)).toMatchObject({ kind: 'open', until: 5_000, openings: 2 })
    expect(failTimes(5, answer(again), 3_000)).toMatchObject({ until: 5_000, openings: 1 })
  })

  it('counts anew after an answer', () => {
    expect(fail(answer(afterFailures(4)))).toMatchObject({ kind: 'closed', consecutive: 1 })
  })

  it.each([
    [20, 0.5, 'open'],
    [20, 0.49, 'closed'],
    [19, 1, 'closed'],
    [500, 0.9, 'open'],
  ])('with %i requests in the window of which %d failed is %s', (requests, errorRate, kind) => {
    expect(fail(CLOSED, { requests, errorRate }).kind).toBe(kind)
  })

  it('lets one probe through once the time is over', () => {
    const open = afterFailures(5)
    expect(atDispatch(open, 2_999)).toBe(open)
    const probing = atDispatch(open, 3_000)
    expect(probing).toMatchObject({ kind: 'half_open', since: 3_000, openings: 1, cause: CAUSE })
    expect(atDispatch(probing, 3_000)).toBe(probing)
  })

  it('closes when any answer begins', () => {
    expect(afterCommit(afterFailures(5), 1, 0).kind).toBe('closed')
    expect(answer(atDispatch(afterFailures(5), 3_000)).kind).toBe('closed')
  })

  it('goes on counting after the end of an answer that began before', () => {
    const failed = afterFailures(4)
    expect(fail(failed.kind === 'closed' ? afterSuccess(failed) : failed).kind).toBe('open')
  })

  it('opens though answers of before come in between, if half of what was sent since has failed', () => {
    let state: BreakerState = CLOSED
    for (let failures = 1; failures <= 4; failures++) {
      state = afterCommit(fail(state, { sent: 100 + 2 * failures }), 0, 0)
      expect(state.kind).toBe('closed')
    }
    expect(fail(state, { sent: 112 }).kind).toBe('open')
    expect(fail(state, { sent: 113 }).kind).toBe('closed')
  })

  it('counts anew after the answer to an attempt that was sent after the first failure', () => {
    expect(fail(afterCommit(afterFailures(4), 1, 0)).kind).toBe('closed')
  })

  it.each([
    [1, 2],
    [19, 2],
    [20, 3],
    [60, 5],
    [150, 5],
  ])('opens, after %i answers, at %i failures in a row', (answers, failures) => {
    expect(failTimes(failures - 1, onTrial(answers), 4_000).kind).toBe('closed')
    expect(failTimes(failures, onTrial(answers), 4_000).kind).toBe('open')
  })

  it('opens at the first failure after a relapse, and for longer each time', () => {
    expect(failTimes(1, relapsed(1), 10_000)).toMatchObject({
      kind: 'open',
      until: 18_000,
      openings: 3,
      relapses: 2,
    })
  })

  it.each([
    [200, 3],
    [100, 4],
    [66, 5],
    [1, 5],
  ])('allows more failures where there was an answer %i ms ago: %i', (gapMs, failures) => {
    const answered = onTrial(1)
    expect(failTimes(failures - 1, answered, 3_000 + gapMs).kind).toBe('closed')
    expect(failTimes(failures, answered, 3_000 + gapMs).kind).toBe('open')
  })

  it('is trusted again after 200 answers', () => {
    expect(relapsed(199)).toMatchObject({ trial: { relapses: 1 } })
    expect(relapsed(200)).toEqual(CLOSED)
  })
})

describe('a breaker, whatever happens', () => {
  const event = fc.record({
    what: fc.constantFrom('failure', 'success', 'undecided', 'dispatch'),
    gapMs: fc.integer({ min: 0, max: 20_000 }),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  })

  it('changes only along its five ways', () => {
    const WAYS = new Set([
      'closed failure open',
      'half_open failure open',
      'open dispatch half_open',
      'half_open undecided open',
      'half_open success closed',
      // an answer of a request that was under way
      'open success closed',
    ])
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state: BreakerState = CLOSED
        let now = 0
        for (const { what, gapMs, random } of events) {
          now += gapMs
          const before: BreakerState = state
          if (what === 'failure') state = fail(state, { now, random })
          else if (what === 'success') state = answer(state, now)
          else if (what === 'undecided') state = afterUndecided(state, now)
          else state = atDispatch(state, now)
          if (state.kind !== before.kind) expect(WAYS).toContain(`${before.kind} ${what} ${state.kind}`)
          if (state.kind === 'open') expect(state.until - now).toBeLessThanOrEqual(15_000)
        }
      }),
    )
  })
})

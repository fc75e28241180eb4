import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BREAKER } from '#simulator/sample'
import type { BreakerState, FailureFacts } from './breaker.ts'
import { afterFailure, afterSuccess, afterUndecided, atDispatch, CLOSED } from './breaker.ts'

const CAUSE = { class: 'server_error', status: 500 } as const
const facts = (more: Partial<FailureFacts> = {}): FailureFacts => ({
  cause: CAUSE,
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

describe('a breaker', () => {
  it('opens at the fifth failure in a row, not before', () => {
    expect(afterFailures(4)).toEqual({ kind: 'closed', consecutive: 4 })
    expect(afterFailures(5)).toEqual({ kind: 'open', until: 3_000, openings: 1, cause: CAUSE })
  })

  it('counts anew after an answer', () => {
    expect(fail(afterSuccess(afterFailures(4)))).toEqual({ kind: 'closed', consecutive: 1 })
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
    expect(probing).toEqual({ kind: 'half_open', openings: 1, cause: CAUSE })
    expect(atDispatch(probing, 3_000)).toBe(probing)
  })

  it('closes after any answer', () => {
    expect(afterSuccess(afterFailures(5))).toEqual(CLOSED)
    expect(afterSuccess(atDispatch(afterFailures(5), 3_000))).toEqual(CLOSED)
  })

  it('stays open longer each time the probe fails: 2, 4, 8 and at most 15 seconds', () => {
    let state = afterFailures(5)
    const lengths = []
    let now = 1_000
    for (let time = 0; time < 6 && state.kind === 'open'; time++) {
      lengths.push(state.until - now)
      now = state.until
      state = fail(atDispatch(state, now), { now })
    }
    expect(lengths).toEqual([2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
  })

  it('takes up to a fifth off by chance, so that a recovered place is back within 30 seconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (openings, random) => {
          const state = fail({ kind: 'half_open', openings, cause: CAUSE }, { random, now: 0 })
          const full = Math.min(15_000, 2_000 * 2 ** openings)
          const until = state.kind === 'open' ? state.until : -1
          expect(until).toBeLessThanOrEqual(full)
          expect(until).toBeGreaterThanOrEqual(full * 0.8)
        },
      ),
    )
  })

  it('ignores failures of requests that were under way when it opened', () => {
    const open = afterFailures(5)
    expect(fail(open, { now: 2_000 })).toBe(open)
  })

  it('lets the next request probe when the probe said nothing, without a longer wait', () => {
    const undecided = afterUndecided(atDispatch(afterFailures(5), 3_000), 3_500)
    expect(undecided).toEqual({ kind: 'open', until: 3_500, openings: 1, cause: CAUSE })
    expect(atDispatch(undecided, 3_500).kind).toBe('half_open')
    expect(afterUndecided(afterFailures(3), 0)).toEqual({ kind: 'closed', consecutive: 3 })
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
          else if (what === 'success') state = afterSuccess(state)
          else if (what === 'undecided') state = afterUndecided(state, now)
          else state = atDispatch(state, now)
          if (state.kind !== before.kind) expect(WAYS).toContain(`${before.kind} ${what} ${state.kind}`)
          if (state.kind === 'open') expect(state.until - now).toBeLessThanOrEqual(15_000)
        }
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import type { Failure, FailureClass } from '#domain/failure'
import { FAILURE_CLASSES, FAILURE_RULES } from '#domain/failure'
import type { HealthEvent } from '#domain/health'
import type { CredentialId } from '#domain/names'
import { deployment } from '#simulator/sample'
import { DeploymentStates } from './deployment-states.ts'

const place = deployment('place')
const failure = (failureClass: FailureClass, more: Partial<Failure> = {}): Failure => ({
  class: failureClass,
  detail: 'scripted',
  ...more,
})

function fresh() {
  const events: HealthEvent[] = []
  const states = new DeploymentStates({
    random: () => 0,
    cooldown: () => ({ minMs: 1_000, maxMs: 3_600_000, defaultMs: 2_000 }),
    onEvent: (event) => events.push(event),
  })
  const failTimes = (times: number, failureClass: FailureClass, now = 0): void => {
    for (let time = 0; time < times; time++) states.failed(place, failure(failureClass), now)
  }
  return { states, events, failTimes }
}

describe('the state of a deployment', () => {
  it.each(FAILURE_CLASSES)('after %s is what the table says', (failureClass) => {
    const { states, failTimes } = fresh()
    const { effect } = FAILURE_RULES[failureClass]
    failTimes(1, failureClass)
    const expected = { breaker: undefined, none: undefined, cooldown: 'cooling', credential: 'benched' }[
      effect
    ]
    expect(states.demotion(place, 0)?.state).toBe(expected)
    failTimes(4, failureClass)
    expect(states.demotion(place, 0)?.state).toBe(effect === 'breaker' ? 'open' : expected)
  })

  it.each([
    [1, 1_000],
    [999, 1_000],
    [30_000, 30_000],
    [86_400_000, 3_600_000],
  ])('cools down for a hint of %i ms %i ms', (retryAfterMs, expected) => {
    const { states } = fresh()
    states.failed(place, failure('rate_limit', { status: 429, retryAfterMs }), 0)
    expect(states.demotion(place, 0)).toEqual({
      state: 'cooling',
      class: 'rate_limit',
      status: 429,
      retryInMs: expected,
    })
    expect(states.demotion(place, expected)).toBeNull()
  })

  it('cools down without a hint for 2 s, or for a minute where the model is missing', () => {
    const { states, failTimes } = fresh()
    failTimes(1, 'rate_limit')
    expect(states.demotion(place, 0)?.retryInMs).toBe(2_000)
    const other = fresh()
    other.failTimes(1, 'model_unavailable')
    expect(other.states.demotion(place, 0)?.retryInMs).toBe(60_000)
  })

  it('is well again after an answer, and starts from the shortest time', () => {
    const { states, failTimes } = fresh()
    failTimes(1, 'rate_limit')
    failTimes(1, 'rate_limit', 2_000)
    expect(states.demotion(place, 2_000)?.retryInMs).toBe(4_000)
    states.succeeded(place, 2_100)
    expect(states.demotion(place, 2_100)).toBeNull()
    failTimes(1, 'rate_limit', 3_000)
    expect(states.demotion(place, 3_000)?.retryInMs).toBe(2_000)
  })

  it('is not shared by deployments, but a credential is', () => {
    const credential = 'shared' as CredentialId
    const a = deployment('a', { credential })
    const b = deployment('b', { credential })
    const { states } = fresh()
    for (let time = 0; time < 5; time++) states.failed(a, failure('server_error'), 0)
    expect(states.demotion(b, 0)).toBeNull()
    states.failed(a, failure('auth', { status: 401 }), 0)
    expect(states.demotion(b, 0)).toMatchObject({
      state: 'benched',
      class: 'auth',
      status: 401,
      retryInMs: 60_000,
    })
    states.succeeded(b, 10)
    expect(states.demotion(b, 10)).toBeNull()
    expect(states.demotion(a, 10)?.state).toBe('open')
  })

  it('lets one request probe: while it is under way the others see half-open', () => {
    const { states, failTimes, events } = fresh()
    failTimes(5, 'network')
    expect(states.demotion(place, 1_999)).toMatchObject({ state: 'open', class: 'network', retryInMs: 1 })
    expect(states.demotion(place, 2_000)).toBeNull()
    states.dispatched(place, 2_000)
    expect(states.demotion(place, 2_000)?.state).toBe('half_open')
    states.succeeded(place, 2_050)
    expect(states.demotion(place, 2_050)).toBeNull()
    expect(events.map(({ kind }) => kind)).toEqual([
      'breaker-opened',
      'breaker-half-opened',
      'breaker-closed',
    ])
  })

  it.each(['invalid_request', 'rate_limit', 'auth'] as const)(
    'lets the next request probe where the probe ended in %s, which says nothing about the breaker',
    (failureClass) => {
      const { states, failTimes } = fresh()
      failTimes(5, 'network')
      states.dispatched(place, 2_000)
      states.failed(place, failure(failureClass), 2_100)
      expect(states.of(place).breaker).toMatchObject({ kind: 'open', until: 2_100, openings: 1 })
    },
  )

  it('opens at half of twenty requests, however they alternate', () => {
    const { states, failTimes } = fresh()
    for (let time = 0; time < 19; time++) {
      if (time % 2 === 0) states.succeeded(place, time)
      else failTimes(1, 'timeout', time)
      expect(states.demotion(place, time)).toBeNull()
    }
    failTimes(1, 'timeout', 19)
    expect(states.demotion(place, 19)).toMatchObject({ state: 'open', class: 'timeout' })
  })

  it('never opens for what clients did, however often', () => {
    const { states, failTimes, events } = fresh()
    for (let time = 0; time < 100; time++) states.undecided(place, time)
    for (const failureClass of ['invalid_request', 'context_length', 'content_filter', 'refusal'] as const) {
      failTimes(50, failureClass)
    }
    expect(states.demotion(place, 100)).toBeNull()
    expect(events).toEqual([])
  })

  it('tells of a bench once, not for every request that was under way', () => {
    const { failTimes, events } = fresh()
    failTimes(10, 'auth')
    expect(events).toEqual([
      { kind: 'credential-benched', deployment: 'place', class: 'auth', forMs: 60_000 },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import type { Failure, FailureClass } from '#domain/failure'
import type { Deployment } from '#domain/deployment'
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
  /** One attempt, sent and ended at the same instant. */
  const fail = (at: Deployment, what: Failure, now = 0): void =>
    states.failed(at, { failure: what, ticket: states.dispatched(at, now) }, now)
  const succeed = (at: Deployment, now: number): void => {
    const ticket = states.dispatched(at, now)
    states.committed(at, ticket, now)
    states.succeeded(at, ticket, now)
  }
  const failTimes = (times: number, failureClass: FailureClass, now = 0): void => {
    for (let time = 0; time < times; time++) fail(place, failure(failureClass), now)
  }
  return { states, events, fail, succeed, failTimes }
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
    const { states, fail } = fresh()
    fail(place, failure('rate_limit', { status: 429, retryAfterMs }))
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
    const { states, failTimes, succeed } = fresh()
    failTimes(1, 'rate_limit')
    failTimes(1, 'rate_limit', 2_000)
    expect(states.demotion(place, 2_000)?.retryInMs).toBe(4_000)
    succeed(place, 2_100)
    expect(states.demotion(place, 2_100)).toBeNull()
    failTimes(1, 'rate_limit', 3_000)
    expect(states.demotion(place, 3_000)?.retryInMs).toBe(2_000)
  })

  it('is not shared by deployments, but a credential is', () => {
    const credential = 'shared' as CredentialId
    const a = deployment('a', { credential })
    const b = deployment('b', { credential })
    const { states, fail, succeed } = fresh()
    for (let time = 0; time < 5; time++) fail(a, failure('server_error'))
    expect(states.demotion(b, 0)).toBeNull()
    fail(a, failure('auth', { status: 401 }))
    expect(states.demotion(b, 0)).toMatchObject({
      state: 'benched',
      class: 'auth',
      status: 401,
      retryInMs: 60_000,
    })
    succeed(b, 10)
    expect(states.demotion(b, 10)).toBeNull()
    expect(states.demotion(a, 10)?.state).toBe('open')
  })

  it('lets one request probe: while it is under way the others see half-open', () => {
    const { states, failTimes, events } = fresh()
    failTimes(5, 'network')
    expect(states.demotion(place, 1_999)).toMatchObject({ state: 'open', class: 'network', retryInMs: 1 })
    expect(states.demotion(place, 2_000)).toBeNull()
    const probe = states.dispatched(place, 2_000)
    expect(states.demotion(place, 2_000)?.state).toBe('half_open')
    states.succeeded(place, probe, 2_050)
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
      const ticket = states.dispatched(place, 2_000)
      states.failed(place, { failure: failure(failureClass), ticket }, 2_100)
      expect(states.of(place).breaker).toMatchObject({ kind: 'open', until: 2_100, openings: 1 })
    },
  )

  it('opens at half of twenty requests, however they alternate', () => {
    const { states, failTimes, succeed } = fresh()
    for (let time = 0; time < 19; time++) {
      if (time % 2 === 0) succeed(place, time)
      else failTimes(1, 'timeout', time)
      expect(states.demotion(place, time)).toBeNull()
    }
    failTimes(1, 'timeout', 19)
    expect(states.demotion(place, 19)).toMatchObject({ state: 'open', class: 'timeout' })
  })

  it('never opens for what clients did, however often', () => {
    const { states, failTimes, events } = fresh()
    for (let time = 0; time < 100; time++) states.undecided(place, states.dispatched(place, time), time)
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

  describe('hears of attempts that were sent before it changed', () => {
    it('neither that it works nor that it fails, while its probe is under way', () => {
      for (const end of ['succeeded', 'failed', 'undecided'] as const) {
        const { states, failTimes } = fresh()
        const early = states.dispatched(place, 0)
        failTimes(5, 'network')
        const probe = states.dispatched(place, 2_000)
        expect([early.probe, probe.probe]).toEqual([false, true])
        if (end === 'failed') states.failed(place, { failure: failure('network'), ticket: early }, 2_001)
        else if (end === 'succeeded') states.succeeded(place, early, 2_001)
        else states.undecided(place, early, 2_001)
        expect(states.of(place).breaker).toMatchObject({ kind: 'half_open', openings: 1 })
        states.succeeded(place, probe, 2_002)
        expect(states.of(place).breaker.kind).toBe('closed')
      }
    })

    it('no failure that counts once it has recovered', () => {
      const { states, failTimes, succeed } = fresh()
      const early = Array.from({ length: 9 }, () => states.dispatched(place, 0))
      failTimes(5, 'network')
      succeed(place, 2_000)
      for (const ticket of early) states.failed(place, { failure: failure('network'), ticket }, 2_001)
      expect(states.demotion(place, 2_001)).toBeNull()
    })

    it('no answer that ends a cooldown or a bench which began after they were sent', () => {
      const { states, fail } = fresh()
      const early = states.dispatched(place, 0)
      fail(place, failure('rate_limit', { retryAfterMs: 30_000 }))
      fail(place, failure('quota_exhausted'))
      states.succeeded(place, early, 10)
      expect(states.demotion(place, 59_999)?.state).toBe('benched')
      expect(states.demotion(place, 29_999)).not.toBeNull()
      expect(states.of(place).cooldown).not.toBeNull()
    })
  })

  it('opens however many long answers of before still end well', () => {
    const { states, failTimes } = fresh()
    const long = Array.from({ length: 9 }, () => states.dispatched(place, 0))
    for (const ticket of long) states.committed(place, ticket, 0)
    for (const ticket of long.slice(0, 4)) {
      failTimes(1, 'network', 10_000)
      states.succeeded(place, ticket, 10_000)
    }
    expect(states.demotion(place, 10_000)).toBeNull()
    failTimes(1, 'network', 10_000)
    expect(states.demotion(place, 10_000)?.state).toBe('open')
  })

  it('opens where every answer begins and none is completed', () => {
    const { states } = fresh()
    for (let time = 0; time < 5; time++) {
      expect(states.demotion(place, time)).toBeNull()
      const ticket = states.dispatched(place, time)
      states.committed(place, ticket, time)
      states.failed(place, { failure: failure('stream_interrupted'), ticket, broken: true }, time)
    }
    expect(states.demotion(place, 5)?.state).toBe('open')
  })

  it('is well as soon as the probe begins to answer, and ill again if that breaks', () => {
    const { states, failTimes, events } = fresh()
    failTimes(5, 'network')
    const probe = states.dispatched(place, 2_000)
    states.committed(place, probe, 2_000)
    expect(states.demotion(place, 2_100)).toBeNull()
    for (const ticket of [probe, states.dispatched(place, 2_100)]) {
      states.failed(place, { failure: failure('stream_interrupted'), ticket, broken: true }, 3_000)
    }
    expect(states.of(place).breaker).toMatchObject({ kind: 'open', openings: 2, relapses: 1 })
    expect(events.map(({ kind }) => kind)).toEqual([
      'breaker-opened',
      'breaker-half-opened',
      'breaker-closed',
      'breaker-opened',
    ])
  })

  it('is opened anew by the failure of its probe alone, not by those that were tried beside it', () => {
    const { states, failTimes } = fresh()
    failTimes(5, 'network')
    const probe = states.dispatched(place, 2_000)
    const beside = states.dispatched(place, 2_000)
    states.failed(place, { failure: failure('network'), ticket: beside }, 2_001)
    states.undecided(place, beside, 2_001)
    expect(states.of(place).breaker).toMatchObject({ kind: 'half_open' })
    states.failed(place, { failure: failure('network'), ticket: probe }, 2_002)
    expect(states.of(place).breaker).toMatchObject({ kind: 'open', openings: 2 })
  })
})

import { describe, expect, it } from 'vitest'
import type { Condition } from '#domain/condition'
import type { Failure } from '#domain/failure'
import { deployment } from '#simulator/sample'
import { adoptCondition } from './condition-exchange.ts'
import { DeploymentStates } from './deployment-states.ts'

const place = deployment('one')
const FAILED: Failure = { class: 'server_error', detail: 'down', status: 500 }

/** Two processes; what one finds out reaches the other at once, as messages do. */
function pair() {
  const told: Condition[] = []
  const options = { random: () => 0, cooldown: () => ({ minMs: 1_000, maxMs: 60_000, defaultMs: 2_000 }) }
  const other = new DeploymentStates({ ...options, onEvent: () => undefined })
  let now = 0
  const own = new DeploymentStates({
    ...options,
    onEvent: () => undefined,
    onCondition: (condition) => {
      const copy = structuredClone(condition)
      told.push(copy)
      if (copy.aspect !== 'manual') adoptCondition(other, copy, now)
    },
  })
  const fail = (failure: Failure): void =>
    own.failed(place, { failure, ticket: own.dispatched(place, now) }, now)
  const pass = (ms: number): void => {
    now += ms
  }
  const seen = () => ({
    own: own.demotion(place, now)?.state ?? null,
    other: other.demotion(place, now)?.state ?? null,
  })
  return { own, other, told, fail, pass, seen, now: () => now }
}

describe('what one process finds out of a deployment', () => {
  it('opens the breaker of the other, which lets the first probe and closes with it', () => {
    const { own, other, fail, pass, seen, now } = pair()
    for (let n = 0; n < place.breaker.failures; n++) fail(FAILED)
    expect(seen()).toEqual({ own: 'open', other: 'open' })
    pass(place.breaker.openMs)
    const probe = own.dispatched(place, now())
    expect(probe.probe).toBe(true)
    expect(seen()).toEqual({ own: 'half_open', other: 'open' })
    own.succeeded(place, probe, now())

    expect(seen()).toEqual({ own: null, other: null })
    expect(other.of(place).breaker).toMatchObject({ kind: 'closed', trial: { openings: 1 } })
  })

  it('does not keep the other from probing for ever', () => {
    const { own, other, fail, pass, now } = pair()
    for (let n = 0; n < place.breaker.failures; n++) fail(FAILED)
    pass(place.breaker.openMs)
    own.dispatched(place, now())
    expect(other.dispatched(place, now()).probe).toBe(false)
    pass(6_000)
    expect(other.dispatched(place, now()).probe).toBe(true)
  })

  it('cools down the other for the longer of two times', () => {
    const { other, fail, seen, pass } = pair()
    other.failed(
      place,
      {
        failure: { class: 'rate_limit', detail: '', retryAfterMs: 30_000 },
        ticket: other.dispatched(place, 0),
      },
      0,
    )
    fail({ class: 'rate_limit', detail: '', retryAfterMs: 5_000 })
    pass(6_000)
    expect(seen()).toEqual({ own: null, other: 'cooling' })
    fail({ class: 'rate_limit', detail: '', retryAfterMs: 60_000 })
    pass(50_000)
    expect(seen()).toEqual({ own: 'cooling', other: 'cooling' })
  })

  it('benches the credential of the other, and frees it again', () => {
    const { own, fail, seen, pass, now } = pair()
    fail({ class: 'auth', detail: 'no', status: 401 })
    expect(seen()).toEqual({ own: 'benched', other: 'benched' })
    pass(60_000)
    own.succeeded(place, own.dispatched(place, now()), now())
    expect(own.benched(place)).toBeNull()
    expect(seen()).toEqual({ own: null, other: null })
  })

  it('is forgotten by both when an operator resets it', () => {
    const { own, other, fail, seen } = pair()
    for (let n = 0; n < place.breaker.failures; n++) fail(FAILED)
    own.reset(place)
    adoptCondition(other, { aspect: 'reset', deployment: place.id, credential: place.credential }, 0)
    expect(seen()).toEqual({ own: null, other: null })
  })
})

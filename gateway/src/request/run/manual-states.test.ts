import { describe, expect, it } from 'vitest'
import type { Failure } from '#domain/failure'
import type { HealthEvent } from '#domain/health'
import { deployment } from '#simulator/sample'
import { VirtualClock } from '#simulator/virtual-clock'
import { DeploymentStates } from './deployment-states.ts'
import { ManualStates } from './manual-states.ts'

const place = deployment('place')
const other = deployment('other')
const DRAIN = { state: 'drained', forMs: 60_000, reason: 'key rotation', by: 'token' } as const
const FORCE = { ...DRAIN, state: 'forced_open' } as const

function fresh() {
  const clock = new VirtualClock()
  const events: HealthEvent[] = []
  const onEvent = (event: HealthEvent): number => events.push(event)
  const manual = new ManualStates({ clock, onEvent })
  const cooldown = () => ({ minMs: 1_000, maxMs: 3_600_000, defaultMs: 2_000 })
  const states = new DeploymentStates({ random: () => 0, cooldown, onEvent, manual })
  return { clock, events, manual, states }
}

describe('a deployment that an operator drained', () => {
  it('is said to be, until its time is over, and nobody else is', async () => {
    const { clock, manual, states } = fresh()
    const set = manual.change(place, DRAIN)
    expect(states.drained(place, clock.now())).toEqual(set)
    expect(states.demotion(place, clock.now())).toMatchObject({ state: 'drained', retryInMs: 60_000 })
    expect(states.drained(other, clock.now())).toBeNull()
    await clock.advance(59_999)
    expect(states.drained(place, clock.now())).toEqual(set)
    await clock.advance(1)
    expect(states.drained(place, clock.now())).toBeNull()
    expect(states.demotion(place, clock.now())).toBeNull()
  })

  it('is told of, when it begins and when its time is over, once each', async () => {
    const { clock, manual, events } = fresh()
    manual.change(place, DRAIN)
    await clock.advance(600_000)
    expect(events).toEqual([
      {
        kind: 'deployment-drained',
        deployment: 'place',
        forMs: 60_000,
        reason: 'key rotation',
        by: 'token',
      },
      { kind: 'deployment-released', deployment: 'place', state: 'drained' },
    ])
    expect(manual.size).toBe(0)
    expect(clock.pending).toBe(0)
  })

  it('stays so until it is reset where no time is given', async () => {
    const { clock, manual, states } = fresh()
    manual.change(place, { ...DRAIN, forMs: null })
    await clock.advance(365 * 86_400_000)
    expect(states.drained(place, clock.now())).toMatchObject({ until: null })
    manual.clear(place)
    expect(states.drained(place, clock.now())).toBeNull()
  })

  it('stays so for as long as is asked, longer than timers can wait too', async () => {
    const { clock, manual, states } = fresh()
    const days = 40 * 86_400_000
    manual.change(place, { ...DRAIN, forMs: days })
    await clock.advance(days - 1)
    expect(states.drained(place, clock.now())).not.toBeNull()
    await clock.advance(1)
    expect(states.drained(place, clock.now())).toBeNull()
  })
})

describe('a deployment whose breaker an operator forced open', () => {
  it('is put last, but not excluded', () => {
    const { clock, manual, states } = fresh()
    manual.change(place, FORCE)
    expect(states.drained(place, clock.now())).toBeNull()
    expect(states.demotion(place, clock.now())).toEqual({
      state: 'forced_open',
      class: 'server_error',
      retryInMs: 60_000,
    })
  })

  it('stays there when it answers', () => {
    const { clock, manual, states } = fresh()
    manual.change(place, FORCE)
    const now = clock.now()
    states.succeeded(place, states.dispatched(place, now), now)
    expect(states.demotion(place, clock.now())).toMatchObject({ state: 'forced_open' })
  })

  it('can be drained instead: the last word counts, and the time of the first one ends nothing', async () => {
    const { clock, manual, states, events } = fresh()
    manual.change(place, FORCE)
    await clock.advance(30_000)
    manual.change(place, DRAIN)
    await clock.advance(45_000)
    expect(states.drained(place, clock.now())).toMatchObject({ since: 30_000, until: 90_000 })
    expect(events.map(({ kind }) => kind)).toEqual(['deployment-forced-open', 'deployment-drained'])
  })
})

describe('a reset', () => {
  it('closes the breaker, ends the cooldown and takes the credential from the bench', () => {
    const { states } = fresh()
    const fail = (failure: Failure): void =>
      states.failed(place, { failure, ticket: states.dispatched(place, 0) }, 0)
    for (let n = 0; n < 5; n++) fail({ class: 'server_error', detail: '' })
    fail({ class: 'rate_limit', detail: '', retryAfterMs: 60_000 })
    fail({ class: 'auth', detail: '' })
    expect(states.benched(place)).not.toBeNull()
    states.reset(place)
    expect(states.demotion(place, 0)).toBeNull()
    expect(states.benched(place)).toBeNull()
    for (let n = 0; n < 4; n++) fail({ class: 'server_error', detail: '' })
    expect(states.demotion(place, 0)).toBeNull()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Deployment } from '#domain/deployment'
import type { Failure } from '#domain/failure'
import type { HealthEvent } from '#domain/health'
import type { AttemptRecord } from '#domain/record'
import { admitted, deployment, model } from '#simulator/sample'
import type { Behavior } from '#simulator/scripted-send'
import { ScriptedSend } from '#simulator/scripted-send'
import { VirtualClock } from '#simulator/virtual-clock'
import { DeploymentStates } from './deployment-states.ts'
import { ManualStates } from './manual-states.ts'
import { probeAttempt } from './probe-attempt.ts'
import type { ProbeTarget } from './probes.ts'
import { Probes } from './probes.ts'

const EVERY_MS = 30_000
const DOWN: Failure = { class: 'server_error', detail: 'down', status: 500 }
const answer: Behavior = { kind: 'answer', afterMs: 5, lastsMs: 0 }
const fail = (failure: Failure = DOWN): Behavior => ({ kind: 'fail', afterMs: 5, failure })

interface World {
  behavior: Behavior
  /** What goes wrong when a probe is recorded, or sent. */
  bug: { readonly at: 'end' | 'send'; readonly error: Error } | null
}

function fresh(deployments: readonly Deployment[] = [deployment('place')], everyMs = EVERY_MS) {
  const clock = new VirtualClock()
  const world: World = { behavior: answer, bug: null }
  const events: HealthEvent[] = []
  const onEvent = (event: HealthEvent): number => events.push(event)
  const manual = new ManualStates({ clock, onEvent })
  const cooldown = () => ({ minMs: 1_000, maxMs: 3_600_000, defaultMs: 2_000 })
  const states = new DeploymentStates({ random: () => 0, cooldown, onEvent, manual })
  const wire = new ScriptedSend(clock, () => world.behavior)
  const sentAt: number[] = []
  const attempts: AttemptRecord[] = []
  const bugs: unknown[] = []
  const probes = new Probes({
    clock,
    random: () => 0.5,
    states,
    send: (target) => {
      if (world.bug?.at === 'send') throw world.bug.error
      const onEnd = (_end: unknown, attempt: AttemptRecord): void => {
        if (world.bug !== null) throw world.bug.error
        attempts.push(attempt)
      }
      const { accepted } = admitted('place', { body: { streamed: false, maxOutputTokens: 1 } })
      const running = probeAttempt(target, accepted, { clock, send: wire.send, states, onEnd })
      if (running !== null) sentAt.push(clock.now())
      return running
    },
    onBug: (error) => bugs.push(error),
  })
  const owner = model('place', deployments)
  const targets: ProbeTarget[] = deployments.map((one) => ({
    model: owner,
    deployment: one,
    everyMs,
    version: 'v',
  }))
  const [place = deployment('place')] = deployments
  /** What a request of a client would do. */
  const request = (failure: Failure | null): void => {
    const now = clock.now()
    const ticket = states.dispatched(place, now)
    if (failure === null) states.succeeded(place, ticket, now)
    else states.failed(place, { failure, ticket }, now)
  }
  return {
    clock,
    world,
    bugs,
    events,
    manual,
    states,
    wire,
    sentAt,
    attempts,
    probes,
    targets,
    place,
    request,
  }
}

describe('a deployment that nobody uses', () => {
  it('is asked once in every interval, beginning somewhere in the first', async () => {
    const { clock, probes, targets, sentAt, attempts } = fresh()
    probes.follow(targets)
    await clock.advance(100_000)
    expect(sentAt).toEqual([15_000, 45_005, 75_010])
    expect(attempts[0]).toMatchObject({ deployment: 'place', outcome: 'answered', reason: 'active probe' })
    probes.stop()
    expect(clock.pending).toBe(0)
  })

  it.each(['end', 'send'] as const)('goes on being asked after a bug at the %s of a probe', async (at) => {
    const { clock, world, probes, targets, bugs, attempts, states, place } = fresh()
    probes.follow(targets)
    const error = new Error('a bug')
    world.bug = { at, error }
    await clock.advance(20_000)
    expect(bugs).toEqual([error])
    expect([attempts, states.of(place).inFlight]).toEqual([[], 0])
    world.bug = null
    await clock.advance(60_000)
    expect(bugs).toHaveLength(1)
    expect(attempts.length).toBeGreaterThan(0)
    probes.stop()
    expect(clock.pending).toBe(0)
  })

  it('is not asked while requests show how it is', async () => {
    const { clock, probes, targets, sentAt, request } = fresh()
    probes.follow(targets)
    for (let second = 0; second < 300; second += 20) {
      request(null)
      await clock.advance(20_000)
    }
    expect(sentAt).toEqual([])
    await clock.advance(60_000)
    expect(sentAt.length).toBeGreaterThan(0)
    probes.stop()
  })
})

describe('a deployment that fails', () => {
  it('has its breaker opened by probes, as by requests, and closed by the first that is answered', async () => {
    const { clock, world, events, probes, targets, states, place } = fresh()
    world.behavior = fail()
    probes.follow(targets)
    await clock.advance(5 * 30_100)
    expect(events.map(({ kind }) => kind)).toEqual(['breaker-opened'])
    world.behavior = answer
    await clock.advance(31_000)
    expect(events.map(({ kind }) => kind)).toEqual([
      'breaker-opened',
      'breaker-half-opened',
      'breaker-closed',
    ])
    expect(states.demotion(place, clock.now())).toBeNull()
    probes.stop()
  })

  it('that requests found is recovered without one: probed when its open time is over, not before', async () => {
    const { clock, probes, targets, sentAt, states, place, request } = fresh([deployment('place')], 1_000)
    for (let n = 0; n < 5; n++) request(DOWN)
    expect(states.demotion(place, 0)).toMatchObject({ state: 'open', retryInMs: 2_000 })
    probes.follow(targets)
    await clock.advance(1_999)
    expect(sentAt).toEqual([])
    await clock.advance(10)
    expect(sentAt).toEqual([2_000])
    expect(states.demotion(place, clock.now())).toBeNull()
    probes.stop()
  })

  it.each([
    ['a rate limit', { class: 'rate_limit', detail: '', retryAfterMs: 20_000 }, 20_000],
    ['a credential', { class: 'auth', detail: '' }, 60_000],
    ['a missing model', { class: 'model_unavailable', detail: '' }, 60_000],
  ] as const)('by %s is left alone for as long as that asks, then probed', async (_name, failure, restMs) => {
    const { clock, probes, targets, sentAt, states, place, request } = fresh([deployment('place')], 5_000)
    request(failure)
    probes.follow(targets)
    await clock.advance(restMs - 1)
    expect(sentAt).toEqual([])
    await clock.advance(5_001)
    expect(sentAt).toHaveLength(1)
    expect(states.benched(place)).toBeNull()
    expect(states.of(place).cooldown).toBeNull()
    probes.stop()
  })

  it('by saying nothing is found by the time limit of the probe', async () => {
    const { clock, world, attempts, probes, targets, states, place } = fresh()
    world.behavior = { kind: 'hang' }
    probes.follow(targets)
    await clock.advance(15_000 + 30_000)
    expect(attempts[0]).toMatchObject({ outcome: 'failed', errorClass: 'timeout' })
    expect(states.of(place).inFlight).toBe(0)
    probes.stop()
  })
})

describe('a deployment is not probed', () => {
  it.each(['drained', 'forced_open'] as const)('while an operator has it %s', async (state) => {
    const { clock, manual, probes, targets, sentAt, place } = fresh()
    manual.change(place, { state, forMs: 100_000, reason: '', by: 'x' })
    probes.follow(targets)
    await clock.advance(99_000)
    expect(sentAt).toEqual([])
    await clock.advance(40_000)
    expect(sentAt.length).toBeGreaterThan(0)
    probes.stop()
  })

  it('while its breaker waits for the answer of a request', async () => {
    const { clock, probes, targets, sentAt, states, place, request } = fresh([deployment('place')], 1_000)
    for (let n = 0; n < 5; n++) request(DOWN)
    await clock.advance(5_000)
    states.dispatched(place, clock.now())
    expect(states.demotion(place, clock.now())).toMatchObject({ state: 'half_open' })
    probes.follow(targets)
    await clock.advance(60_000)
    expect(sentAt).toEqual([])
    probes.stop()
  })

  it('while its limits have no room: requests come first', async () => {
    const limited = deployment('place', { requestsPerMinute: 1 })
    const { clock, probes, targets, sentAt, states } = fresh([limited], 10_000)
    states.of(limited).hold(limited, 1, 0)
    probes.follow(targets)
    await clock.advance(55_000)
    expect(sentAt).toEqual([])
    await clock.advance(20_000)
    expect(sentAt).toHaveLength(1)
    probes.stop()
  })
})

describe('another configuration', () => {
  it('takes the place of the one before: what is gone is left alone, what stays keeps its turn', async () => {
    const { clock, world, wire, probes, targets } = fresh([deployment('a'), deployment('b')])
    world.behavior = { kind: 'hang' }
    probes.follow(targets)
    await clock.advance(14_000)
    probes.follow(targets)
    await clock.advance(1_000)
    expect(wire.calls).toEqual(['a', 'b'])
    expect(wire.running).toBe(2)
    probes.follow(targets.slice(0, 1))
    expect(wire.running).toBe(1)
    await clock.advance(200_000)
    expect(wire.calls.filter((label) => label === 'b')).toHaveLength(1)
    probes.stop()
    await clock.advance(0)
    expect([clock.pending, wire.running]).toEqual([0, 0])
  })
})

describe('whatever happens', () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 20_000 }),
    what: fc.constantFrom('answer', 'fail', 'limit', 'break', 'mend', 'hang', 'drain', 'reload'),
  })

  it('there is at most one probe at a time, at most one in an interval, and nothing is left behind', async () => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { clock, world, manual, wire, sentAt, states, probes, targets, place, request } = fresh(
        [deployment('place')],
        5_000,
      )
      probes.follow(targets)
      for (const { waitMs, what } of steps) {
        if (what === 'answer') request(null)
        if (what === 'fail') request(DOWN)
        if (what === 'limit') request({ class: 'rate_limit', detail: '', retryAfterMs: 3_000 })
        if (what === 'break') world.behavior = fail()
        if (what === 'mend') world.behavior = answer
        if (what === 'hang') world.behavior = { kind: 'hang' }
        if (what === 'drain') manual.change(place, { state: 'drained', forMs: 4_000, reason: '', by: 'x' })
        if (what === 'reload') probes.follow(targets)
        await clock.advance(waitMs)
        expect(wire.running).toBeLessThanOrEqual(1)
      }
      for (const [index, at] of sentAt.entries()) {
        if (index > 0) expect(at - (sentAt[index - 1] ?? 0)).toBeGreaterThanOrEqual(5_000)
      }
      probes.stop()
      await clock.settle()
      expect([clock.pending, wire.running, states.of(place).inFlight]).toEqual([0, 0, 0])
    })
    await fc.assert(property, { numRuns: 200 })
  })
})

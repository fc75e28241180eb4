import { describe, expect, it } from 'vitest'
import type { QueueView } from '#domain/queue'
import type { PlanResult } from '#domain/request'
import { admitted, configuration, deployment, model } from '#simulator/sample'
import { sampleHealth } from '#simulator/sample-health'
import { plan } from './plan.ts'
import { afterWaiting } from './refuse.ts'
import { SmoothRotation } from './rotation.ts'

const QUEUE = { max: 5, waitMs: 2_000 }
const FULL = { requestsPerMinute: 1 }

interface Given {
  readonly full?: readonly string[]
  readonly request?: Parameters<typeof admitted>[1]
  readonly occupied?: readonly string[]
  readonly queue?: typeof QUEUE | null
}

function run({ full = ['a', 'b'], request, occupied = [], queue = QUEUE }: Given): PlanResult {
  const models = [
    model('m', [deployment('a', FULL)], { queue, fallbacks: ['n'] }),
    model('n', [deployment('b', FULL)]),
  ]
  const health = sampleHealth({
    waitMs: ({ label }) => (full.includes(label) ? (label === 'a' ? 30_000 : 20_000) : 0),
  })
  const view: QueueView = {
    isOccupied: (name) => occupied.includes(name),
    retryAfterMs: () => 7_000,
  }
  const ports = { health, rotation: new SmoothRotation(), random: () => 0, now: 500, queue: view }
  const who = admitted('m', { receivedAt: 400, ...request })
  return plan(who, { configuration: configuration(models), ...ports })
}

const waitingOf = (given: Given): unknown => {
  const result = run(given)
  return result.kind === 'refused' ? result.waiting : result.kind
}

describe('a request for which everything is full', () => {
  it('may wait until the first of those that are full has room, in time for its deadline', () => {
    expect(run({})).toMatchObject({ kind: 'refused', code: 'no_capacity', retryAfterMs: 20_000 })
    expect(waitingOf({})).toEqual({
      queue: 'm n',
      settings: QUEUE,
      full: ['a', 'b'],
      roomInMs: 20_000,
      tooLateAt: 400 + 600_000 - 100,
    })
  })

  it.each([
    [{ deadlineMs: 5_000 }, 5_300],
    [{ patienceMs: 3_000 }, 3_300],
    [{ deadlineMs: 5_000, patienceMs: 9_000 }, 5_300],
    [{ timeouts: { totalMs: 4_000 } }, 4_300],
  ])('begins no later than %j and the time that an attempt takes at least allow', (controls, tooLateAt) => {
    expect(waitingOf({ request: { controls } })).toMatchObject({ tooLateAt })
  })

  it('may not where nobody waits, and need not where one has room', () => {
    expect(waitingOf({ queue: null })).toBeNull()
    expect(waitingOf({ full: ['a'] })).toBe('planned')
  })

  it('may not where something else is the matter', () => {
    const request = { body: { needs: ['tools'] as const } }
    const unable = model('m', [deployment('a')], { queue: QUEUE, capabilities: new Set() })
    const ports = { health: sampleHealth({}), rotation: new SmoothRotation(), random: () => 0, now: 0 }
    const result = plan(admitted('m', request), { configuration: configuration([unable]), ...ports })
    expect(result).toMatchObject({ code: 'request_cannot_be_served', waiting: null })
  })
})

describe('a request that finds others waiting', () => {
  it('waits behind them, though there may be room for it', () => {
    const behind = run({ full: [], occupied: ['m n'] })
    expect(behind).toMatchObject({ kind: 'refused', code: 'no_capacity', retryAfterMs: 7_000 })
    expect(waitingOf({ full: [], occupied: ['m n'] })).toMatchObject({ full: [], roomInMs: null })
  })

  it('does not wait for those who wait for other candidates, nor where it may not wait', () => {
    expect(waitingOf({ full: [], occupied: ['m'] })).toBe('planned')
    expect(waitingOf({ full: [], occupied: ['m n'], queue: null })).toBe('planned')
  })
})

describe('a request that has waited in vain', () => {
  it.each([
    ['late', 'no_capacity', 9_000],
    ['gone', 'hung_up', null],
    ['draining', 'draining', null],
  ] as const)('%s is told %s', (end, code, retryAfterMs) => {
    const refused = run({})
    if (refused.kind !== 'refused') throw new Error('it was planned')
    const told = afterWaiting(refused, end, 9_000)
    expect(told).toMatchObject({ code, retryAfterMs })
    expect(told.skipped).toEqual(refused.skipped)
  })
})

import { describe, expect, it } from 'vitest'
import type { ReportedLimit } from '#domain/reported-limit'
import type { Asked } from '#domain/health'
import { deployment } from '#simulator/sample'
import { POLICY } from '#simulator/sample-plan'
import { DeploymentStates } from './deployment-states.ts'
import { ReportedLimits } from './reported-limits.ts'

const reported = (counts: ReportedLimit['counts'], remaining: number, resetInMs: number | null = 60_000) => ({
  counts,
  remaining,
  limit: 1000,
  resetInMs,
})
const sent = (sentRequests: number, sentTokens = sentRequests * 100) => ({ sentRequests, sentTokens })
const need = (tokens: number, input = 10) => ({ tokens, input })

function after(limits: readonly ReportedLimit[], at = sent(1)): ReportedLimits {
  const known = new ReportedLimits()
  known.report(limits, at, 0)
  return known
}

describe('what a provider reports of its limits', () => {
  it('is nothing before the first report', () => {
    const known = new ReportedLimits()
    expect(known.waitMs(need(1e9), sent(100), 0)).toBe(0)
    expect(known.usedShare(sent(100), 0)).toBe(0)
    expect(known.at(0)).toBeNull()
  })

  it('keeps out what no longer fits, until the reset', () => {
    const known = after([reported('requests', 0)])
    expect(known.waitMs(need(1), sent(1), 0)).toBe(60_000)
    expect(known.waitMs(need(1), sent(1), 59_999)).toBe(1)
    expect(known.waitMs(need(1), sent(1), 60_000)).toBe(0)
  })

  it('has what was sent since taken off: requests one by one, tokens as they were reserved', () => {
    const known = after([reported('requests', 3), reported('tokens', 1000)], sent(5, 500))
    expect(known.waitMs(need(900), sent(5, 500), 0)).toBe(0)
    expect(known.waitMs(need(901), sent(6, 600), 0)).toBe(60_000)
    expect(known.waitMs(need(10), sent(7, 520), 0)).toBe(0)
    expect(known.waitMs(need(10), sent(8, 530), 0)).toBe(60_000)
  })

  it('counts input and output apart where the provider does', () => {
    const known = after([reported('input', 50), reported('output', 200, 5_000)])
    expect(known.waitMs(need(250, 50), sent(1), 0)).toBe(0)
    expect(known.waitMs(need(251, 50), sent(1), 0)).toBe(5_000)
    expect(known.waitMs(need(251, 51), sent(1), 0)).toBe(60_000)
  })

  it('waits for the last of several limits, and forgets each at its own reset', () => {
    const known = after([reported('requests', 0, 1_000), reported('tokens', 0, 30_000)])
    expect(known.waitMs(need(1), sent(1), 0)).toBe(30_000)
    expect(known.waitMs(need(1), sent(1), 29_000)).toBe(1_000)
    expect(known.at(29_000)?.limits).toHaveLength(2)
    expect(known.at(30_000)).toBeNull()
  })

  it('of an attempt that was sent before the last report changes nothing', () => {
    const known = after([reported('requests', 0)], sent(9))
    known.report([reported('requests', 8)], sent(8), 10)
    expect(known.waitMs(need(1), sent(9), 10)).toBeGreaterThan(0)
    known.report([reported('requests', 1)], sent(10), 20)
    expect(known.waitMs(need(1), sent(10), 20)).toBe(0)
    expect(known.waitMs(need(1), sent(11), 20)).toBeGreaterThan(0)
  })

  it('is believed for ten seconds where no reset is told, and for an hour at most', () => {
    expect(after([reported('requests', 0, null)]).waitMs(need(1), sent(1), 0)).toBe(10_000)
    expect(after([reported('requests', 0, 86_400_000)]).waitMs(need(1), sent(1), 0)).toBe(3_600_000)
  })

  it('tells what part of the tokens is used', () => {
    const known = after([reported('tokens', 600), reported('requests', 0)], sent(1, 100))
    expect(known.usedShare(sent(1, 100), 0)).toBeCloseTo(0.4)
    expect(known.usedShare(sent(2, 300), 0)).toBeCloseTo(0.6)
    expect(known.usedShare(sent(9, 9_000), 0)).toBe(1)
    expect(known.usedShare(sent(1, 100), 60_000)).toBe(0)
  })
})

describe('a deployment whose provider reports no room', () => {
  const place = deployment('place')
  const asked: Asked = { policy: POLICY, streamed: true, inputTokens: 10, reserveTokens: () => 100 }
  const fresh = (): DeploymentStates =>
    new DeploymentStates({
      random: () => 0,
      cooldown: () => ({ minMs: 1_000, maxMs: 3_600_000, defaultMs: 2_000 }),
      onEvent: () => undefined,
    })

  it('is put last for requests that do not fit, as a rate limit would, and not for people who only look', () => {
    const states = fresh()
    const state = states.of(place)
    state.report([reported('tokens', 150, 20_000)], state.hold(place, 100, 0), 0)
    expect(states.demotion(place, 0, asked)).toBeNull()
    expect(states.demotion(place, 0, { ...asked, reserveTokens: () => 200 })).toEqual({
      state: 'no_headroom',
      class: 'rate_limit',
      retryInMs: 20_000,
    })
    expect(states.demotion(place, 0)).toBeNull()
    state.hold(place, 100, 0)
    expect(states.demotion(place, 5_000, asked)).toMatchObject({ retryInMs: 15_000 })
    expect(states.demotion(place, 20_000, asked)).toBeNull()
  })

  it('counts as used for those who choose by what remains', () => {
    const states = fresh()
    const state = states.of(place)
    expect(state.usedShare(place, 0)).toBe(0)
    state.report([reported('tokens', 250)], state.hold(place, 100, 0), 0)
    expect(state.usedShare(place, 0)).toBeCloseTo(0.75)
    expect(state.reportedLimits(0)?.limits).toHaveLength(1)
  })
})

import { describe, expect, it } from 'vitest'
import type { Configuration } from '#domain/configuration'
import { configuration, deployment, model, RETRY, virtualKey } from '../sample.ts'
import type { Fault, Load, Scenario } from './scenario.ts'
import { MISHAPS } from './scenario.ts'
import { simulate } from './simulate.ts'

const PLACES = [deployment('m/a', { region: 'eu' }), deployment('m/b', { region: 'eu' }), deployment('m/c')]
const LOAD: Load = {
  model: 'm',
  requests: 300,
  arrivals: { kind: 'poisson', perSecond: 20 },
  streamed: 0.5,
  inputTokens: 100,
  outputTokens: 50,
}
const AT_ALL_TIMES = { fromMs: 0, toMs: 1e9 }

function scenario(faults: readonly Fault[], more: Partial<Scenario> = {}): Scenario {
  return {
    configuration: configuration([model('m', PLACES)]),
    key: virtualKey(),
    seed: 7,
    load: LOAD,
    speeds: {},
    faults,
    ...more,
  }
}

function withRetry(maxAttempts: number): Configuration {
  return configuration([model('m', PLACES, { retry: { ...RETRY, maxAttempts } })])
}

describe('a simulation', () => {
  it('answers everything where nothing fails, each place its share', async () => {
    const report = await simulate(scenario([]))
    expect(report).toMatchObject({ requests: 300, answered: 300, failed: 0, doomed: 0, attempts: 300 })
    expect(report.places.map(({ calls, wasted }) => [calls, wasted])).toEqual([
      [100, 0],
      [100, 0],
      [100, 0],
    ])
  })

  it('is the same for the same seed, and another for another', async () => {
    const faults: Fault[] = [{ at: {}, kind: 'errors', share: 0.3, mix: { server_error: 1, silent: 1 } }]
    const reports = [scenario(faults), scenario(faults), scenario(faults, { seed: 8 })].map(simulate)
    const [first, second, third] = await Promise.all(reports)
    expect(first).toEqual(second)
    expect(first).not.toEqual(third)
  })

  it.each(MISHAPS)('knows a place that fails by %s, and what no policy could have answered', async (how) => {
    const faults: Fault[] = [{ at: {}, kind: 'outage', how, ...AT_ALL_TIMES }]
    const report = await simulate(scenario(faults))
    expect(report.answered).toBe(0)
    expect(report.doomed + report.broken).toBeGreaterThanOrEqual(how === 'broken_stream' ? 100 : 300)
    const one: Fault[] = [{ at: { deployments: ['m/a'] }, kind: 'outage', how, ...AT_ALL_TIMES }]
    const other = await simulate(scenario(one))
    if (how !== 'broken_stream') expect(other).toMatchObject({ answered: 300, doomed: 0 })
    expect(other.places[0]?.wasted).toBeGreaterThan(0)
  })

  it('takes a region down as a whole', async () => {
    const report = await simulate(
      scenario([{ at: { region: 'eu' }, kind: 'outage', how: 'network', ...AT_ALL_TIMES }]),
    )
    expect(report.places.map(({ wasted }) => wasted > 0)).toEqual([true, true, false])
    expect(report.answered).toBe(300)
  })

  it('counts as the floor what all tries that the policy allows would not have answered', async () => {
    const faults: Fault[] = [{ at: {}, kind: 'errors', share: 0.5, mix: { server_error: 1 } }]
    const load: Load = { ...LOAD, requests: 4_000 }
    const once = await simulate(scenario(faults, { load, configuration: withRetry(1) }))
    const twice = await simulate(scenario(faults, { load, configuration: withRetry(2) }))
    expect(once.doomed / 4_000).toBeCloseTo(0.5 ** 3, 1)
    expect(twice.doomed / 4_000).toBeCloseTo(0.5 ** 6, 1)
    expect(once.failed).toBeGreaterThanOrEqual(once.doomed)
  })

  it('says how long it took until a place was used again, and how many came at once', async () => {
    const faults: Fault[] = [
      { at: { deployments: ['m/a'] }, kind: 'outage', how: 'overloaded', fromMs: 1_000, toMs: 5_000 },
    ]
    const report = await simulate(scenario(faults))
    const place = report.places[0]
    expect(place?.recoveries.count).toBe(1)
    expect(place?.recoveries.mostMs).toBeLessThanOrEqual(15_000)
    expect(place?.openings).toBeGreaterThan(0)
    expect(place?.peak?.most).toBeGreaterThanOrEqual(place?.peak?.mean ?? 0)
  })

  it('shows that a place which goes down under load is noticed, though answers of before still come', async () => {
    const arrivals = { kind: 'poisson', perSecond: 100 } as const
    const load: Load = { ...LOAD, requests: 2_000, arrivals, streamed: 0, outputTokens: 300 }
    const outage = { kind: 'outage', how: 'server_error', fromMs: 10_000, toMs: 1e9 } as const
    const report = await simulate(scenario([{ at: { deployments: ['m/a'] }, ...outage }], { load }))
    expect(report.answered).toBe(2_000)
    expect(report.places[0]?.wasted).toBeLessThan(20)
  })

  it('refuses what is over the limit of a provider, and says how long to wait', async () => {
    const faults: Fault[] = [
      { at: { deployments: ['m/a'] }, kind: 'limit', tokensPerMinute: 1_500, hint: true },
    ]
    const report = await simulate(scenario(faults))
    expect(report.answered).toBe(300)
    expect(report.places[0]?.wasted).toBeGreaterThan(0)
    expect(report.places[0]?.wasted).toBeLessThan(20)
  })

  it('sends one request after the other where it is asked to', async () => {
    const arrivals = { kind: 'one_after_another', gapMs: 4_000 } as const
    const report = await simulate(scenario([], { load: { ...LOAD, requests: 10, arrivals } }))
    expect(report.durationMs).toBeGreaterThan(9 * 4_000)
  })
})

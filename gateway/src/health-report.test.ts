import { healthSchema } from '@backstay/contract/admin'
import { describe, expect, it } from 'vitest'
import type { Deployment } from '#domain/deployment'
import type { Failure } from '#domain/failure'
import type { CredentialId } from '#domain/names'
import { DeploymentStates } from '#run/deployment-states'
import { ManualStates } from '#run/manual-states'
import { configuration, deployment, model } from '#simulator/sample'
import { VirtualClock } from '#simulator/virtual-clock'
import { declaredDeployments, healthReport } from './health-report.ts'

function fresh(deployments: readonly Deployment[]) {
  const clock = new VirtualClock()
  const onEvent = (): void => undefined
  const manual = new ManualStates({ clock, onEvent })
  const cooldown = () => ({ minMs: 1_000, maxMs: 3_600_000, defaultMs: 2_000 })
  const states = new DeploymentStates({ random: () => 0, cooldown, onEvent, manual })
  const config = configuration([model('m', deployments)])
  const sharedState = { kind: 'memory', connected: true, since: 0 } as const
  const report = () =>
    healthSchema.parse(healthReport({ configuration: config, states, manual, clock, sharedState }))
  const end = (one: Deployment, failure: Failure | null): void => {
    const ticket = states.dispatched(one, clock.now())
    if (failure === null) states.succeeded(one, ticket, clock.now())
    else states.failed(one, { failure, ticket }, clock.now())
  }
  const standing = () => {
    const [{ state, class: cause, reason, since, until } = { state: 'healthy' as const }] =
      report().deployments
    const start = clock.wallMs() - clock.now()
    const at = (time: number | null | undefined) => (typeof time === 'number' ? time - start : time)
    return [state, cause, reason, at(since), at(until)]
  }
  return { clock, manual, states, report, end, standing, config }
}

const DOWN: Failure = { class: 'server_error', detail: '', status: 500 }
const place = deployment('m/p')

describe('how a deployment is said to be', () => {
  it('is by the worst that applies, with since and until', async () => {
    const { clock, manual, states, end, standing } = fresh([place])
    expect(standing()).toEqual(['healthy', null, null, null, null])
    await clock.advance(1_000)
    end(place, { class: 'rate_limit', detail: '', retryAfterMs: 60_000 })
    expect(standing()).toEqual(['cooling', 'rate_limit', null, 1_000, 61_000])
    await clock.advance(1_000)
    for (let n = 0; n < 5; n++) end(place, DOWN)
    expect(standing()).toEqual(['open', 'server_error', null, 2_000, 4_000])
    await clock.advance(2_000)
    expect(standing()).toEqual(['half_open', 'server_error', null, 2_000, null])
    end(place, { class: 'auth', detail: '', status: 401 })
    expect(standing()).toEqual(['benched', 'auth', null, 4_000, 64_000])
    manual.change(place, { state: 'forced_open', forMs: 5_000, reason: 'drill', by: 'x' })
    expect(standing()).toEqual(['forced_open', null, 'drill', 4_000, 9_000])
    manual.change(place, { state: 'drained', forMs: null, reason: '', by: 'x' })
    expect(standing()).toEqual(['drained', null, null, 4_000, null])
    manual.clear(place)
    states.reset(place)
    expect(standing()).toEqual(['healthy', null, null, null, null])
  })

  it('is degraded while a part of its attempts fails, and after its breaker was open', async () => {
    const { clock, states, end, standing, report } = fresh([place])
    for (let n = 0; n < 20; n++) end(place, n % 5 === 0 ? DOWN : null)
    expect(standing().slice(0, 3)).toEqual(['degraded', null, '20 % of its attempts failed lately'])
    expect(report().deployments[0]).toMatchObject({ attempts: 20, errorRate: 0.2 })
    states.reset(place)
    for (let n = 0; n < 5; n++) end(place, DOWN)
    await clock.advance(2_000)
    end(place, null)
    expect(standing().slice(0, 3)).toEqual(['degraded', null, 'was open not long ago'])
  })

  it('is disabled whatever else', () => {
    const off = deployment('m/off', { enabled: false })
    expect(fresh([off]).standing()).toEqual(['disabled', null, null, null, null])
  })
})

describe('the health of everything', () => {
  it('has what is left of limits, and what providers say of theirs', async () => {
    const limited = deployment('m/p', { tokensPerMinute: 1_000, requestsPerMinute: 10 })
    const { clock, states, report } = fresh([limited])
    await clock.advance(500)
    const hold = states.of(limited).hold(limited, 300, clock.now())
    const limits = [{ counts: 'requests', remaining: 7, limit: 10, resetInMs: 30_000 }] as const
    states.of(limited).report(limits, hold, clock.now())
    const [one] = report().deployments
    expect(one).toMatchObject({ tokensLeft: 700, requestsLeft: 9, inFlight: 1, quality: null })
    expect(one?.reported).toEqual({ at: clock.wallMs(), limits })
    await clock.advance(31_000)
    expect(report().deployments[0]?.reported).toBeNull()
  })

  it('tells of credentials and regions once, whoever shares them', () => {
    const shared = { credential: 'key' as CredentialId }
    const places = [
      deployment('m/a', { region: 'eu', ...shared }),
      deployment('m/b', { region: 'eu', ...shared }),
      deployment('m/c', { region: 'us' }),
      deployment('m/d', { region: 'us', enabled: false }),
    ]
    const { report, end } = fresh(places)
    end(places[0] ?? place, { class: 'quota_exhausted', detail: '', status: 402 })
    const { credentials, regions } = report()
    expect(credentials[0]).toMatchObject({
      deployments: ['m/a', 'm/b'],
      benched: { class: 'quota_exhausted', status: 402 },
    })
    expect(credentials.slice(1).map(({ benched }) => benched)).toEqual([null, null])
    expect(regions).toEqual([
      { region: 'eu', deployments: 2, healthy: 0, down: true },
      { region: 'us', deployments: 1, healthy: 1, down: false },
    ])
  })

  it('has a deployment once that chains use as well', () => {
    const { config } = fresh([place, deployment('m/q')])
    const owner = config.models.get('m')
    if (owner === undefined) throw new Error('the sample has a model')
    const steps = [{ model: owner, deployments: owner.deployments, priority: null }]
    const chains = new Map([['c', { steps } as never]])
    expect(declaredDeployments({ ...config, chains }).map(({ label }) => label)).toEqual(['m/p', 'm/q'])
  })
})

import { describe, expect, it } from 'vitest'
import type { Failure } from '#domain/failure'
import { NO_USAGE } from '#domain/usage'
import { admitted, deployment, model } from '#simulator/sample'
import { samplePlan } from '#simulator/sample-plan'
import { VirtualClock } from '#simulator/virtual-clock'
import { Accounts } from './accounts.ts'
import type { AttemptEnd } from './attempt.ts'
import { DeploymentStates } from './deployment-states.ts'

const place = deployment('place')
const ANSWERED: AttemptEnd = {
  kind: 'answered',
  failure: null,
  flag: null,
  reportedModel: null,
  usage: { ...NO_USAGE, input: 10, output: 50 },
  ttftMs: 250,
  totalMs: 1_000,
  sent: true,
}

const failedBy = (failure: Partial<Failure>, more: Partial<AttemptEnd> = {}): AttemptEnd => ({
  ...ANSWERED,
  kind: 'failed',
  usage: null,
  ttftMs: null,
  failure: { class: 'timeout', detail: 'scripted', ...failure },
  ...more,
})

/** Settles one attempt on `place` and gives what is known of it then. */
function settled(end: AttemptEnd, options: { streamed?: boolean; impatient?: true } = {}) {
  const clock = new VirtualClock()
  const states = new DeploymentStates({
    random: () => 0,
    cooldown: () => ({ minMs: 1_000, maxMs: 3_600_000, defaultMs: 2_000 }),
    onEvent: () => undefined,
  })
  const { impatient, streamed = true } = options
  const plan = samplePlan([model('m', [place])], impatient === undefined ? {} : { step: { impatient } })
  const accounts = new Accounts({ admitted: admitted('m', { body: { streamed } }), plan }, { clock, states })
  const [step] = plan.steps
  const hold = step === undefined ? 0 : accounts.reserve(step)
  if (step === undefined || typeof hold === 'number' || 'kind' in hold) throw new Error('nothing is reserved')
  const ticket = states.dispatched(place, 0)
  accounts.settle({ step, hold, ticket, tries: 1 }, { end, late: false })
  return states.of(place).measures
}

describe('the end of an attempt is measured', () => {
  it('by its commit and its speed', () => {
    expect(settled(ANSWERED)?.firstToken.value).toBe(250)
    expect(settled(ANSWERED)?.tokensPerSecond.value).toBeCloseTo(50)
    const whole = settled({ ...ANSWERED, ttftMs: 1_000 }, { streamed: false })
    expect(whole?.perOutputToken.value).toBeCloseTo(20)
    expect(whole?.firstToken.value).toBeNull()
  })

  it('by its commit alone where it broke off afterwards or the client left', () => {
    for (const kind of ['broken', 'hung_up'] as const) {
      const measures = settled({ ...ANSWERED, kind })
      expect(measures?.firstToken.value).toBe(250)
      expect(measures?.tokensPerSecond.value).toBeNull()
    }
  })

  it('by a limit of ours that it passed', () => {
    expect(settled(failedBy({ class: 'latency' }))?.firstToken.value).toBeGreaterThan(1_000)
    expect(settled(failedBy({ class: 'timeout' }))?.firstToken.value).toBeGreaterThan(1_000)
  })

  it.each([
    ['another failure', failedBy({ class: 'server_error', status: 500 }), {}],
    ["a time-out of the provider's own", failedBy({ class: 'timeout', status: 504 }), {}],
    ['a connection that was never made', failedBy({ class: 'timeout' }, { sent: false }), {}],
    ['a limit that the request asked for', failedBy({ class: 'timeout' }), { impatient: true as const }],
    ['the deadline of the request', failedBy({}, { kind: 'deadline' }), {}],
  ])('but not by %s', (_, end, options) => {
    expect(settled(end, options)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import type { AttemptRecord, UsageRecord } from '#domain/record'
import type { Sessions } from '#domain/sessions'
import type { Admitted, Plan, PlanStep, Refusal } from '#domain/request'
import type { Answered } from '#domain/run'
import { NO_USAGE } from '#domain/usage'
import { admitted, configuration, deployment, model, RETRY, TIMEOUTS, virtualKey } from '#simulator/sample'
import { samplePlan } from '#simulator/sample-plan'
import { VirtualClock } from '#simulator/virtual-clock'
import { settle, settleRefusal } from './settle.ts'

const PRICE = { input: 2, output: 10, cachedInput: null }
const USED = { ...NO_USAGE, input: 1_000, output: 100 }
const COST = (1_000 * 2 + 100 * 10) / 1e6

const dear = deployment('m/dear', { price: PRICE })
const free = deployment('m/free')
const own = model('m', [dear, free], { type: 'reasoning' })
const step = (place: typeof dear): PlanStep => ({
  model: own,
  deployment: place,
  candidate: 0,
  retry: RETRY,
  timeouts: TIMEOUTS,
})
const PLAN: Plan = {
  ...samplePlan([own], {
    policy: {
      strategy: 'weighted',
      source: {
        candidates: 'key',
        strategy: 'key',
        triggers: 'request',
        partition: 'file',
        affinity: 'file',
      },
    },
  }),
  warnings: ['a warning'],
}

const NO_SESSIONS: Sessions = { lookUp: () => null, remember: () => undefined }

function attempt(more: Partial<AttemptRecord>): AttemptRecord {
  return {
    n: 1,
    modelName: 'm',
    deployment: 'm/dear',
    provider: 'p',
    region: null,
    status: 500,
    outcome: 'failed',
    errorClass: 'server_error',
    action: 'stop',
    reason: 'why',
    startedAt: 0,
    ttftMs: null,
    totalMs: 5,
    tokens: null,
    ...more,
  }
}

async function settled(result: Answered['result'], status: number, more: Partial<Answered> = {}) {
  const clock = new VirtualClock()
  await clock.advance(500)
  const records: UsageRecord[] = []
  const released: number[] = []
  const remembered: unknown[] = []
  const who: Admitted = {
    ...admitted('asked', { receivedAt: 100, key: virtualKey({ name: 'team' }), body: { streamed: true } }),
    release: (tokens) => released.push(tokens),
  }
  const ports = {
    clock,
    records: { write: (one: UsageRecord) => records.push(one) },
    configuration: configuration([]),
    sessions: { ...NO_SESSIONS, remember: (...told: unknown[]) => remembered.push(told) },
  }
  const answered: Answered = {
    planned: { admitted: who, plan: { ...PLAN, session: 'team\0m\0s' } },
    result,
    attempts: [],
    skipped: [{ deployment: 'x', reason: 'disabled' }],
    usage: null,
    continued: [],
    ttftMs: null,
    overheadMs: 3,
    fallbacks: [],
    ...more,
  }
  settle(answered, status, ports)
  const [record] = records
  if (record === undefined || records.length > 1) throw new Error('not exactly one record')
  return { record, released, remembered }
}

const FAILURE = { class: 'server_error', detail: 'HTTP 500' } as const
const NOBODY = { servedModel: null, provider: null, deployment: null, costUsd: null, type: 'chat' }

describe('the record of a request', () => {
  it('that was answered has everything', async () => {
    const attempts = [attempt({ outcome: 'answered', status: 200, errorClass: null, tokens: USED })]
    const result = { kind: 'answered', step: step(dear), flag: null } as const
    const { record, released } = await settled(result, 200, { usage: USED, ttftMs: 40, attempts })
    expect(record).toEqual({
      id: 'request',
      at: 0,
      key: 'team',
      organisation: 'default',
      requestedModel: 'asked',
      servedModel: 'm',
      provider: 'p',
      deployment: 'm/dear',
      type: 'reasoning',
      dialect: 'openai-chat',
      streamed: true,
      status: 200,
      errorClass: null,
      tokens: USED,
      costUsd: COST,
      wastedCostUsd: null,
      ttftMs: 40,
      totalMs: 400,
      overheadMs: 3,
      configVersion: 'test',
      probe: false,
      routing: {
        strategy: 'weighted',
        source: PLAN.policy.source,
        attempts,
        fallbacks: [],
        skipped: [{ deployment: 'x', reason: 'disabled' }],
        warnings: ['a warning'],
      },
    })
    expect(released).toEqual([1_100])
  })

  it('that was answered with a refusal says so', async () => {
    const { record } = await settled({ kind: 'answered', step: step(free), flag: 'refusal' }, 200)
    expect(record).toMatchObject({ status: 200, errorClass: 'refusal', costUsd: null, tokens: NO_USAGE })
  })

  it('that broke off says who served it, the failure, and what was used', async () => {
    const result = { kind: 'broken', step: step(dear), failure: FAILURE } as const
    const { record, released } = await settled(result, 200, { usage: USED, ttftMs: 9 })
    expect(record).toMatchObject({
      servedModel: 'm',
      deployment: 'm/dear',
      status: 200,
      errorClass: 'server_error',
      tokens: USED,
      costUsd: COST,
      ttftMs: 9,
    })
    expect(released).toEqual([1_100])
  })

  it.each([
    ['failed', { kind: 'failed', failure: FAILURE, retryAfterMs: null }, 502, 'server_error'],
    ['found everything full', { kind: 'full', retryAfterMs: 5 }, 429, 'no_capacity'],
    ['passed its deadline', { kind: 'deadline' }, 504, 'deadline_exceeded'],
    ['was given up by the client', { kind: 'hung_up' }, 499, 'hung_up'],
  ] as const)('that %s has nobody who served it', async (_what, result, status, errorClass) => {
    const { record, released } = await settled(result, status)
    expect(record).toMatchObject({ ...NOBODY, status, errorClass, tokens: NO_USAGE, ttftMs: null })
    expect(released).toEqual([0])
  })

  it('that the client gave up still has what was used', async () => {
    const { record, released } = await settled({ kind: 'hung_up' }, 499, { usage: USED })
    expect(record.tokens).toEqual(USED)
    expect(released).toEqual([1_100])
  })

  it('adds up what failed attempts cost where that is known', async () => {
    const attempts = [
      attempt({ tokens: USED }),
      attempt({ n: 2, tokens: null }),
      attempt({ n: 3, deployment: 'm/free', tokens: USED }),
      attempt({ n: 4, outcome: 'aborted', tokens: USED }),
      attempt({ n: 5, outcome: 'answered', tokens: USED }),
    ]
    const result = { kind: 'answered', step: step(dear), flag: null } as const
    const { record } = await settled(result, 200, { attempts, usage: USED })
    expect(record.wastedCostUsd).toBeCloseTo(2 * COST, 12)
    expect(record.costUsd).toBeCloseTo(COST, 12)
  })
})

it('counts what broke off as wasted where the client left before anybody could go on with it', async () => {
  const broken = attempt({ outcome: 'broken', tokens: USED })
  const gone = attempt({ n: 2, outcome: 'aborted', tokens: USED })
  const { record } = await settled({ kind: 'hung_up' }, 499, { attempts: [broken, gone] })
  expect(record.wastedCostUsd).toBeCloseTo(2 * COST, 12)
  const result = { kind: 'broken', step: step(dear), failure: FAILURE } as const
  const served = await settled(result, 200, { attempts: [broken], usage: USED })
  expect(served.record).toMatchObject({ wastedCostUsd: null, costUsd: COST })
})

describe('a session', () => {
  it('is remembered with the deployment that answered, when it answered', async () => {
    const { remembered } = await settled({ kind: 'answered', step: step(dear), flag: null }, 200)
    expect(remembered).toEqual([['team\0m\0s', 'm/dear', 500]])
  })

  it('is not remembered where nothing whole came back', async () => {
    const failure = { class: 'stream_interrupted', detail: 'cut' } as const
    expect((await settled({ kind: 'broken', step: step(dear), failure }, 200)).remembered).toEqual([])
    expect((await settled({ kind: 'failed', failure, retryAfterMs: null }, 502)).remembered).toEqual([])
    expect((await settled({ kind: 'hung_up' }, 499)).remembered).toEqual([])
  })
})

it('a request for which nothing could be tried has a record too, with what was passed over', () => {
  const records: UsageRecord[] = []
  const released: number[] = []
  const refusal: Refusal = {
    kind: 'refused',
    code: 'no_capacity',
    message: 'full',
    retryAfterMs: 5,
    skipped: [{ deployment: 'm/dear', reason: 'limit reached' }],
    waiting: null,
  }
  const who = { ...admitted('asked'), release: (tokens: number) => void released.push(tokens) }
  settleRefusal(who, refusal, {
    clock: new VirtualClock(),
    records: { write: (one) => records.push(one) },
    configuration: configuration([]),
    sessions: NO_SESSIONS,
    status: 429,
  })
  expect(records).toHaveLength(1)
  expect(records[0]).toMatchObject({
    ...NOBODY,
    requestedModel: 'asked',
    status: 429,
    errorClass: 'no_capacity',
    tokens: NO_USAGE,
    routing: { strategy: 'none', attempts: [], skipped: [{ deployment: 'm/dear', reason: 'limit reached' }] },
  })
  expect(released).toEqual([0])
})

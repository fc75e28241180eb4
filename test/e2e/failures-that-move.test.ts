import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import type { FailureCase } from './failures.ts'
import { FAILURES } from './failures.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

/** Who answers instead, and who said so. */
const POLICIES = [
  'second-deployment',
  'model-fallbacks',
  'global-list',
  'request-list',
  'key-policy',
] as const
type Policy = (typeof POLICIES)[number]

interface Case {
  readonly name: string
  readonly policy: Policy
  readonly failure: FailureCase
  readonly stream: boolean
}

// Every case has models, keys and upstream names of its own, so that no breaker or bench of one is seen by another.
const CASES: readonly Case[] = POLICIES.flatMap((policy) =>
  FAILURES.flatMap((failure) =>
    [false, true].map((stream) => ({
      name: `${policy}.${failure.id}.${stream ? 'streamed' : 'whole'}`,
      policy,
      failure,
      stream,
    })),
  ),
)

const ANSWER = { text: 'The other one answers.', model: 'reported-by-the-other' }

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay({
    providers: {
      first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
      second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
      dead: { kind: 'openai', base_url: '${DEAD}', api_key: 'dead-key' },
    },
    models: [
      { name: 'backup', fallbacks: [], deployments: [{ provider: 'second', model: 'backup' }] },
      ...CASES.map(modelOf),
    ],
    fallback: { default: ['backup'] },
    keys: [
      { name: 'app', key: '${KEY}' },
      ...CASES.filter(({ policy }) => policy === 'key-policy').map(keyOf),
    ],
  })
  const [first, second] = backstay.simulators
  for (const { name, failure } of CASES) {
    if (failure.behavior !== null) first?.script.forModel(name, failure.behavior)
  }
  second?.script.always(ANSWER)
})

afterAll(() => backstay.close())

function modelOf({ name, policy, failure }: Case): object {
  const failing = {
    provider: failure.behavior === null ? 'dead' : 'first',
    model: name,
    api_key: `key-of-${name}`,
    ...(failure.hangs === true ? { timeouts: { first_token_ms: 120, answer_ms: 120 } } : {}),
  }
  if (policy === 'second-deployment') {
    const other = { provider: 'second', model: `other.${name}`, api_key: `other-key-of-${name}`, priority: 2 }
    return { name, fallbacks: [], deployments: [{ ...failing, priority: 1 }, other] }
  }
  const lists = {
    'model-fallbacks': ['backup'],
    'request-list': [],
    'key-policy': [],
    'global-list': undefined,
  }
  return { name, fallbacks: lists[policy], deployments: [failing] }
}

function keyOf({ name }: Case): object {
  const candidates = [
    { modelName: name, priority: 1 },
    { modelName: 'backup', priority: 2 },
  ]
  return {
    name,
    key: `${KEY}-${name}`,
    routing: { chat: { strategy: 'failover', candidates, failoverOn: 'any' } },
  }
}

function askCase({ name, policy, stream }: Case): ReturnType<typeof ask> {
  const client = policy === 'key-policy' ? backstay.clientFor(`${KEY}-${name}`) : backstay.client
  const body = policy === 'request-list' ? { provider: { fallback: ['backup'] } } : {}
  return ask(client, { model: name, stream, body })
}

const moves = ({ policy, failure }: Case): boolean =>
  failure.sameModelOnly !== true || policy === 'second-deployment' || policy === 'key-policy'

describe.concurrent('a failure that another provider can mend', () => {
  it.each(CASES.filter(moves))('is answered by the other one: $name', async (one) => {
    const reply = await askCase(one)
    const { failure, name, policy, stream } = one
    const failureClass = (stream ? failure.streamClass : undefined) ?? failure.class
    const inModel = policy === 'second-deployment'

    expect(reply.error).toBeNull()
    expect(reply).toMatchObject({ ...ANSWER, status: 200, finish: 'stop' })
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'x-backstay-model': inModel ? name : 'backup',
      'x-backstay-provider': 'second',
      'x-backstay-deployment': inModel ? `${name}/second` : 'backup/second',
      'x-backstay-attempts': '2',
      'x-backstay-fallbacks': '1',
      'x-backstay-fallback-reason': failureClass,
    })
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record).toMatchObject({
      requestedModel: name,
      servedModel: inModel ? name : 'backup',
      provider: 'second',
      status: 200,
      errorClass: null,
      streamed: stream,
    })
    expect(
      record.routing.attempts.map(({ outcome, errorClass, action }) => [outcome, errorClass, action]),
    ).toEqual([
      ['failed', failureClass, inModel ? 'next_deployment' : 'next_model'],
      ['answered', null, 'answer'],
    ])
  })

  it.each(CASES.filter((one) => !moves(one)))(
    'does not leave the model for a wrong key: $name',
    async (one) => {
      const reply = await askCase(one)

      expect(reply.text).toBe('')
      expect(reply.error).toMatchObject({ status: 502, code: 'upstream_failed', type: 'api_error' })
      expect(reply.headers.get('x-backstay-attempts')).toBe('1')
      const record = await backstay.recordOf(reply.headers.get('x-request-id'))
      expect(record).toMatchObject({ status: 502, errorClass: one.failure.class, servedModel: null })
      expect(record.routing.attempts).toMatchObject([{ action: 'stop' }])
    },
  )
})

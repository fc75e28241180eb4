import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Behavior } from '#simulator/behavior'
import {
  contentFiltered,
  error,
  gatewayTimeout,
  invalidRequest,
  modelNotFound,
  overloaded,
  promptFiltered,
  refused,
  requestTooLarge,
  unauthorized,
} from '#simulator/faults'
import type { Reply } from './ask.ts'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

/** What the caller has to mend, as the provider words it. */
interface CallersMistake {
  readonly id: string
  readonly behavior: Behavior
  readonly class: string
  /** Status, code, type and param that the SDK's error has to carry; the provider's own. */
  readonly seen: object
}

const MISTAKES: readonly CallersMistake[] = [
  {
    id: '400',
    behavior: invalidRequest('temperature'),
    class: 'invalid_request',
    seen: { status: 400, code: 'unsupported_value', type: 'invalid_request_error', param: 'temperature' },
  },
  {
    id: '409',
    behavior: error(409, { message: 'Conflict.', type: 'conflict_error', code: 'resource_conflict' }),
    class: 'invalid_request',
    seen: { status: 409, code: 'resource_conflict', type: 'conflict_error' },
  },
  {
    id: '413',
    behavior: error(413, { message: 'Too large.', type: 'invalid_request_error', code: 'payload_too_large' }),
    class: 'invalid_request',
    seen: { status: 413, code: 'payload_too_large', type: 'invalid_request_error' },
  },
  {
    id: '422',
    behavior: error(422, {
      message: 'Field required.',
      type: 'invalid_request_error',
      code: 'missing_field',
      param: 'tools[0].name',
    }),
    class: 'invalid_request',
    seen: { status: 422, code: 'missing_field', param: 'tools[0].name' },
  },
  {
    id: 'filtered-prompt',
    behavior: promptFiltered(),
    class: 'content_filter',
    seen: { status: 400, code: 'content_policy_violation', type: 'invalid_request_error' },
  },
]

/** Delivered as they are, unless the triggers in force say that another model is to be asked. */
const UNWELCOME = [
  {
    id: 'filtered-answer',
    behavior: contentFiltered(),
    class: 'content_filter',
    seen: { finish: 'content_filter', text: '', refusal: '' },
  },
  {
    id: 'filtered-in-the-middle',
    behavior: { text: 'Half of it', finishReason: 'content_filter' },
    class: 'content_filter',
    seen: { finish: 'content_filter', text: 'Half of it' },
  },
  {
    id: 'refusal',
    behavior: refused('I will not.'),
    class: 'refusal',
    seen: { finish: 'stop', refusal: 'I will not.' },
  },
] as const

const MODES = [false, true] as const
const stays = MISTAKES.flatMap((one) => MODES.map((stream) => ({ ...one, stream })))
const unwelcome = UNWELCOME.flatMap((one) => MODES.map((stream) => ({ ...one, stream })))

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay({
    providers: {
      first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
      second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
    },
    models: [
      { name: 'backup', fallbacks: [], deployments: [{ provider: 'second', model: 'backup' }] },
      ...[...MISTAKES, ...UNWELCOME].map(({ id }) => ({
        name: id,
        deployments: [
          { provider: 'first', model: id, priority: 1 },
          { provider: 'second', model: 'other', priority: 2 },
        ],
      })),
    ],
    fallback: { default: ['backup'] },
    keys: [{ name: 'app', key: '${KEY}' }],
  })
  const [first, second] = backstay.simulators
  for (const { id, behavior } of [...MISTAKES, ...UNWELCOME]) first?.script.forModel(id, behavior)
  second?.script.always({ text: 'The other one answers.' })
})

afterAll(() => backstay.close())

/** Asks and counts the calls that it took upstream. */
async function askCounting(
  model: string,
  stream: boolean,
  body: Readonly<Record<string, unknown>> = {},
): Promise<Reply & { readonly calls: number }> {
  const count = (): number => backstay.simulators.reduce((sum, one) => sum + one.counts().requests, 0)
  const before = count()
  const reply = await ask(backstay.client, { model, stream, body })
  return Object.assign(reply, { calls: count() - before })
}

describe("a caller's mistake", () => {
  it.each(stays)('is told once, in the words of the provider: $id, streamed $stream', async (one) => {
    const reply = await askCounting(one.id, one.stream)

    expect(reply.calls).toBe(1)
    expect(reply.error).toMatchObject(one.seen)
    expect(reply.headers.get('x-should-retry')).toBe('false')
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record).toMatchObject({ status: reply.status, errorClass: one.class })
    expect(record.routing.attempts).toMatchObject([{ errorClass: one.class, action: 'stop' }])
  })

  it.each(stays)('moves on under `any`: $id, streamed $stream', async ({ id, stream }) => {
    const reply = await askCounting(id, stream, { backstay: { triggers: 'any' } })

    expect(reply.error).toBeNull()
    expect(reply.text).toBe('The other one answers.')
  })

  it.each(stays)(
    'moves on under `widest` only if it may be the model: $id, streamed $stream',
    async (one) => {
      const reply = await askCounting(one.id, one.stream, { models: ['backup'] })

      if (one.class === 'invalid_request') expect(reply.error).toMatchObject(one.seen)
      else expect(reply.text).toBe('The other one answers.')
    },
  )
})

describe('a failure that is the last word', () => {
  it.each([
    ['404', modelNotFound(), { status: 404, code: 'model_not_found', type: 'invalid_request_error' }],
    ['413', requestTooLarge(), { status: 413, code: 'rate_limit_exceeded', type: 'tokens' }],
    ['401', unauthorized(), { status: 502, code: 'upstream_failed' }],
    ['402', error(402), { status: 502, code: 'upstream_failed' }],
    ['503', overloaded(), { status: 503, code: 'upstream_failed' }],
    ['504', gatewayTimeout(), { status: 504, code: 'upstream_failed' }],
  ])('is told with the status of its class: %s', async (_, behavior, seen) => {
    await using alone = await startBackstay(
      {
        providers: { only: { kind: 'openai', base_url: '${SIM0}', api_key: 'only-key' } },
        models: [{ name: 'chat', deployments: [{ provider: 'only', model: 'm' }] }],
        keys: [{ name: 'app', key: '${KEY}' }],
      },
      1,
    )
    alone.simulators[0]?.script.always(behavior)

    expect((await ask(alone.client, { model: 'chat', stream: false })).error).toMatchObject(seen)
  })
})

describe('an answer that is filtered or refused', () => {
  it.each(unwelcome)('is delivered as it is: $id, streamed $stream', async (one) => {
    const reply = await askCounting(one.id, one.stream)

    expect(reply.calls).toBe(1)
    expect(reply.error).toBeNull()
    expect(reply).toMatchObject(one.seen)
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record).toMatchObject({ status: 200, errorClass: one.class, servedModel: one.id })
  })

  it.each(unwelcome.flatMap((one) => ['any', 'widest', one.class].map((triggers) => ({ ...one, triggers }))))(
    'moves on under `$triggers`: $id, streamed $stream',
    async ({ id, stream, triggers, class: failureClass }) => {
      const reply = await askCounting(id, stream, { backstay: { triggers } })

      // What has been shown cannot be taken back.
      const shown = stream && id === 'filtered-in-the-middle'
      expect(reply.error).toBeNull()
      expect(reply.text).toBe(shown ? 'Half of it' : 'The other one answers.')
      expect(reply.headers.get('x-backstay-fallback-reason')).toBe(shown ? null : failureClass)
    },
  )

  it('stays where the organization locks refusals', async () => {
    await using locked = await startBackstay(`
providers:
  first: { kind: openai, base_url: "\${SIM0}", api_key: first-key }
models:
  - { name: chat, deployments: [{ provider: first, model: a, priority: 1 }, { provider: first, model: b, priority: 2 }] }
organisation: { refusal_lock: true }
keys: [{ name: app, key: "\${KEY}" }]
`)
    locked.simulators[0]?.script.forModel('a', refused('No.'))
    const reply = await ask(locked.client, {
      model: 'chat',
      stream: false,
      body: { backstay: { triggers: 'any' } },
    })

    expect(reply.refusal).toBe('No.')
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { serverError } from '#simulator/faults'
import type { Reply } from './ask.ts'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { main: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' } },
  models: ['first', 'second', 'other', 'spare', 'down'].map((name) => ({
    name,
    price: { input: 1, output: 2 },
    deployments: [{ provider: 'main', model: name }],
  })),
  fallback: {
    triggers: ['5xx'],
    chains: [
      {
        name: 'rated',
        models: [{ model: 'first' }, { model: 'second' }],
        triggers: ['5xx', { type: 'quality', checks: [], threshold: 0.6 }],
      },
      { name: 'unrated', models: [{ model: 'first' }, { model: 'second' }], triggers: ['5xx'] },
    ],
  },
  keys: [
    { name: 'app', key: '${KEY}' },
    { name: 'direct', key: 'key-direct', models: ['main/*'] },
    { name: 'stranger', key: 'key-stranger' },
  ],
}
const UNKNOWN = '0199f3a2-0000-7000-8000-000000000000'

let backstay: Backstay
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
})
afterAll(() => backstay.close())
beforeEach(() => backstay.simulators[0]?.script.reset())

const asking = (model: string, stream = false): Promise<Reply> => ask(backstay.client, { model, stream })
const idOf = (reply: Reply): string => reply.headers.get('x-request-id') ?? ''

interface Called {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}
interface Failed {
  readonly error?: { readonly code: string; readonly param: string | null; readonly message: string }
}

async function call(
  path: string,
  body?: unknown,
  key: string | null = KEY,
): Promise<Called & { body: Failed }> {
  const response = await fetch(`${backstay.url}${path}`, {
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Called['body'] & Failed }
}
const rate = (body: unknown, key?: string | null) => call('/v1/feedback', body, key)
const generation = (id: string, key?: string | null) => call(`/v1/generation?id=${id}`, undefined, key)

describe('GET /v1/generation', () => {
  it.each([false, true])(
    'has the record of an answer as soon as it is there (streamed: %s)',
    async (stream) => {
      const reply = await asking('other', stream)
      const { status, body } = await generation(idOf(reply))
      expect(status).toBe(200)
      const record = await backstay.recordOf(idOf(reply))
      expect(body.data).toEqual(expect.objectContaining(record))
      expect(body.data).toMatchObject({
        id: idOf(reply),
        key: 'app',
        servedModel: 'other',
        streamed: stream,
        status: 200,
        feedback: null,
        routing: { attempts: [{ deployment: 'other/main', outcome: 'answered' }] },
        model: 'other',
        provider_name: 'main',
        total_cost: record.costUsd,
        native_tokens_completion: record.tokens.output,
        cancelled: false,
      })
      expect(record.costUsd).toBeGreaterThan(0)
    },
  )

  it('has the record of a request that failed', async () => {
    backstay.simulators[0]?.script.forModel('down', serverError())
    const { body } = await generation(idOf(await asking('down')))
    expect(body.data).toMatchObject({ status: 502, errorClass: 'server_error', servedModel: null })
  })

  it('knows no requests of other keys, no unknown ids and nothing that is no id', async () => {
    const id = idOf(await asking('other'))
    const answers = [
      await generation(id, 'key-stranger'),
      await generation(UNKNOWN),
      await generation("x'--"),
      await generation(`${id}0`),
    ]
    for (const { status, body } of answers) {
      expect([status, body.error?.code, body.error?.param]).toEqual([404, 'request_not_found', 'id'])
    }
    expect(answers[0]?.body.error).toEqual({ ...answers[1]?.body.error })
  })

  it('asks for an id and a key', async () => {
    expect(await call('/v1/generation')).toMatchObject({ status: 400, body: { error: { param: 'id' } } })
    expect(await generation(UNKNOWN, null)).toMatchObject({ status: 401 })
    expect(await generation(UNKNOWN, 'nobody')).toMatchObject({ status: 401 })
  })
})

describe('POST /v1/feedback', () => {
  it('is kept with the answer, the last one where there are several, and counts once', async () => {
    const id = idOf(await asking('other'))
    const first = await rate({ id, score: 0.25, comment: 'Too short.' })
    expect(first).toMatchObject({
      status: 200,
      body: { object: 'feedback', request: id, score: 0.25, counts: true },
    })
    expect((await generation(id)).body.data).toMatchObject({
      feedback: { score: 0.25, comment: 'Too short.' },
    })
    const second = await rate({ id, thumbs: 'up' })
    expect(second.body).toMatchObject({ score: 1, counts: false })
    expect((await generation(id)).body.data).toMatchObject({ feedback: { score: 1, comment: null } })
  })

  it('takes a deployment from its place once ten answers score too low, where a policy asks for that', async () => {
    for (let n = 0; n < 9; n++) await rate({ id: idOf(await asking('rated')), thumbs: 'down' })
    expect((await asking('rated')).model).toBe('first')
    await rate({ id: idOf(await asking('rated', true)), score: 0.1 })
    const reply = await asking('rated')
    expect(reply.model).toBe('second')
    expect(reply.headers.get('x-backstay-fallback-reason')).toBe('quality')
    const record = await backstay.recordOf(idOf(reply))
    expect(record.routing.skipped).toEqual([
      { deployment: 'first/main', reason: expect.stringContaining('score lower') },
    ])
    expect((await asking('unrated')).model).toBe('first')
  })

  it('counts for deployments that no file names, too', async () => {
    const client = backstay.clientFor('key-direct')
    const reply = await ask(client, { model: 'main/anything', stream: false })
    const taken = await rate({ id: idOf(reply), thumbs: 'up' }, 'key-direct')
    expect(taken.body).toMatchObject({ counts: true })
  })

  it.each([
    [{}, 'id'],
    [{ id: 7, score: 1 }, 'id'],
    [{ id: UNKNOWN }, 'score'],
    [{ id: UNKNOWN, score: 1.5 }, 'score'],
    [{ id: UNKNOWN, score: 'good' }, 'score'],
    [{ id: UNKNOWN, thumbs: 'sideways' }, 'thumbs'],
    [{ id: UNKNOWN, thumbs: 'up', score: 1 }, 'thumbs'],
    [{ id: UNKNOWN, score: 1, comment: 7 }, 'comment'],
    [{ id: UNKNOWN, score: 1, comment: 'x'.repeat(5_000) }, 'comment'],
    [{ id: UNKNOWN, score: 1, rating: 5 }, 'rating'],
    [[], '$'],
  ])('refuses %j and names %s', async (body, param) => {
    const { status, body: answer } = await rate(body)
    expect([status, answer.error?.code, answer.error?.param]).toEqual([400, 'invalid_body', param])
  })

  it('is not for requests of other keys, unknown ones, or ones that were not answered', async () => {
    const id = idOf(await asking('spare'))
    backstay.simulators[0]?.script.forModel('down', serverError())
    const failed = idOf(await asking('down'))
    for (const answer of [
      await rate({ id, score: 0 }, 'key-stranger'),
      await rate({ id: UNKNOWN, score: 0 }),
      await rate({ id: failed, score: 0 }),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'request_not_found' } } })
    }
    expect(await rate({ id, score: 0 }, null)).toMatchObject({ status: 401 })
    expect((await generation(id)).body.data).toMatchObject({ feedback: null })
  })
})

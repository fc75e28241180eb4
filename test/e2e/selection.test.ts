import { describe, expect, it } from 'vitest'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'
import { rateLimited, serverError } from '#simulator/faults'
import { ask } from './ask.ts'

const PROVIDERS = { one: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' } }
const KEYS = [{ name: 'app', key: '${KEY}' }]

/** Deployments of a model called `chat`, told apart by their upstream names. */
function chatOn(deployments: readonly object[]): object {
  return { providers: PROVIDERS, models: [{ name: 'chat', deployments }], keys: KEYS }
}

const on = (model: string, more: object = {}): object => ({ provider: 'one', model, ...more })

/** Sends so many requests, at most `parallel` at a time. */
async function sendMany(backstay: Backstay, requests: number, parallel: number): Promise<void> {
  let left = requests
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const reply = await ask(backstay.client, { model: 'chat', stream: false })
      expect(reply.error).toBeNull()
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
}

const hits = (backstay: Backstay): Readonly<Record<string, number>> =>
  backstay.simulators[0]?.counts().byModel ?? {}

describe('deployments of one model', () => {
  it('share 1,000 requests exactly by their limits, 50 at a time', async () => {
    await using backstay = await startBackstay(
      chatOn([
        on('a', { tokens_per_minute: 100_000 }),
        on('b', { tokens_per_minute: 200_000 }),
        on('c', { tokens_per_minute: 700_000 }),
      ]),
    )
    await sendMany(backstay, 1_000, 50)

    expect(hits(backstay)).toEqual({ a: 100, b: 200, c: 700 })
    expect(await backstay.records(1_000)).toHaveLength(1_000)
  })

  it('share requests evenly without limits, and leave out one that is disabled', async () => {
    await using backstay = await startBackstay(
      chatOn([on('a'), on('b'), on('c'), on('never', { enabled: false })]),
    )
    await sendMany(backstay, 1_000, 50)

    expect(Object.values(hits(backstay)).toSorted((a, b) => a - b)).toEqual([333, 333, 334])
    expect(hits(backstay)['never']).toBeUndefined()
  })

  it('share what one that is down leaves, in the same proportion', async () => {
    const steady = { breaker: { failures: 1, open_ms: 60_000, open_max_ms: 60_000 } }
    await using even = await startBackstay({ ...chatOn([on('down'), on('b'), on('c')]), ...steady })
    await using weighted = await startBackstay({
      ...chatOn([on('down', { weight: 7 }), on('b', { weight: 1 }), on('c', { weight: 3 })]),
      ...steady,
    })
    for (const backstay of [even, weighted]) {
      backstay.simulators[0]?.script.forModel('down', serverError())
      await sendMany(backstay, 201, 1)
    }

    const [b = 0, c = 0] = ['b', 'c'].map((name) => hits(even)[name])
    expect(Math.abs(b - c)).toBeLessThanOrEqual(2)
    const [one = 0, three = 0] = ['b', 'c'].map((name) => hits(weighted)[name])
    expect(three / one).toBeCloseTo(3, 0)
    expect(hits(even)['down']).toBe(1)
  })

  it('share by weights where these are given', async () => {
    await using backstay = await startBackstay(chatOn([on('a', { weight: 3 }), on('b', { weight: 1 })]))
    await sendMany(backstay, 100, 10)

    expect(hits(backstay)).toEqual({ a: 75, b: 25 })
  })

  it('are two also where nothing tells them apart', async () => {
    await using backstay = await startBackstay(chatOn([on('a'), on('a')]))
    await sendMany(backstay, 10, 1)
    const labels = (await backstay.records(10)).map(({ deployment }) => deployment)

    expect(new Set(labels).size).toBe(2)
    expect(labels.filter((label) => label === labels[0])).toHaveLength(5)
  })

  it('keep to priorities where these are given', async () => {
    await using backstay = await startBackstay(chatOn([on('a', { priority: 2 }), on('b', { priority: 1 })]))
    await sendMany(backstay, 20, 4)

    expect(hits(backstay)).toEqual({ b: 20 })
  })

  it('pass over one that is at its limit, and say so', async () => {
    await using backstay = await startBackstay(
      chatOn([on('small', { tokens_per_minute: 300, priority: 1 }), on('large', { priority: 2 })]),
    )
    // Takes all of the small one's minute.
    backstay.simulators[0]?.script.forModel('small', { usage: { input: 200, output: 100 } })
    const first = await ask(backstay.client, { model: 'chat', stream: false, body: { max_tokens: 10 } })
    const second = await ask(backstay.client, { model: 'chat', stream: true, body: { max_tokens: 10 } })

    expect(first.headers.get('x-backstay-attempts')).toBe('1')
    expect(hits(backstay)).toEqual({ small: 1, large: 1 })
    expect(second.headers.get('x-backstay-attempts')).toBe('1')
    const record = await backstay.recordOf(second.headers.get('x-request-id'))
    expect(record.routing.skipped).toMatchObject([{ reason: expect.stringMatching(/^limit reached/) }])
  })

  it('are never sent more than a limit of requests, however many come at once', async () => {
    await using backstay = await startBackstay(
      chatOn([on('small', { requests_per_minute: 7 }), on('large', { requests_per_minute: 1_000 })]),
    )
    await sendMany(backstay, 100, 50)

    expect(hits(backstay)).toEqual({ small: 7, large: 93 })
  })

  it.each([false, true])(
    'answer 429 with a truthful retry-after when all are full, streamed %s',
    async (stream) => {
      await using backstay = await startBackstay(
        chatOn([on('a', { requests_per_minute: 1 }), on('b', { requests_per_minute: 1 })]),
      )
      await sendMany(backstay, 2, 1)
      const reply = await ask(backstay.client, { model: 'chat', stream })

      expect(reply.error).toMatchObject({ status: 429, code: 'no_capacity', type: 'rate_limit_error' })
      const seconds = Number(reply.headers.get('retry-after'))
      expect(seconds).toBeGreaterThanOrEqual(55)
      expect(seconds).toBeLessThanOrEqual(61)
      expect(hits(backstay)).toEqual({ a: 1, b: 1 })
      const record = await backstay.recordOf(reply.headers.get('x-request-id'))
      expect(record).toMatchObject({ status: 429, errorClass: 'no_capacity', servedModel: null })
      expect(record.routing.skipped).toHaveLength(2)
    },
  )

  it.each([
    [{ first: 40, second: 20 }, 20],
    [{ first: 20, second: 40 }, 20],
    [{ first: 40 }, 40],
  ])('answer 429 with the smallest wait when all are limited, %j', async (hints, expected) => {
    await using backstay = await startBackstay(chatOn(Object.keys(hints).map((name) => on(name))))
    for (const [name, retryAfterS] of Object.entries(hints)) {
      backstay.simulators[0]?.script.forModel(name, rateLimited({ retryAfterS }))
    }
    const reply = await ask(backstay.client, { model: 'chat', stream: false })

    expect(reply.error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
    expect(Math.abs(Number(reply.headers.get('retry-after')) - expected)).toBeLessThanOrEqual(1)
    expect(reply.headers.get('x-should-retry')).toBeNull()
  })

  it('answer 429 with the time until one has room whose own limit was reached, if that comes first', async () => {
    await using backstay = await startBackstay(
      chatOn([on('full', { requests_per_minute: 1 }), on('limited')]),
    )
    await sendMany(backstay, 2, 1)
    backstay.simulators[0]?.script.forModel('limited', rateLimited({ retryAfterS: 3_000 }))
    const reply = await ask(backstay.client, { model: 'chat', stream: false })

    expect(reply.error).toMatchObject({ status: 429 })
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(Number(reply.headers.get('retry-after'))).toBeLessThanOrEqual(61)
  })

  it('hold what they take back when a request fails', async () => {
    await using backstay = await startBackstay(
      chatOn([on('flaky', { tokens_per_minute: 300, priority: 1 }), on('other', { priority: 2 })]),
    )
    backstay.simulators[0]?.script.forModel('flaky', { status: 500 }, {})
    await sendMany(backstay, 2, 1)

    expect(hits(backstay)).toEqual({ flaky: 2, other: 1 })
  })

  it('answer 503 when every one is disabled, naming them', async () => {
    await using backstay = await startBackstay(chatOn([on('a', { enabled: false })]))
    const reply = await ask(backstay.client, { model: 'chat', stream: false })

    expect(reply.error).toMatchObject({ status: 503, code: 'nothing_eligible' })
    expect(reply.error?.message).toContain('chat/one: disabled')
  })
})

import { describe, expect, it } from 'vitest'
import type { Behavior } from '#simulator/behavior'
import { rateLimited } from '#simulator/faults'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const PROVIDERS = { one: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' } }
const KEYS = [{ name: 'app', key: '${KEY}' }]
const on = (model: string, more: object = {}): object => ({ provider: 'one', model, ...more })

/** A model called `chat` with these deployments, told apart by their upstream names. */
function chatOn(deployments: readonly object[], more: object = {}): object {
  return { providers: PROVIDERS, models: [{ name: 'chat', deployments, ...more }], keys: KEYS }
}

const script = (backstay: Backstay, model: string, behavior: Behavior): void =>
  backstay.simulators[0]?.script.forModel(model, behavior)
const hits = (backstay: Backstay): Readonly<Record<string, number>> =>
  backstay.simulators[0]?.counts().byModel ?? {}

interface Sending {
  readonly requests: number
  readonly parallel?: number
  readonly stream?: boolean
  readonly body?: Readonly<Record<string, unknown>>
  readonly model?: string
}

/** So many requests, all of which have to be answered; how many each upstream model got. */
async function send(
  backstay: Backstay,
  { requests, parallel = 1, stream = true, body = {}, model = 'chat' }: Sending,
): Promise<Readonly<Record<string, number>>> {
  const before = hits(backstay)
  let left = requests
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const reply = await ask(backstay.client, { model, stream, body })
      expect(reply.error).toBeNull()
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  return Object.fromEntries(
    Object.entries(hits(backstay)).map(([name, count]) => [name, count - (before[name] ?? 0)]),
  )
}

const firstTokenAfter = (ms: number): Behavior => ({ delays: { beforeFirstTokenMs: ms } })
const answerAfter = (ms: number): Behavior => ({ delays: { beforeHeadersMs: ms } })

describe('latency', () => {
  it('prefers the shorter time to the first token, probes the other one, and turns when that becomes faster', async () => {
    await using backstay = await startBackstay(chatOn([on('a'), on('b')], { strategy: 'latency' }))
    script(backstay, 'a', firstTokenAfter(80))
    script(backstay, 'b', firstTokenAfter(1))
    // One each to be measured at all, then one in twenty for the slower.
    const { a: slow = 0 } = await send(backstay, { requests: 60 })
    expect(slow).toBeGreaterThanOrEqual(4)
    expect(slow).toBeLessThan(10)

    script(backstay, 'a', firstTokenAfter(1))
    script(backstay, 'b', firstTokenAfter(200))
    await send(backstay, { requests: 30 })
    const { a = 0, b = 0 } = await send(backstay, { requests: 40 })
    expect(a).toBeGreaterThan(b)
  })

  it('goes by the time per token of whole answers, whatever streams take', async () => {
    await using backstay = await startBackstay(chatOn([on('terse'), on('wordy')], { strategy: 'latency' }))
    script(backstay, 'terse', { ...answerAfter(40), usage: { output: 2 } })
    script(backstay, 'wordy', { ...answerAfter(60), usage: { output: 200 } })
    const { wordy = 0 } = await send(backstay, { requests: 40, stream: false })
    expect(wordy).toBeGreaterThan(33)
  })

  it('can be asked for by one request, and by the file for all', async () => {
    const places = [on('a', { priority: 1 }), on('b', { priority: 2 })]
    await using backstay = await startBackstay(chatOn(places))
    script(backstay, 'a', firstTokenAfter(60))
    expect(await send(backstay, { requests: 5 })).toEqual({ a: 5 })
    const body = { provider: { routing: 'latency' } }
    const { b = 0 } = await send(backstay, { requests: 20, body })
    expect(b).toBeGreaterThan(16)
    expect(await send(backstay, { requests: 5 })).toMatchObject({ a: 5, b: 0 })

    await backstay.reload({ ...chatOn([on('a'), on('b')]), fallback: { routing: 'latency' } })
    expect((await send(backstay, { requests: 20 }))['b']).toBeGreaterThan(16)
  })

  it('orders the candidates of a key too', async () => {
    const candidates = [{ modelName: 'x' }, { modelName: 'y' }]
    await using backstay = await startBackstay({
      providers: PROVIDERS,
      models: [
        { name: 'x', deployments: [on('x1')] },
        { name: 'y', deployments: [on('y1'), on('y2')] },
      ],
      keys: [{ name: 'app', key: '${KEY}', routing: { chat: { strategy: 'latency', candidates } } }],
    })
    script(backstay, 'x1', firstTokenAfter(60))
    const { x1 = 0, y1 = 0, y2 = 0 } = await send(backstay, { requests: 40, model: 'x' })
    expect(x1).toBeLessThan(8)
    expect(Math.abs(y1 - y2)).toBeLessThanOrEqual(1)
  })
})

it('throughput prefers more tokens per second', async () => {
  await using backstay = await startBackstay(chatOn([on('a'), on('b')], { strategy: 'throughput' }))
  script(backstay, 'a', { tokens: 10, delays: { betweenChunksMs: 8 } })
  script(backstay, 'b', { tokens: 10, delays: { beforeFirstTokenMs: 20 } })
  const { b = 0 } = await send(backstay, { requests: 60 })
  expect(b).toBeGreaterThan(50)
})

describe('cost', () => {
  it('prefers the deployment whose model costs less, if a request asks for it', async () => {
    await using backstay = await startBackstay(chatOn([on('gpt-4o'), on('gpt-4o-mini')]))
    expect(await send(backstay, { requests: 10, body: { provider: { routing: 'cost' } } })).toEqual({
      'gpt-4o-mini': 10,
    })
    expect(await send(backstay, { requests: 10 })).toEqual({ 'gpt-4o': 5, 'gpt-4o-mini': 5 })
  })

  it('weighs long input against long output, and keeps candidates without a price for last', async () => {
    const price = (input: number, output: number): object => ({ price: { input, output } })
    const names = ['unknown', 'cheap-out', 'cheap-in']
    await using backstay = await startBackstay({
      providers: PROVIDERS,
      models: [
        { name: 'unknown', deployments: [on('unknown')] },
        { name: 'cheap-out', deployments: [on('cheap-out')], ...price(5, 5) },
        { name: 'cheap-in', deployments: [on('cheap-in')], ...price(1, 50) },
      ],
      keys: [
        {
          name: 'app',
          key: '${KEY}',
          routing: {
            chat: { strategy: 'cost', candidates: names.map((modelName) => ({ modelName })) },
          },
        },
      ],
    })
    const given = { requests: 4, stream: false, model: 'unknown' }
    expect(await send(backstay, given)).toEqual({ 'cheap-out': 4 })
    const long = [{ role: 'user', content: 'word '.repeat(4_000) }]
    expect(await send(backstay, { ...given, body: { messages: long, max_tokens: 10 } })).toMatchObject({
      'cheap-in': 4,
      'cheap-out': 0,
    })
  })
})

it('least_busy gives a slow one no more than it finishes', async () => {
  await using backstay = await startBackstay(chatOn([on('slow'), on('fast')], { strategy: 'least_busy' }))
  script(backstay, 'slow', answerAfter(400))
  script(backstay, 'fast', answerAfter(10))
  const { slow = 0, fast = 0 } = await send(backstay, { requests: 100, parallel: 4, stream: false })
  expect(slow).toBeGreaterThan(0)
  expect(fast / slow).toBeGreaterThan(4)

  script(backstay, 'slow', answerAfter(10))
  const even = await send(backstay, { requests: 20, stream: false })
  expect(even).toEqual({ slow: 10, fast: 10 })
})

it('adaptive avoids what is slow and what fails, and probes it all the same', async () => {
  const places = [on('slow'), on('flaky'), on('good')]
  await using backstay = await startBackstay({
    ...chatOn(places, { strategy: 'adaptive' }),
    breaker: { failures: 50, error_rate: 1 },
  })
  script(backstay, 'slow', firstTokenAfter(80))
  backstay.simulators[0]?.script.forModel('flaky', { status: 500 }, { status: 500 }, {})
  await send(backstay, { requests: 30 })
  const { good = 0 } = await send(backstay, { requests: 100 })
  // It is one of the two that are drawn in two of three requests, and a few of those are probes: 63 in the mean, with a
  // standard deviation of 5. Without a preference it would be 33.
  expect(good).toBeGreaterThan(44)
  // One request in twenty is a probe of one of the others: twenty that all go to the same one are one chance in a million.
  const later = { slow: 0, flaky: 0 }
  for (let sent = 0; sent < 400 && (later.slow === 0 || later.flaky === 0); sent += 20) {
    const { slow = 0, flaky = 0 } = await send(backstay, { requests: 20 })
    later.slow += slow
    later.flaky += flaky
  }
  expect(later.slow).toBeGreaterThan(0)
  expect(later.flaky).toBeGreaterThan(0)
})

describe('the latency trigger with a percentile', () => {
  it('passes a slow deployment by until probes find it fast again', async () => {
    await using backstay = await startBackstay({
      providers: PROVIDERS,
      models: [],
      keys: KEYS,
      fallback: {
        chains: [
          {
            name: 'chat',
            models: ['first', 'second'].map((model) => ({ provider: 'one', model })),
            triggers: [{ type: 'latency', threshold_ms: 60, percentile: 'p50' }],
          },
        ],
      },
    })
    script(backstay, 'first', firstTokenAfter(150))
    // Ten are as many as a percentile takes; each is given up after 60 ms and answered by the second.
    const before = await send(backstay, { requests: 14 })
    expect(before['second']).toBe(14)
    expect(before['first']).toBeGreaterThan(7)
    const { first: probes = 0 } = await send(backstay, { requests: 20 })
    expect(probes).toBeLessThanOrEqual(1)
    const next = await ask(backstay.client, { model: 'chat', stream: true })
    const record = await backstay.recordOf(next.headers.get('x-request-id'))
    expect(record.routing.skipped).toEqual([
      { deployment: 'first/one', reason: 'put last: slower than the latency trigger allows' },
    ])
    expect(next.headers.get('x-backstay-fallback-reason')).toBe('latency')

    script(backstay, 'first', {})
    await poll(async () => {
      const { first = 0 } = await send(backstay, { requests: 20, parallel: 4 })
      return first === 20 ? true : undefined
    }, 30_000)
  })
})

describe('limits that a provider reports', () => {
  const PLACES = [on('limited', { priority: 1 }), on('other', { priority: 2 })]
  const saying = (headers: Readonly<Record<string, string>>): Behavior => ({ headers })

  it.each([
    ['requests', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '30s' }],
    [
      'tokens',
      {
        'x-ratelimit-limit-tokens': '1000',
        'x-ratelimit-remaining-tokens': '20',
        'x-ratelimit-reset-tokens': '30s',
      },
    ],
  ])('steer the next request elsewhere when no %s remain: no 429 is ever seen', async (_, headers) => {
    await using backstay = await startBackstay(chatOn(PLACES))
    // Whoever asks again gets what the headers promised.
    backstay.simulators[0]?.script.forModel('limited', saying(headers), rateLimited({ retryAfterS: 30 }))
    expect(await send(backstay, { requests: 10 })).toEqual({ limited: 1, other: 9 })

    const records = await backstay.records(10)
    expect(records.flatMap(({ routing }) => routing.attempts.map(({ status }) => status))).not.toContain(429)
    const steered = records.filter(({ deployment }) => deployment === 'chat/one#2')
    expect(steered).toHaveLength(9)
    expect(steered[0]?.routing.skipped).toMatchObject([
      { deployment: 'chat/one', reason: expect.stringMatching(/^put last: its provider reports no room/) },
    ])
  })

  it('count what is under way since the report', async () => {
    await using backstay = await startBackstay(chatOn(PLACES))
    script(
      backstay,
      'limited',
      saying({ 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': '30s' }),
    )
    await send(backstay, { requests: 1, stream: false })
    script(backstay, 'limited', answerAfter(300))
    expect(await send(backstay, { requests: 8, parallel: 8, stream: false })).toEqual({
      limited: 3,
      other: 5,
    })
  })

  it('let it serve again after the reset, and when nothing else can', async () => {
    await using backstay = await startBackstay(chatOn(PLACES))
    const full = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '400ms' }
    script(backstay, 'limited', saying(full))
    await send(backstay, { requests: 1 })
    expect(await send(backstay, { requests: 3 })).toEqual({ limited: 0, other: 3 })
    await poll(async () => ((await send(backstay, { requests: 1 }))['limited'] === 1 ? true : undefined))

    script(backstay, 'other', { status: 500 })
    expect((await send(backstay, { requests: 1 }))['limited']).toBe(1)
  })

  it('do not keep a request from a limit that it fits into', async () => {
    await using backstay = await startBackstay(chatOn(PLACES))
    const some = {
      'x-ratelimit-remaining-tokens': '5000',
      'x-ratelimit-reset-tokens': '1s',
      'retry-after': '60',
    }
    script(backstay, 'limited', saying(some))
    expect(await send(backstay, { requests: 5 })).toEqual({ limited: 5 })
  })
})

import { describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import type { Reply } from './ask.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

/**
 * A place for one request at a time: what is reserved for one is most of its minute, what it uses is little. Settled,
 * it leaves room for the next.
 */
const NARROW = { provider: 'one', model: 'narrow', tokens_per_minute: 150 }
const LITTLE = { usage: { input: 1, output: 1 } }
const SLOW = { ...LITTLE, delays: { beforeHeadersMs: 1_000 } }
const ASKS_HUNDRED = { max_tokens: 100 }

function config(queue: object | null, more: object = {}): object {
  return {
    providers: { one: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' } },
    models: [{ name: 'chat', deployments: [NARROW] }],
    keys: [{ name: 'app', key: '${KEY}' }],
    ...(queue !== null && { routing: { queue } }),
    ...more,
  }
}

function send(backstay: Backstay, more: Partial<Parameters<typeof ask>[1]> = {}): Promise<Reply> {
  return ask(backstay.client, {
    model: 'chat',
    stream: false,
    ...more,
    body: { ...ASKS_HUNDRED, ...more.body },
  })
}

interface Holding {
  /** Hangs up, so that what it had reserved is free again. */
  readonly leave: () => Promise<void>
}

/** A request that can hang up; resolves at once. */
function hold(backstay: Backstay): Holding {
  const leaving = new AbortController()
  const answer = fetch(`${backstay.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: JSON.stringify({
      model: 'chat',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
    signal: leaving.signal,
  }).catch(() => null)
  return {
    leave: async () => {
      leaving.abort()
      await answer
    },
  }
}

/** Resolves once the provider has had so many requests. */
async function provider(backstay: Backstay, requests: number): Promise<void> {
  await backstay.simulators[0]?.until((seen) => seen.length >= requests)
}

/** Resolves once a request is refused without having waited. */
async function allPlacesTaken(backstay: Backstay): Promise<void> {
  await poll(async () => {
    const reply = await send(backstay, { headers: { 'x-deadline-ms': '150' } })
    return reply.status === 429 && queuedMs(reply) === null ? true : undefined
  })
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** How long a request waited for room, as its answer says. */
function queuedMs({ headers }: Reply): number | null {
  const found = /queue;dur=(\d+)/.exec(headers.get('server-timing') ?? '')
  return found === null ? null : Number(found[1])
}

describe('a request that finds every deployment full', () => {
  it.each([false, true])(
    'waits until there is room, and says how long that took, streamed %s',
    async (stream) => {
      await using backstay = await startBackstay(config({ max: 5, wait_ms: 10_000 }))
      backstay.simulators[0]?.script.always(SLOW)
      const first = send(backstay, { stream })
      await provider(backstay, 1)
      const second = await send(backstay, { stream })

      expect([(await first).status, second.status]).toEqual([200, 200])
      expect(queuedMs(await first)).toBeNull()
      expect(queuedMs(second)).toBeGreaterThan(100)
      const record = await backstay.recordOf(second.headers.get('x-request-id'))
      expect(record.routing.queuedMs).toBeGreaterThan(100)
      expect(record.routing.attempts).toHaveLength(1)
      const plain = await backstay.recordOf((await first).headers.get('x-request-id'))
      expect(plain.routing.queuedMs).toBeUndefined()
    },
  )

  it('waits its turn: first come, first served', async () => {
    await using backstay = await startBackstay(config({ max: 50, wait_ms: 60_000 }))
    backstay.simulators[0]?.script.always({ ...LITTLE, delays: { beforeHeadersMs: 600 } })
    const replies: Promise<Reply>[] = []
    for (let n = 0; n < 4; n++) {
      replies.push(send(backstay, { body: { user: `${n}` } }))
      // One well after the other, so that they arrive in this order.
      await later(300)
    }
    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual(replies.map(() => 200))
    const users = backstay.simulators[0]?.requests.map(({ body }) => (body as { user: string }).user)
    expect(users).toEqual(replies.map((_, n) => `${n}`))
  })

  it.each([
    ['the file', config({ max: 1, wait_ms: 300 })],
    [
      'its model',
      config(
        { max: 9, wait_ms: 60_000 },
        {
          models: [{ name: 'chat', deployments: [NARROW], routing: { queue: { max: 1, wait_ms: 300 } } }],
        },
      ),
    ],
    [
      'its chain',
      config(null, {
        models: [{ name: 'narrow', deployments: [NARROW] }],
        fallback: {
          chains: [
            { name: 'chat', models: [{ model: 'narrow' }], routing: { queue: { max: 1, wait_ms: 300 } } },
          ],
        },
      }),
    ],
  ])('is refused when its wait is over, or no more may wait, as %s says', async (_where, settings) => {
    await using backstay = await startBackstay(settings)
    backstay.simulators[0]?.script.always({ ...LITTLE, hang: 'before_headers' })
    const holding = hold(backstay)
    await provider(backstay, 1)
    const startedAt = performance.now()
    const waiting = send(backstay)
    const tooMany = await poll(async () => {
      const reply = await send(backstay)
      return queuedMs(reply) === null ? reply : undefined
    })
    const late = await waiting
    const tookMs = performance.now() - startedAt
    await holding.leave()

    for (const { error } of [late, tooMany]) expect(error).toMatchObject({ status: 429, code: 'no_capacity' })
    expect(tookMs).toBeGreaterThanOrEqual(295)
    expect(queuedMs(late)).toBeGreaterThanOrEqual(295)
    // What is reserved leaves the minute within 61 seconds.
    for (const reply of [late, tooMany]) {
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThanOrEqual(50)
      expect(Number(reply.headers.get('retry-after'))).toBeLessThanOrEqual(61)
    }
    const record = await backstay.recordOf(late.headers.get('x-request-id'))
    expect(record).toMatchObject({ status: 429, errorClass: 'no_capacity', servedModel: null })
    expect(record.routing.queuedMs).toBeGreaterThanOrEqual(295)
  })

  it('does not wait past its deadline', async () => {
    await using backstay = await startBackstay(config({ max: 5, wait_ms: 60_000 }))
    backstay.simulators[0]?.script.always({ ...LITTLE, hang: 'before_headers' })
    const holding = hold(backstay)
    await provider(backstay, 1)
    const hurried = await send(backstay, { headers: { 'x-deadline-ms': '1000' } })
    await holding.leave()

    expect(hurried.error).toMatchObject({ status: 429, code: 'no_capacity' })
    expect(queuedMs(hurried)).toBeGreaterThan(0)
    expect(queuedMs(hurried)).toBeLessThanOrEqual(1_000)
  })

  it('leaves the queue when its client hangs up, and lets the next one pass', async () => {
    await using backstay = await startBackstay(config({ max: 1, wait_ms: 60_000 }))
    backstay.simulators[0]?.script.always({ ...LITTLE, hang: 'before_headers' })
    const holding = hold(backstay)
    await provider(backstay, 1)
    const waiting = hold(backstay)
    await allPlacesTaken(backstay)
    await waiting.leave()
    const record = await poll(async () => (await backstay.records(0)).find(({ status }) => status === 499))
    expect(record).toMatchObject({ errorClass: 'hung_up', servedModel: null })
    expect(record?.routing).toMatchObject({ attempts: [], queuedMs: expect.any(Number) })

    backstay.simulators[0]?.script.always(LITTLE)
    const next = send(backstay)
    await allPlacesTaken(backstay)
    await holding.leave()
    expect((await next).status).toBe(200)
    expect(queuedMs(await next)).not.toBeNull()
    expect(backstay.simulators[0]?.counts().byModel).toEqual({ narrow: 2 })
  })

  it('goes at once to another model that has room', async () => {
    await using backstay = await startBackstay(
      config(
        { max: 5, wait_ms: 10_000 },
        {
          models: [
            { name: 'chat', fallbacks: ['wide'], deployments: [NARROW] },
            { name: 'wide', deployments: [{ provider: 'one', model: 'wide' }] },
          ],
        },
      ),
    )
    backstay.simulators[0]?.script.always(SLOW)
    const first = send(backstay)
    await provider(backstay, 1)
    const second = await send(backstay)

    expect(second.headers.get('x-backstay-model')).toBe('wide')
    expect(queuedMs(second)).toBeNull()
    await first
  })

  it('is refused cleanly when the gateway ends before there is room', async () => {
    const backstay = await startBackstay(config({ max: 2, wait_ms: 60_000 }))
    backstay.simulators[0]?.script.always({ ...LITTLE, hang: 'before_headers' })
    const first = send(backstay)
    await provider(backstay, 1)
    const second = send(backstay)
    const third = send(backstay)
    await allPlacesTaken(backstay)
    const closed = backstay.close()

    for (const reply of [await second, await third]) {
      expect(reply.error).toMatchObject({ status: 503, code: 'draining' })
    }
    await closed
    expect((await first).error).not.toBeNull()
  })
})

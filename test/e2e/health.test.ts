import { describe, expect, it } from 'vitest'
import type { Behavior } from '#simulator/behavior'
import {
  contextLength,
  hangBeforeHeaders,
  invalidRequest,
  modelNotFound,
  promptFiltered,
  rateLimited,
  refused,
  requestTooLarge,
  serverError,
  unauthorized,
} from '#simulator/faults'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

/** A primary and a backup; `more` says what differs from the usual. */
function pair(more: object = {}): object {
  return {
    providers: {
      first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
      second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
    },
    models: [
      {
        name: 'chat',
        deployments: [
          { provider: 'first', model: 'primary', priority: 1 },
          { provider: 'second', model: 'backup', priority: 2 },
        ],
      },
    ],
    keys: [{ name: 'app', key: '${KEY}' }],
    ...more,
  }
}

const primaryCalls = (backstay: Backstay): number => backstay.simulators[0]?.counts().requests ?? 0
const setPrimary = (backstay: Backstay, behavior: Behavior): void =>
  backstay.simulators[0]?.script.always(behavior)

/** So many requests one after the other, all of which have to be answered; the models that did. */
async function sendInTurn(backstay: Backstay, requests: number): Promise<readonly (string | null)[]> {
  const models: (string | null)[] = []
  for (let n = 0; n < requests; n++) {
    const reply = await ask(backstay.client, { model: 'chat', stream: n % 2 === 1 })
    expect(reply.error).toBeNull()
    models.push(reply.model)
  }
  return models
}

/** Goes on asking until the primary answers again. */
async function untilPrimaryAnswers(backstay: Backstay): Promise<void> {
  await poll(async () => {
    const [model] = await sendInTurn(backstay, 1)
    return model === 'primary' ? true : undefined
  })
}

describe('a primary that is down', () => {
  it('is called five times and then left alone but for probes, while nobody notices', async () => {
    await using backstay = await startBackstay(pair({ breaker: { open_ms: 60_000, open_max_ms: 60_000 } }))
    setPrimary(backstay, serverError())
    const models = await sendInTurn(backstay, 40)

    expect(new Set(models)).toEqual(new Set(['backup']))
    expect(primaryCalls(backstay)).toBe(5)
  })

  it('is probed after its open time, one request at a time, and takes over again when it recovered', async () => {
    await using backstay = await startBackstay(
      pair({ breaker: { failures: 2, open_ms: 100, open_max_ms: 200 } }),
    )
    setPrimary(backstay, serverError())
    await sendInTurn(backstay, 20)
    const whileDown = primaryCalls(backstay)
    setPrimary(backstay, {})
    await untilPrimaryAnswers(backstay)
    const models = await sendInTurn(backstay, 10)

    expect(whileDown).toBeGreaterThanOrEqual(2)
    expect(whileDown).toBeLessThan(20)
    expect(new Set(models)).toEqual(new Set(['primary']))
  })

  it('gets one probe at a time, however many requests are under way', async () => {
    await using backstay = await startBackstay(
      pair({ breaker: { failures: 1, open_ms: 50, open_max_ms: 50 } }),
    )
    setPrimary(backstay, serverError())
    await sendInTurn(backstay, 1)
    // The probe does not come to an end, however long the others take; whoever sent it is answered by the backup.
    setPrimary(backstay, hangBeforeHeaders())
    backstay.simulators[0]?.clearRequests()
    await poll(async () => {
      await sendInTurn(backstay, 1)
      return primaryCalls(backstay) > 0 ? true : undefined
    })
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => ask(backstay.client, { model: 'chat', stream: false })),
    )

    expect(replies.filter(({ error }) => error !== null)).toEqual([])
    expect(primaryCalls(backstay)).toBe(1)
  })

  it('is tried all the same when everything is down', async () => {
    await using backstay = await startBackstay(
      pair({ breaker: { failures: 1, open_ms: 60_000, open_max_ms: 60_000 } }),
    )
    setPrimary(backstay, serverError())
    backstay.simulators[1]?.script.always(serverError())
    await ask(backstay.client, { model: 'chat', stream: false })
    setPrimary(backstay, {})

    expect((await ask(backstay.client, { model: 'chat', stream: false })).model).toBe('primary')
  })

  it('is not tried when everything is down and the operator wants to fail closed', async () => {
    await using backstay = await startBackstay(
      pair({
        breaker: { failures: 1, open_ms: 60_000, open_max_ms: 60_000 },
        routing: { fail_closed: true },
      }),
    )
    setPrimary(backstay, serverError())
    backstay.simulators[1]?.script.always(serverError())
    await ask(backstay.client, { model: 'chat', stream: false })
    const reply = await ask(backstay.client, { model: 'chat', stream: false })

    expect(reply.error).toMatchObject({ status: 503, code: 'nothing_eligible' })
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(40)
    expect(Number(reply.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(primaryCalls(backstay)).toBe(1)
  })
})

describe('a primary that is well', () => {
  it('is not blamed for a deadline of the caller that passes in the middle of its answer', async () => {
    await using backstay = await startBackstay(
      pair({ breaker: { failures: 1, open_ms: 60_000, open_max_ms: 60_000 } }),
    )
    backstay.simulators[0]?.script.next({ tokens: 50, delays: { betweenChunksMs: 20 } })
    const headers = { 'x-deadline-ms': '200' }
    const reply = await ask(backstay.client, { model: 'chat', stream: true, headers })

    expect(reply.error?.message).toContain('the deadline of the request passed')
    expect(await sendInTurn(backstay, 2)).toEqual(['primary', 'primary'])
  })

  it('is not blamed for limits that a caller made shorter', async () => {
    await using backstay = await startBackstay(
      pair({ breaker: { failures: 1, open_ms: 60_000, open_max_ms: 60_000 } }),
    )
    setPrimary(backstay, { delays: { beforeFirstTokenMs: 200 } })
    const body = { backstay: { timeouts: { first_token_ms: 50, answer_ms: 50 } } }
    for (const stream of [false, true]) {
      expect((await ask(backstay.client, { model: 'chat', stream, body })).model).toBe('backup')
    }

    expect(await sendInTurn(backstay, 2)).toEqual(['primary', 'primary'])
  })

  it("is not blamed for callers' mistakes or for what they do not like to hear", async () => {
    await using backstay = await startBackstay(
      pair({ breaker: { failures: 1, open_ms: 60_000, open_max_ms: 60_000 } }),
    )
    for (const behavior of [
      invalidRequest(),
      contextLength(),
      promptFiltered(),
      refused(),
      requestTooLarge(),
    ]) {
      backstay.simulators[0]?.script.next(behavior)
      await ask(backstay.client, { model: 'chat', stream: true })
    }

    expect(await sendInTurn(backstay, 2)).toEqual(['primary', 'primary'])
  })

  it('keeps its state when the configuration is loaded again', async () => {
    const breaker = { failures: 1, open_ms: 60_000, open_max_ms: 60_000 }
    await using backstay = await startBackstay(pair({ breaker }))
    setPrimary(backstay, serverError())
    await sendInTurn(backstay, 2)
    await backstay.reload(pair({ breaker, retry: { max_attempts: 2 } }))
    await sendInTurn(backstay, 2)

    expect(primaryCalls(backstay)).toBe(1)
  })
})

describe('a primary that wants to be left alone', () => {
  it.each([
    ['a wrong key', unauthorized()],
    ['a missing model', modelNotFound()],
    ['a rate limit with retry-after', rateLimited({ retryAfterS: 30 })],
    ['a rate limit without a hint', rateLimited()],
  ])('is not called again after %s', async (_, behavior) => {
    await using backstay = await startBackstay(pair())
    setPrimary(backstay, behavior)
    await sendInTurn(backstay, 10)

    expect(primaryCalls(backstay)).toBe(1)
  })

  it('is called again when its rate limit is over, and not before', async () => {
    await using backstay = await startBackstay(pair())
    backstay.simulators[0]?.script.next(rateLimited({ retryAfterS: 1 }))
    const start = performance.now()
    await sendInTurn(backstay, 1)
    await untilPrimaryAnswers(backstay)

    expect(performance.now() - start).toBeGreaterThanOrEqual(1_000)
  })

  it('leaves other credentials alone when one does not work', async () => {
    await using backstay = await startBackstay({
      providers: { first: { kind: 'openai', base_url: '${SIM0}', api_key: 'bad-key' } },
      models: [
        {
          name: 'chat',
          deployments: [
            { provider: 'first', model: 'primary', priority: 1 },
            { provider: 'first', model: 'primary', api_key: 'good-key', priority: 2 },
          ],
        },
        { name: 'same-key', deployments: [{ provider: 'first', model: 'elsewhere' }] },
      ],
      fallback: { default: ['chat'], triggers: ['standard', 'auth'] },
      keys: [{ name: 'app', key: '${KEY}' }],
    })
    backstay.simulators[0]?.script.forKey('bad-key', unauthorized())
    await sendInTurn(backstay, 5)
    const other = await ask(backstay.client, { model: 'same-key', stream: false })

    expect(backstay.simulators[0]?.counts().byKey).toEqual({ 'bad-key': 1, 'good-key': 6 })
    expect(other).toMatchObject({ error: null, model: 'primary' })
  })
})

import { describe, expect, it } from 'vitest'
import OpenAI from 'openai'
import { emptyAnswer, hangBeforeHeaders, rateLimited, serverError } from '#simulator/faults'
import type { Reply } from './ask.ts'
import { ask } from './ask.ts'
import { KEY, startBackstay } from './start-backstay.ts'

interface Setting {
  readonly deployments?: number
  readonly retry?: object
  readonly more?: object
}

function chat({ deployments = 2, retry = {}, more = {} }: Setting): object {
  return {
    providers: { main: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' } },
    models: [
      {
        name: 'chat',
        deployments: Array.from({ length: deployments }, (_, n) => ({
          provider: 'main',
          model: `place-${n}`,
          priority: n,
        })),
      },
    ],
    breaker: { failures: 100, min_requests: 1_000 },
    retry: { backoff: 'none', ...retry },
    keys: [{ name: 'app', key: '${KEY}' }],
    ...more,
  }
}

const MODES = [false, true]
/** Far from what it takes, and further from what it would take otherwise, however busy the machine is. */
const SOON_MS = 20_000

async function timed(work: Promise<Reply>): Promise<Reply & { readonly ms: number }> {
  const start = performance.now()
  return Object.assign(await work, { ms: performance.now() - start })
}

describe('tries in place', () => {
  it.each(MODES)('are made as often as max_attempts says, then it moves, streamed %s', async (stream) => {
    await using backstay = await startBackstay(chat({ retry: { max_attempts: 3 } }), 1)
    backstay.simulators[0]?.script.forModel('place-0', serverError())
    const reply = await ask(backstay.client, { model: 'chat', stream })

    expect(reply.model).toBe('place-1')
    expect(backstay.simulators[0]?.counts().byModel).toEqual({ 'place-0': 3, 'place-1': 1 })
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.attempts.map(({ action }) => action)).toEqual([
      'retry',
      'retry',
      'next_deployment',
      'answer',
    ])
    expect(reply.headers.get('x-backstay-fallbacks')).toBe('1')
  })

  it.each(MODES)('succeed where the failure was passing, streamed %s', async (stream) => {
    await using backstay = await startBackstay(chat({ retry: { max_attempts: 3 } }), 1)
    backstay.simulators[0]?.script.next(serverError(), serverError())
    const reply = await ask(backstay.client, { model: 'chat', stream })

    expect(reply.model).toBe('place-0')
    expect(reply.headers.get('x-backstay-attempts')).toBe('3')
    expect(reply.headers.get('x-backstay-fallbacks')).toBe('0')
  })

  it('are one more at most for an answer without content', async () => {
    await using backstay = await startBackstay(chat({ retry: { max_attempts: 5 } }), 1)
    backstay.simulators[0]?.script.forModel('place-0', emptyAnswer())
    await ask(backstay.client, { model: 'chat', stream: false })

    expect(backstay.simulators[0]?.counts().byModel).toEqual({ 'place-0': 2, 'place-1': 1 })
  })

  it('can be lowered by a request, but not raised', async () => {
    await using backstay = await startBackstay(chat({ deployments: 1, retry: { max_attempts: 2 } }), 1)
    backstay.simulators[0]?.script.always(serverError())
    const attempts = async (max: number): Promise<string | null> => {
      const body = { backstay: { retry: { max_attempts: max } } }
      const { headers } = await ask(backstay.client, { model: 'chat', stream: false, body })
      return headers.get('x-backstay-attempts')
    }

    expect(await attempts(1)).toBe('1')
    expect(await attempts(9)).toBe('2')
  })

  it('end with max_total_attempts over all places', async () => {
    const more = { routing: { max_total_attempts: 4 } }
    await using backstay = await startBackstay(chat({ deployments: 6, retry: { max_attempts: 3 }, more }), 1)
    backstay.simulators[0]?.script.always(serverError())
    const reply = await ask(backstay.client, { model: 'chat', stream: false })

    expect(reply.error).toMatchObject({ status: 502 })
    expect(reply.headers.get('x-backstay-attempts')).toBe('4')
    expect(reply.headers.get('x-should-retry')).toBe('false')
  })
})

describe('a rate limit', () => {
  it('is waited out in place, for the time the provider says, when tries are left', async () => {
    await using backstay = await startBackstay(chat({ retry: { max_attempts: 3 } }), 1)
    backstay.simulators[0]?.script.next(rateLimited({ retryAfterS: 1 }))
    const reply = await timed(ask(backstay.client, { model: 'chat', stream: false }))

    expect(reply.model).toBe('place-0')
    expect(reply.ms).toBeGreaterThanOrEqual(1_000)
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.attempts.map(({ action }) => action)).toEqual(['retry', 'answer'])
  })

  it.each([
    ['the hint is longer than rate_limit_wait_ms', rateLimited({ retryAfterS: 60 })],
    ['there is no hint', rateLimited()],
  ])('is moved away from at once when %s', async (_, behavior) => {
    await using backstay = await startBackstay(chat({ retry: { max_attempts: 3 } }), 1)
    backstay.simulators[0]?.script.next(behavior)
    const reply = await timed(ask(backstay.client, { model: 'chat', stream: false }))

    expect(reply.model).toBe('place-1')
    expect(reply.ms).toBeLessThan(SOON_MS)
    expect(backstay.simulators[0]?.counts().byModel).toEqual({ 'place-0': 1, 'place-1': 1 })
  })

  it('is waited out once, without tries of its own, when there is nowhere else to go', async () => {
    await using backstay = await startBackstay(chat({ deployments: 1 }), 1)
    backstay.simulators[0]?.script.next(rateLimited({ retryAfterS: 1 }))
    const reply = await timed(ask(backstay.client, { model: 'chat', stream: true }))

    expect(reply).toMatchObject({ error: null, model: 'place-0' })
    expect(reply.ms).toBeGreaterThanOrEqual(1_000)
  })

  it('of everybody is answered with the shortest retry-after', async () => {
    await using backstay = await startBackstay(chat({}), 1)
    backstay.simulators[0]?.script.forModel('place-0', rateLimited({ retryAfterS: 20 }))
    backstay.simulators[0]?.script.forModel('place-1', rateLimited({ retryAfterS: 40 }))
    const reply = await ask(backstay.client, { model: 'chat', stream: false })

    expect(reply.error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
    expect(reply.headers.get('retry-after')).toBe('20')
    expect(reply.headers.get('x-should-retry')).toBeNull()
  })
})

describe('a deadline', () => {
  it.each(MODES)('is kept, whatever hangs, and told as 504, streamed %s', async (stream) => {
    await using backstay = await startBackstay(chat({}), 1)
    backstay.simulators[0]?.script.always(hangBeforeHeaders())
    const headers = { 'x-deadline-ms': '300' }
    const reply = await timed(ask(backstay.client, { model: 'chat', stream, headers }))

    expect(reply.error).toMatchObject({ status: 504, code: 'deadline_exceeded' })
    expect(reply.ms).toBeGreaterThanOrEqual(290)
    expect(reply.ms).toBeLessThan(SOON_MS)
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record).toMatchObject({ status: 504, errorClass: 'deadline_exceeded' })
  })

  it('tells SDKs not to try again after several attempts', async () => {
    await using backstay = await startBackstay(chat({ more: { timeouts: { answer_ms: 100 } } }), 1)
    backstay.simulators[0]?.script.always(hangBeforeHeaders())
    const patient = new OpenAI({ baseURL: `${backstay.url}/v1`, apiKey: KEY, maxRetries: 3 })
    const reply = await ask(patient, { model: 'chat', stream: false, headers: { 'x-deadline-ms': '400' } })

    expect(reply.error).toMatchObject({ status: 504 })
    expect(reply.headers.get('x-should-retry')).toBe('false')
    expect(backstay.simulators[0]?.counts().requests).toBe(2)
  })

  it('leaves the SDK its own tries where one attempt failed in a way that passes', async () => {
    await using backstay = await startBackstay(chat({ deployments: 1 }), 1)
    backstay.simulators[0]?.script.next(serverError(), serverError())
    const patient = new OpenAI({ baseURL: `${backstay.url}/v1`, apiKey: KEY, maxRetries: 2 })
    const reply = await ask(patient, { model: 'chat', stream: false })

    expect(reply).toMatchObject({ error: null, model: 'place-0' })
  })

  it('is not spent on a wait that would pass it', async () => {
    await using backstay = await startBackstay(chat({ deployments: 1 }), 1)
    backstay.simulators[0]?.script.always(rateLimited({ retryAfterS: 9 }))
    const headers = { 'x-deadline-ms': '8000' }
    const reply = await timed(ask(backstay.client, { model: 'chat', stream: false, headers }))

    expect(reply.error).toMatchObject({ status: 429 })
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.totalMs).toBeLessThan(8_000)
  })

  it('comes from the time-out that the SDK announces, too', async () => {
    await using backstay = await startBackstay(chat({}), 1)
    backstay.simulators[0]?.script.always(hangBeforeHeaders())
    const reply = await timed(
      ask(backstay.client, { model: 'chat', stream: false, headers: { 'x-stainless-timeout': '1' } }),
    )

    expect(reply.error).toMatchObject({ status: 504, code: 'deadline_exceeded' })
    expect(reply.ms).toBeLessThan(SOON_MS)
  })

  it('of less than a second in the SDK, which it announces as 0, is no mistake', async () => {
    await using backstay = await startBackstay(chat({}), 1)
    const hasty = new OpenAI({ baseURL: `${backstay.url}/v1`, apiKey: KEY, maxRetries: 0, timeout: 900 })

    expect(await ask(hasty, { model: 'chat', stream: false })).toMatchObject({
      error: null,
      model: 'place-0',
    })
  })
})

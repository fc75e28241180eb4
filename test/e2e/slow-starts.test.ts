import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Behavior } from '#simulator/behavior'
import { hangBeforeFirstToken, hangBeforeHeaders, serverError } from '#simulator/faults'
import type { Question } from './ask.ts'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const SLOW: Behavior = { delays: { beforeFirstTokenMs: 300 } }

let backstay: Backstay

beforeAll(async () => {
  const place = (model: string): object => ({ provider: 'main', model, api_key: `key-of-${model}` })
  backstay = await startBackstay(
    {
      providers: { main: { kind: 'openai', base_url: '${SIM0}' } },
      models: [
        ...['slow', 'hanging', 'silent'].map((name) => ({
          name,
          timeouts: { first_token_ms: 150, answer_ms: 150 },
          fallbacks: [],
          deployments: [place(name)],
        })),
        { name: 'fast', fallbacks: [], deployments: [place('fast')] },
        { name: 'broken', fallbacks: [], deployments: [place('broken')] },
      ],
      breaker: { failures: 1_000, min_requests: 1_000 },
      stream: { flush_after_ms: 60 },
      keys: [
        { name: 'app', key: '${KEY}' },
        {
          name: 'limits-only',
          key: 'key-limits-only',
          routing: {
            chat: { candidates: [{ modelName: 'slow' }, { modelName: 'fast' }], failoverOn: ['rate_limit'] },
          },
        },
      ],
    },
    1,
  )
  const script = backstay.simulators[0]?.script
  script?.forModel('slow', SLOW)
  script?.forModel('hanging', hangBeforeFirstToken())
  script?.forModel('silent', hangBeforeHeaders())
  script?.forModel('broken', serverError())
})

afterAll(() => backstay.close())

const falling = (...fallback: readonly string[]): Pick<Question, 'body'> => ({
  body: { provider: { fallback } },
})

describe('an answer that is slow to start', () => {
  it.each([false, true])('is waited for when there is no other, streamed %s', async (stream) => {
    expect(await ask(backstay.client, { model: 'slow', stream })).toMatchObject({
      error: null,
      model: 'slow',
    })
  })

  it.each([false, true])(
    'is waited for when no trigger would move to the other, streamed %s',
    async (stream) => {
      const reply = await ask(backstay.clientFor('key-limits-only'), { model: 'slow', stream })

      expect(reply).toMatchObject({ error: null, model: 'slow' })
    },
  )

  it.each([false, true])('is left for one that is ready, streamed %s', async (stream) => {
    const reply = await ask(backstay.client, { model: 'slow', stream, ...falling('fast') })

    expect(reply).toMatchObject({ error: null, model: 'fast' })
  })
})

describe('a stream whose headers went out before anybody answered', () => {
  it('is kept alive with comments and goes on with whoever answers', async () => {
    const reply = await ask(backstay.client, { model: 'hanging', stream: true, ...falling('fast') })
    expect(reply).toMatchObject({ error: null, model: 'fast', finish: 'stop' })

    const response = await fetch(`${backstay.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
      body: JSON.stringify({
        model: 'hanging',
        stream: true,
        messages: [{ role: 'user', content: 'Hi' }],
        ...falling('fast').body,
      }),
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('x-request-id')).not.toBeNull()
    expect(await response.text()).toMatch(/^: .*\n\ndata: \{/)
  })

  it('throws in the SDK when nobody does', async () => {
    const reply = await ask(backstay.client, { model: 'hanging', stream: true, ...falling('broken') })

    expect(reply.text).toBe('')
    expect(reply.error).toMatchObject({ code: 'upstream_failed' })
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record).toMatchObject({ errorClass: 'server_error', servedModel: null })
  })

  it('throws in the SDK when the deadline passes', async () => {
    const headers = { 'x-deadline-ms': '250' }
    const reply = await ask(backstay.client, { model: 'silent', stream: true, headers })

    expect(reply.error).toMatchObject({ code: 'deadline_exceeded' })
  })
})

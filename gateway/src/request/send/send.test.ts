import type { IncomingMessage } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exampleCall } from './example-call.ts'
import { COMPLETION, attempt, classOf, json, sender, upstream, watch } from './example-upstream.ts'

describe('an unstreamed attempt', () => {
  it('tells in order what happened and gives back the bytes', async () => {
    const url = await upstream((_, response) =>
      response
        .writeHead(200, {
          'content-type': 'application/json',
          'x-request-id': 'req-1',
          'openai-organization': 'o',
        })
        .end(COMPLETION),
    )
    const told = await attempt(url)
    expect(told.events).toEqual(['sent', 'activity', 'committed whole', 'ended'])
    expect(told.text).toBe(COMPLETION)
    expect(told.head).toEqual({
      status: 200,
      contentType: 'application/json',
      headers: [['x-upstream-request-id', 'req-1']],
      losses: [],
    })
    expect(told.outcome).toMatchObject({
      kind: 'answered',
      reportedModel: 'gpt-4o-2024-08-06',
      flag: null,
      usage: { input: 5, output: 2 },
    })
  })

  it('sends the body with its edits, and only headers that may be sent', async () => {
    const got: { url?: string | undefined; headers: IncomingMessage['headers']; body: string }[] = []
    const url = await upstream((request, response, body) => {
      got.push({ url: request.url, headers: request.headers, body })
      json(response, 200, COMPLETION)
    })
    await attempt(`${url}/tenant/`, {
      provider: { headers: { 'X-Team': 'blue' }, query: { 'api-version': '2025-04-01' } },
      deployment: { params: { temperature: 0.5, top_p: 1 }, extraBody: { store: false } },
      accepted: {
        forwardHeaders: [
          ['openai-beta', 'x'],
          ['Authorization', 'Bearer caller-key'],
          ['host', 'evil'],
          ['x-team', 'red'],
        ],
      },
      request: { model: 'gpt-4o', temperature: 1, provider: { fallback: [] }, messages: [], store: true },
      body: { controlMembers: ['provider'] },
    })
    expect(got[0]?.url).toBe('/v1/tenant/chat/completions?api-version=2025-04-01')
    expect(got[0]?.body).toBe(
      '{"model":"gpt-4o-2024-08-06","temperature":1,"messages":[],"store":false,"top_p":1}',
    )
    expect(got[0]?.headers).toMatchObject({
      'authorization': 'Bearer test-key-5f0c9a7712',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'openai-beta': 'x',
      'x-team': 'blue',
    })
    expect(JSON.stringify(got)).not.toMatch(/caller-key|evil|red/)
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)('decodes %s that was not asked for', async (encoding, compress) => {
    const url = await upstream((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(compress(COMPLETION))
    })
    const told = await attempt(url)
    expect(told.text).toBe(COMPLETION)
    expect(told.outcome.kind).toBe('answered')
  })

  it('stops at 64 MiB, also when they were compressed', async () => {
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, 32))
    const url = await upstream((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    const told = await attempt(url)
    expect(told.outcome).toMatchObject({
      failure: { class: 'server_error', detail: 'the answer is larger than 64 MiB' },
    })
  })

  const BODIES: readonly (readonly [string, string, string])[] = [
    ['an error in a 200', '{"error":{"message":"x","code":"insufficient_quota"}}', 'quota_exhausted'],
    ['no JSON', '<html>', 'server_error'],
    ['an empty answer', '{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}', 'empty_response'],
    ['an empty body', '', 'server_error'],
  ]
  it.each(BODIES)('fails on %s', async (_, body, expected) => {
    const url = await upstream((_request, response) => json(response, 200, body))
    expect(classOf(await attempt(url))).toBe(expected)
  })

  it('judges refusals where it is told to', async () => {
    const refusal = JSON.stringify({ choices: [{ message: { refusal: 'no' }, finish_reason: 'stop' }] })
    const url = await upstream((_, response) => json(response, 200, refusal))
    expect((await attempt(url)).outcome).toMatchObject({ kind: 'answered', flag: 'refusal' })
    const judged = await attempt(url, { call: { judge: { refusal: true, contentFilter: false } } })
    expect(classOf(judged)).toBe('refusal')
  })
})

describe('what a provider reports of its limits', () => {
  const headers = {
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '30s',
    'retry-after': '7',
  }

  it.each([200, 400, 429, 500])(
    'is told before anything else of an answer with status %i',
    async (status) => {
      const url = await upstream((_, response) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(COMPLETION)
      })
      const { observer, done } = watch({
        reported: (limits) => {
          expect(limits).toEqual([{ counts: 'requests', remaining: 0, limit: null, resetInMs: 30_000 }])
        },
      })
      sender()(exampleCall({ provider: { baseUrl: url } }), observer)
      expect((await done).events.slice(0, 2)).toEqual(['sent', 'reported'])
    },
  )

  it('is read in the style of its kind only', async () => {
    const url = await upstream((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(COMPLETION)
    })
    expect((await attempt(url, { provider: { kind: 'google' } })).events).not.toContain('reported')
    expect((await attempt(url, { provider: { kind: 'openai-compatible' } })).events).toContain('reported')
  })

  it('is a wait only with an error', async () => {
    const url = await upstream((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'retry-after': '7' }).end(COMPLETION)
    })
    const { events, outcome } = await attempt(url)
    expect(events).not.toContain('reported')
    expect(outcome).not.toHaveProperty('retryAfterMs')
    expect(outcome.kind).toBe('answered')
  })
})

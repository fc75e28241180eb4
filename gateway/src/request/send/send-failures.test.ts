import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { exampleCall, type ExampleCall } from './example-call.ts'
import {
  COMPLETION,
  attempt,
  classOf,
  json,
  sender,
  tcpUpstream,
  upstream,
  watch,
} from './example-upstream.ts'

describe('a failing attempt', () => {
  it('classifies an error with its wait', async () => {
    const url = await upstream((_, response) => {
      response.setHeader('retry-after', '3')
      json(response, 429, '{"error":{"message":"slow","type":"requests","code":"rate_limit_exceeded"}}')
    })
    const told = await attempt(url)
    expect(told.events).toEqual(['sent', 'activity', 'ended'])
    expect(told.outcome).toEqual({
      kind: 'failed',
      usage: null,
      failure: {
        class: 'rate_limit',
        detail: 'HTTP 429 rate_limit_exceeded: slow',
        status: 429,
        retryAfterMs: 3000,
        upstream: { message: 'slow', type: 'requests', code: 'rate_limit_exceeded', param: null },
      },
    })
  })

  it('does not wait for an error body that stalls or never ends', async () => {
    const stalls = await upstream((_, response) => {
      response.writeHead(503).write('{"error":')
    })
    const endless = await upstream((_, response) => {
      response.writeHead(500)
      const more = (): void => void (response.write(Buffer.alloc(65_536, 120)) && setImmediate(more))
      response.on('drain', more)
      more()
    })
    expect(classOf(await attempt(stalls))).toBe('overloaded')
    expect(classOf(await attempt(endless, {}, sender({ ticking: false })))).toBe('server_error')
  })

  it('is one that a bug of ours keeps from being read', async () => {
    const url = await upstream((_, response) => json(response, 200, COMPLETION))
    const judge = {
      contentFilter: false,
      get refusal(): boolean {
        throw new Error('a bug')
      },
    }
    const refused = COMPLETION.replace('"content"', '"refusal":"no","content"')
    const refusing = await upstream((_, response) => json(response, 200, refused))
    expect((await attempt(url, { call: { judge } })).outcome).toMatchObject({ kind: 'answered' })
    const told = await attempt(refusing, { call: { judge } })
    expect(told.events).toEqual(['sent', 'activity', 'ended'])
    expect(told.outcome).toMatchObject({
      failure: { class: 'server_error', detail: 'the answer could not be read: Error: a bug' },
    })
  })

  it('does not follow redirects', async () => {
    const url = await upstream((_, response) =>
      response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    )
    const told = await attempt(url)
    expect(told.outcome).toMatchObject({ failure: { class: 'server_error', status: 307 } })
  })

  const SOCKETS: readonly (readonly [string, (socket: Socket) => void, string])[] = [
    ['a connection closed at once', (socket) => socket.destroy(), 'network'],
    ['a reset', (socket) => socket.on('data', () => socket.resetAndDestroy()), 'network'],
    ['no HTTP', (socket) => socket.on('data', () => socket.end('SSH-2.0-OpenSSH\r\n\r\n')), 'server_error'],
    [
      'headers that are too large',
      (socket) => socket.on('data', () => socket.end(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`)),
      'server_error',
    ],
    [
      'a cut answer',
      (socket) =>
        socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"choices"')),
      'network',
    ],
    [
      'a cut chunked answer',
      (socket) =>
        socket.on('data', () =>
          socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"cho'),
        ),
      'network',
    ],
    [
      'an unknown encoding',
      (socket) =>
        socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: rot13\r\n\r\nabc')),
      'server_error',
    ],
  ]
  it.each(SOCKETS)('names %s', async (_, connected, expected) => {
    const url = await tcpUpstream(connected)
    const told = await attempt(url)
    expect(classOf(told)).toBe(expected)
    expect(JSON.stringify(told.outcome)).not.toContain('127.0.0.1')
  })

  it('names a refused connection and an unknown host', async () => {
    expect((await attempt('http://127.0.0.1:1/v1')).outcome).toMatchObject({
      failure: { class: 'network', detail: 'connection refused (ECONNREFUSED)' },
    })
    const unknown = await attempt('http://no-such-host.invalid/v1')
    expect(unknown.outcome).toMatchObject({ failure: { class: 'network' } })
    expect(JSON.stringify(unknown.outcome)).not.toContain('no-such-host')
  })

  it.each<[string, ExampleCall['provider']]>([
    ['an unknown kind', { kind: 'telepathy' }],
    ['a missing base URL', { baseUrl: null }],
    ['a base URL that is none', { baseUrl: 'localhost:8000' }],
  ])('fails without a connection for %s', async (_, provider) => {
    const { observer, done } = watch()
    sender()(exampleCall(provider === undefined ? {} : { provider }), observer)
    expect(classOf(await done)).toBe('model_unavailable')
  })

  it('cannot be made to send a broken header', async () => {
    const url = await upstream((_, response) => json(response, 200, COMPLETION))
    const told = await attempt(url, { deployment: { apiKey: 'secret-key\r\nx: y' } })
    expect(classOf(told)).toBe('server_error')
    expect(JSON.stringify(told.outcome)).not.toContain('secret-key')
  })
})

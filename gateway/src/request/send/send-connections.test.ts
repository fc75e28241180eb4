import { describe, expect, it } from 'vitest'
import type { AttemptHandle } from '#domain/attempt'
import { exampleCall } from './example-call.ts'
import {
  COMPLETION,
  DONE,
  HI,
  STOP,
  STREAMED,
  attempt,
  classOf,
  events,
  idle,
  json,
  sender,
  tcpUpstream,
  upstream,
  watch,
} from './example-upstream.ts'

describe('aborting an attempt', () => {
  it('destroys the exchange at once and tells nothing more', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const url = await upstream((request, response) => {
      request.socket.on('close', () => resolve())
      events(response).write(HI)
    })
    const { promise: committed, resolve: nowCommitted } = Promise.withResolvers<void>()
    const { observer, events: told } = watch({ committed: () => nowCommitted() })
    const handle = sender()(exampleCall({ ...STREAMED, provider: { baseUrl: url } }), observer)
    await committed
    const usage = handle.abort()
    const before = told.length
    await closed
    expect(usage).toMatchObject({ output: 1, estimated: true })
    expect(told).toHaveLength(before)
    expect(handle.abort()).toBeNull()
  })

  it('can be done from inside every notice', async () => {
    const url = await upstream((_, response) => events(response).end(HI + HI + STOP + DONE))
    for (const name of ['sent', 'activity', 'committed'] as const) {
      const handle: { current: AttemptHandle | null } = { current: null }
      const { promise, resolve } = Promise.withResolvers<void>()
      const { observer, events: told } = watch({ [name]: () => (handle.current?.abort(), resolve()) })
      handle.current = sender()(exampleCall({ ...STREAMED, provider: { baseUrl: url } }), observer)
      await promise
      await attempt(url, STREAMED)
      expect(told.at(-1)).toBe(name)
    }
  })

  it('gives up a connection that is not established', async () => {
    const { observer, events: told } = watch()
    const send = sender()
    send(exampleCall({ provider: { baseUrl: 'http://192.0.2.1:9/v1' } }), observer).abort()
    await attempt('http://127.0.0.1:1/v1', {}, send)
    expect(told).toEqual([])
  })
})

describe('connections', () => {
  it('are used again', async () => {
    let connections = 0
    const url = await upstream((_, response) => json(response, 200, COMPLETION))
    const send = sender()
    const ports = new Set<number | undefined>()
    const counting = await upstream((request, response) => {
      ports.add(request.socket.remotePort)
      connections += 1
      json(response, 200, COMPLETION)
    })
    for (let n = 0; n < 3; n += 1) {
      expect((await attempt(counting, {}, send)).outcome.kind).toBe('answered')
      await idle()
    }
    expect(connections).toBe(3)
    expect(ports.size).toBe(1)
    expect((await attempt(url, {}, send)).outcome.kind).toBe('answered')
  })

  it('that were dead on reuse are dialed anew, without anybody noticing', async () => {
    let dialed = 0
    let requests = 0
    const url = await tcpUpstream((socket) => {
      dialed += 1
      let served = 0
      socket.on('data', (data: Buffer) => {
        if (!data.includes('POST')) return
        requests += 1
        served += 1
        // The second request on a connection meets a server that has just closed it.
        if (served > 1) socket.resetAndDestroy()
        else
          socket.write(
            `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(COMPLETION)}\r\n\r\n${COMPLETION}`,
          )
      })
    })
    const send = sender()
    expect((await attempt(url, {}, send)).outcome.kind).toBe('answered')
    await idle()
    const second = await attempt(url, {}, send)
    expect(second.outcome.kind).toBe('answered')
    expect(second.events).toEqual(['sent', 'activity', 'committed whole', 'ended'])
    expect([dialed, requests]).toEqual([2, 3])
  })

  it('that fail when they are fresh are not dialed anew', async () => {
    let dialed = 0
    const url = await tcpUpstream((socket) => {
      dialed += 1
      socket.on('data', () => socket.resetAndDestroy())
    })
    expect(classOf(await attempt(url))).toBe('network')
    expect(dialed).toBe(1)
  })

  it('are dialed anew once only', async () => {
    let requests = 0
    const url = await tcpUpstream((socket) => {
      socket.on('data', (data: Buffer) => {
        if (!data.includes('POST')) return
        requests += 1
        if (requests > 1) socket.resetAndDestroy()
        else
          socket.write(
            `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(COMPLETION)}\r\n\r\n${COMPLETION}`,
          )
      })
    })
    const send = sender()
    await attempt(url, {}, send)
    await idle()
    expect(classOf(await attempt(url, {}, send))).toBe('network')
    expect(requests).toBe(3)
  })

  it('that broke after the first byte of an answer are not dialed anew', async () => {
    let requests = 0
    const url = await tcpUpstream((socket) => {
      socket.on('data', (data: Buffer) => {
        if (!data.includes('POST')) return
        requests += 1
        if (requests > 1) socket.write('HTTP/1.1 200 OK\r\n', () => socket.resetAndDestroy())
        else
          socket.write(
            `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(COMPLETION)}\r\n\r\n${COMPLETION}`,
          )
      })
    })
    const send = sender()
    await attempt(url, {}, send)
    await idle()
    expect(classOf(await attempt(url, {}, send))).toBe('network')
    expect(requests).toBe(2)
  })

  it('go through a proxy where one is given', async () => {
    const seen: (string | undefined)[] = []
    const proxy = await upstream((request, response) => {
      seen.push(request.url)
      json(response, 200, COMPLETION)
    })
    const told = await attempt('http://upstream.invalid/v1', { provider: { proxy: new URL(proxy).origin } })
    expect(told.outcome.kind).toBe('answered')
    expect(seen).toEqual(['http://upstream.invalid/v1/chat/completions'])
  })
})

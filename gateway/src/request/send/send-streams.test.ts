import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { AttemptHandle } from '#domain/attempt'
import { exampleCall } from './example-call.ts'
import {
  COMPLETION,
  DONE,
  HI,
  ROLE,
  STOP,
  STREAMED,
  USAGE,
  attempt,
  classOf,
  delta,
  events,
  sender,
  upstream,
  watch,
} from './example-upstream.ts'

describe('a streamed attempt', () => {
  it('asks for usage, and takes its chunk out again', async () => {
    let sent = ''
    const url = await upstream((_, response, body) => {
      sent = body
      events(response).end(ROLE + HI + STOP + USAGE + DONE)
    })
    const told = await attempt(url, STREAMED)
    expect(sent).toContain('"stream_options":{"include_usage":true}')
    expect(told.text).toBe(ROLE + HI + STOP + DONE)
    expect(told.head).toEqual({
      status: 200,
      contentType: 'text/event-stream',
      headers: [['x-upstream-request-id', 'req-1']],
      losses: [],
    })
    expect(told.outcome).toMatchObject({ kind: 'answered', usage: { input: 5, output: 2, estimated: false } })
  })

  it('leaves a request alone that asked for usage itself', async () => {
    let sent = ''
    const url = await upstream((_, response, body) => {
      sent = body
      events(response).end(HI + STOP + USAGE + DONE)
    })
    const request = { model: 'gpt-4o-2024-08-06', stream: true, stream_options: { include_usage: true } }
    const told = await attempt(url, { request, body: { includeUsage: true } })
    expect(sent).toBe(JSON.stringify(request))
    expect(told.text).toBe(HI + STOP + USAGE + DONE)
  })

  it('commits at the first content and streams from then on', async () => {
    let answer: ServerResponse | null = null
    const url = await upstream((_, response) => {
      answer = events(response)
      answer.write(ROLE)
      answer.write(HI)
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    const { observer, done } = watch({ committed: () => resolve() })
    sender()(exampleCall({ ...STREAMED, provider: { baseUrl: url } }), observer)
    await promise
    ;(answer as ServerResponse | null)?.end(HI + STOP + DONE)
    const told = await done
    expect(told.events).toEqual(['sent', 'activity', 'committed', 'activity', 'bytes', 'ended'])
    expect(told.text).toBe(ROLE + HI + HI + STOP + DONE)
  })

  it('tells the outcome at the sentinel, though the upstream goes on, and ends the connection', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const url = await upstream((request, response) => {
      request.socket.on('close', () => resolve())
      events(response).write(HI + STOP + DONE)
    })
    expect((await attempt(url, STREAMED)).outcome.kind).toBe('answered')
    await closed
  })

  it('ends a finished stream whose sentinel never comes', async () => {
    const url = await upstream((_, response) => void events(response).write(HI + STOP))
    const deployment = { timeouts: { ...exampleCall().deployment.timeouts, idleMs: 20 } }
    const told = await attempt(url, { ...STREAMED, deployment })
    expect(told.text).toBe(HI + STOP + DONE)
    expect(told.outcome.kind).toBe('answered')
  })

  const STREAMS: readonly (readonly [string, string, string])[] = [
    ['a stream that is cut before content', ROLE, 'stream_interrupted'],
    ['a stream that is cut after content', HI, 'stream_interrupted'],
    ['an error event', 'data: {"error":{"code":429,"message":"x"}}\n\n', 'rate_limit'],
    [
      'an error event after content',
      `${HI}data: {"error":{"code":429,"message":"x"}}\n\n`,
      'stream_interrupted',
    ],
    ['an empty answer', ROLE + STOP + DONE, 'empty_response'],
    ['an error document', '\n\n {"error":{"type":"rate_limit_error"}}', 'rate_limit'],
    ['an answer document', COMPLETION, 'server_error'],
  ]
  it.each(STREAMS)('fails on %s', async (_, body, expected) => {
    const url = await upstream((_request, response) => events(response).end(body))
    expect(classOf(await attempt(url, STREAMED))).toBe(expected)
  })

  it('fails when the connection is lost in the middle, with an estimate of what was used', async () => {
    const url = await upstream((_, response) =>
      events(response).write(HI, () => response.socket?.resetAndDestroy()),
    )
    const told = await attempt(url, STREAMED)
    expect(told.outcome).toMatchObject({
      failure: { class: 'stream_interrupted' },
      usage: { input: 7, output: 1, estimated: true },
    })
  })

  it('commits at a role without an alternative, but not at an error', async () => {
    const call = { ...STREAMED, call: { hold: 'event' } } as const
    const role = await upstream((_, response) => events(response).end(ROLE))
    expect((await attempt(role, call)).events).toContain('committed')
    const error = await upstream((_, response) =>
      events(response).end('data: {"error":{"type":"overloaded_error"}}\n\n'),
    )
    const told = await attempt(error, call)
    expect(told.events).not.toContain('committed')
    expect(told.outcome).toMatchObject({ failure: { class: 'overloaded', status: 529 } })
  })

  it('decodes a compressed stream', async () => {
    const url = await upstream((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(HI + STOP + DONE))
    })
    expect((await attempt(url, STREAMED)).text).toBe(HI + STOP + DONE)
  })

  it('stops reading while it is paused, and goes on after', async () => {
    const big = delta({ content: 'x'.repeat(60_000) })
    const total = 400
    let written = 0
    const { promise: stuck, resolve: nowStuck } = Promise.withResolvers<void>()
    const url = await upstream((_, response) => {
      events(response)
      const more = (): void => {
        while (written < total) {
          written += 1
          if (!response.write(big)) {
            const waiting = setTimeout(nowStuck, 300)
            response.once('drain', () => (clearTimeout(waiting), more()))
            return
          }
        }
        response.end(STOP + DONE)
      }
      more()
    })
    const handle: { current: AttemptHandle | null } = { current: null }
    const { observer, done, events: told } = watch({ committed: () => handle.current?.pause() })
    handle.current = sender()(exampleCall({ ...STREAMED, provider: { baseUrl: url } }), observer)
    await stuck
    expect(written).toBeLessThan(total)
    expect(told).not.toContain('ended')
    handle.current.resume()
    expect((await done).text.length).toBe(big.length * total + STOP.length + DONE.length)
  })

  it('knows what it told, before and after the break, where it was asked to keep it', async () => {
    const url = await upstream((_, response) => {
      events(response)
      response.write(HI)
      response.write(delta({ content: ' there' }).slice(0, 20), () => response.destroy())
    })
    for (const tracked of [true, false]) {
      const handle: { current: AttemptHandle | null } = { current: null }
      const during: unknown[] = []
      const { observer, done } = watch({ committed: () => during.push(handle.current?.delivered()) })
      const call = exampleCall({ ...STREAMED, provider: { baseUrl: url } })
      handle.current = sender()({ ...call, tracked }, observer)
      expect(handle.current.delivered()).toBeNull()
      const { text, outcome } = await done
      expect(outcome.kind).toBe('failed')
      expect(text).toBe(HI)
      const after = handle.current.delivered()
      expect(during).toEqual([after])
      expect(after?.text).toBe(tracked ? 'Hi' : undefined)
    }
  })
})

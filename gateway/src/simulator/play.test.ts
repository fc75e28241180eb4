import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Client } from 'undici'
import type { Behavior, CutPoint } from './behavior.ts'
import * as faults from './faults.ts'
import { play } from './play.ts'
import type { RawExchange, RawRequest } from './raw-exchange.ts'
import { chatBody, rawExchange } from './raw-exchange.ts'
import type { Simulator } from './simulator.ts'
import { startSimulator } from './simulator.ts'
import { systemClock } from '#system-clock'
import type { Step } from './timeline.ts'

let simulator: Simulator

beforeAll(async () => {
  simulator = await startSimulator()
})
afterEach(() => {
  simulator.script.reset()
  simulator.clearRequests()
})
afterAll(() => simulator.close())

function get(behavior: Behavior, stream: boolean, more: RawRequest = {}): Promise<RawExchange> {
  simulator.script.next(behavior)
  return rawExchange(`${simulator.baseUrl}/chat/completions`, { body: chatBody({ stream }), ...more })
}

describe('cuts', () => {
  const tokens = (text: string): number => text.match(/"content":"[^"]/g)?.length ?? 0

  it.each([true, false])('by reset before the headers leave nothing (streamed: %s)', async (stream) => {
    const answer = await get(faults.cutAt('before_headers', 'reset'), stream)
    expect(answer).toMatchObject({ status: undefined, error: 'ECONNRESET' })
  })

  it('by closing before the headers leave nothing either', async () => {
    const client = new Client(simulator.url)
    simulator.script.next(faults.cutAt('before_headers', 'destroy'))
    const asked = client.request({
      path: '/v1/chat/completions',
      method: 'POST',
      body: JSON.stringify(chatBody()),
    })
    await expect(asked).rejects.toMatchObject({ code: 'UND_ERR_SOCKET', message: 'other side closed' })
    await client.close()
  })

  it('reset and close are told apart by the kernel', async () => {
    const client = new Client(simulator.url)
    simulator.script.next(faults.cutAt('before_headers', 'reset'))
    const asked = client.request({
      path: '/v1/chat/completions',
      method: 'POST',
      body: JSON.stringify(chatBody()),
    })
    await expect(asked).rejects.toMatchObject({ code: 'ECONNRESET', message: 'read ECONNRESET' })
    await client.close()
  })

  it.each(['reset', 'destroy'] as const)('by %s after the headers leave the status', async (how) => {
    for (const stream of [true, false]) {
      const answer = await get(faults.cutAt('after_headers', how), stream)
      expect(answer).toMatchObject({ status: 200, text: '', error: 'ECONNRESET' })
    }
  })

  it('by a clean end after the headers leave an empty body', async () => {
    const answer = await get(faults.cutAt('after_headers', 'end'), true)
    expect(answer).toMatchObject({ status: 200, text: '', error: null })
  })

  it.each([
    ['end', null],
    ['reset', 'ECONNRESET'],
    ['destroy', 'ECONNRESET'],
  ] as const)('by %s after tokens leave exactly those tokens', async (how, error) => {
    const answer = await get({ text: 'a b c d', ...faults.cutAt({ afterTokens: 3 }, how) }, true)
    expect(tokens(answer.text)).toBe(3)
    expect(answer.text).not.toContain('"stop"')
    expect(answer.error).toBe(error)
  })

  it('at 0 tokens leave the role chunk of a stream', async () => {
    const answer = await get(faults.cutAt({ afterTokens: 0 }, 'end'), true)
    expect(answer.text.match(/data: /g)).toHaveLength(1)
    expect(answer.text).toContain('"role":"assistant"')
  })

  it('after tokens cut an unstreamed answer inside its text', async () => {
    const answer = await get({ text: 'a b c d', ...faults.cutAt({ afterTokens: 3 }) }, false)
    expect(answer.text.endsWith('"content":"a b c')).toBe(true)
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(answer.text.length)
    expect(answer.error).toBe('ECONNRESET')
  })

  it.each(['end', 'reset', 'destroy'] as const)(
    'by %s after bytes leave exactly those bytes',
    async (how) => {
      const whole = await get({ text: 'äöü', ...faults.cutAt({ afterBytes: 1e6 }, 'end') }, true)
      for (const afterBytes of [0, 1, 25, whole.text.length - 3]) {
        const at: CutPoint = { afterBytes }
        const answer = await get({ text: 'äöü', ...faults.cutAt(at, how) }, true)
        expect(Buffer.concat(answer.chunks).length).toBe(afterBytes)
        expect(answer.error).toBe(how === 'end' ? null : 'ECONNRESET')
      }
    },
  )

  it('work on error bodies too', async () => {
    const answer = await get({ ...faults.serverError(), ...faults.cutAt({ afterBytes: 10 }) }, false)
    expect(answer).toMatchObject({ status: 500, text: '{"error":{', error: 'ECONNRESET' })
  })

  it('by destroy close the socket inside an announced chunk', async () => {
    simulator.script.next({ text: 'a', ...faults.cutAt({ afterTokens: 1 }, 'destroy') })
    const body = JSON.stringify(chatBody({ stream: true }))
    const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1')
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    let text = ''
    for await (const bytes of socket) text += String(bytes)
    expect(text.endsWith('}]}\n\n\r\n400\r\n')).toBe(true)
  })

  it('are recorded as such', async () => {
    await get(faults.cutAt('after_headers', 'reset'), true)
    await simulator.until(([request]) => request?.outcome === 'cut')
    expect(simulator.requests[0]?.abortedAt).toBeNull()
  })
})

describe('hangs', () => {
  /** Aborts as soon as the answer has got to where it hangs, and gives what had come by then. */
  async function hung(
    behavior: Behavior,
    stream: boolean,
    arrived: (text: string) => boolean,
  ): Promise<RawExchange> {
    const abort = new AbortController()
    const answer = await get(behavior, stream, {
      signal: abort.signal,
      onText: (text) => arrived(text) && abort.abort(),
    })
    await simulator.until(([request]) => request?.outcome === 'aborted')
    return answer
  }

  it('before the headers send nothing, and end when the client goes', async () => {
    const abort = new AbortController()
    const answer = get(faults.hangBeforeHeaders(), true, { signal: abort.signal })
    await simulator.until((requests) => requests.length === 1)
    expect(simulator.requests[0]?.outcome).toBe('pending')
    abort.abort()
    expect(await answer).toMatchObject({ status: undefined, error: 'ABORT_ERR' })
    await simulator.until(([request]) => request?.outcome === 'aborted')
    expect(simulator.requests[0]?.abortedAt).toBe(simulator.requests[0]?.endedAt)
    expect(simulator.counts()).toMatchObject({ aborted: 1, pending: 0 })
  })

  it('before the first token of a stream send headers and role', async () => {
    const answer = await hung(faults.hangBeforeFirstToken(), true, (text) => text.endsWith('\n\n'))
    expect(answer.status).toBe(200)
    expect(answer.text.match(/data: /g)).toHaveLength(1)
    expect(answer.text).toContain('"role":"assistant"')
  })

  it('before the first token of an unstreamed answer send headers alone', async () => {
    const answer = await hung(faults.hangBeforeFirstToken(), false, () => true)
    expect(answer).toMatchObject({ status: 200, text: '' })
  })

  it('after tokens send exactly those tokens', async () => {
    const behavior = { text: 'a b c', ...faults.hangAfterTokens(2) }
    const answer = await hung(behavior, true, (text) => text.includes('" b"'))
    expect(answer.text.match(/data: /g)).toHaveLength(3)
  })

  it('go on sending comments if told to', async () => {
    const behavior: Behavior = {
      ...faults.hangBeforeFirstToken(),
      keepalive: { comment: 'WAIT', everyMs: 1 },
    }
    const answer = await hung(behavior, true, (text) => text.split(': WAIT\n\n').length > 3)
    expect(answer.text.replaceAll(': WAIT\n\n', '').match(/data: /g)).toHaveLength(1)
  })
})

describe('the way bytes are sent', () => {
  it('is one chunk for each event', async () => {
    const answer = await get({ text: 'a b' }, true)
    expect(answer.chunks.map((chunk) => chunk.toString().endsWith('\n\n'))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
  })

  it('can be pieces of a size', async () => {
    const plain = await get({ text: 'äöü' }, true)
    const split = await get({ text: 'äöü', pieceBytes: 1 }, true)
    expect(split.chunks.every((chunk) => chunk.length === 1)).toBe(true)
    expect(split.text.replace(/"id":"[^"]*"/g, '')).toBe(plain.text.replace(/"id":"[^"]*"/g, ''))
    expect((await get({ text: 'äöü', pieceBytes: 1e6 }, true)).chunks).toHaveLength(1)
  })

  it('can replay given bytes, whatever they are', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x64, 0xff, 0x00, 0x0a])
    const replay = { bytes: bytes.toString('base64'), encoding: 'base64' } as const
    const answer = await get({ replay, pieceBytes: 3 }, true)
    expect(answer.chunks.map((chunk) => chunk.length)).toEqual([3, 3, 1])
    expect(Buffer.concat(answer.chunks).equals(bytes)).toBe(true)
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    const plain = await get({ replay: { bytes: '{"ä":1}', encoding: 'utf8' } }, false)
    expect([plain.text, plain.headers['content-type']]).toEqual(['{"ä":1}', 'application/json'])
  })

  it.each([
    ['crlf', '\r\n'],
    ['cr', '\r'],
  ] as const)('can end lines with %s', async (lineEnds, end) => {
    const { text } = await get({ text: 'a', lineEnds, keepalive: {} }, true)
    expect(text.startsWith(`: keep-alive${end}${end}data: {`)).toBe(true)
    expect(text.endsWith(`data: [DONE]${end}${end}`)).toBe(true)
    expect(text.replaceAll(end, '')).not.toMatch(/[\r\n]/)
  })

  it('can have comments before the events, and empty lines before a body', async () => {
    const stream = await get({ keepalive: { comment: 'OPENROUTER PROCESSING', count: 2 } }, true)
    expect(stream.text.startsWith(': OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\ndata: {')).toBe(true)
    const whole = await get({ keepalive: { count: 3 } }, false)
    expect(whole.text.startsWith('\n\n\n{')).toBe(true)
    expect(JSON.parse(whole.text).object).toBe('chat.completion')
  })

  it('can claim another content type', async () => {
    const answer = await get({ contentType: 'text/plain' }, true)
    expect(answer.headers['content-type']).toBe('text/plain')
  })

  it('can be any body', async () => {
    const json = await get({ body: { json: { detail: ['x'] } } }, true)
    expect([json.text, json.headers['content-type']]).toEqual(['{"detail":["x"]}', 'application/json'])
    const text = await get({ status: 503, body: { text: 'upstream connect error' } }, false)
    expect([text.status, text.text]).toEqual([503, 'upstream connect error'])
  })

  it('is encoded with gzip only if the script says so and the request accepts it', async () => {
    const accepting = { headers: { 'accept-encoding': 'br, gzip' } }
    for (const stream of [true, false]) {
      const encoded = await get({ gzip: true, text: 'a b' }, stream, accepting)
      expect(encoded.headers['content-encoding']).toBe('gzip')
      expect(gunzipSync(Buffer.concat(encoded.chunks)).toString()).toContain(stream ? '[DONE]' : '"a b"')
      const unasked = await get({ gzip: true, text: 'a b' }, stream)
      expect(unasked.headers).not.toHaveProperty('content-encoding')
      expect(unasked.text).toContain('finish_reason')
      const unscripted = await get({ text: 'a b' }, stream, accepting)
      expect(unscripted.headers).not.toHaveProperty('content-encoding')
    }
  })

  it('lets every event of an encoded stream be decoded as it comes', async () => {
    const answer = await get({ gzip: true, text: 'a b', ...faults.cutAt({ afterTokens: 1 }) }, true, {
      headers: { 'accept-encoding': 'gzip' },
    })
    const decoded = gunzipSync(Buffer.concat(answer.chunks), { finishFlush: 2 }).toString()
    expect(decoded.trimEnd().split('\n\n')).toHaveLength(2)
    expect(answer.error).toBe('ECONNRESET')
  })
})

it('sends no faster than the client reads', async () => {
  const write: Step = { kind: 'write', bytes: 'x'.repeat(65_536) }
  const head: Step = { kind: 'head', status: 200, headers: {} }
  const responses: ServerResponse[] = []
  const server = createServer((_request, response) => {
    responses.push(response)
    const steps = [head, ...Array.from({ length: 1_000 }, () => write), { kind: 'end' } as const]
    void play(steps, { response, clock: systemClock, gzip: false, onCut: () => undefined })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const { body } = await client.request({ path: '/', method: 'GET' })
  expect(responses[0]?.writableLength).toBeLessThan(1_000_000)
  let bytes = 0
  for await (const chunk of body) bytes += (chunk as Buffer).length
  expect(bytes).toBe(65_536_000)
  await client.close()
  server.close()
})

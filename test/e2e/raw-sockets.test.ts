import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(
    `
providers: { main: { kind: openai, base_url: "\${SIM0}", api_key: upstream-key } }
models: [{ name: chat, deployments: [{ provider: main, model: a }] }]
keys: [{ name: app, key: "\${KEY}" }]
`,
    1,
  )
})

afterAll(() => backstay.close())

// Whatever was sent: the gateway goes on.
afterEach(async () => {
  const { error } = await ask(backstay.client, { model: 'chat', stream: false })
  if (error !== null) throw error
})

async function dial(): Promise<Socket> {
  const socket = connect(Number(new URL(backstay.url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  await new Promise((resolve) => {
    socket.once('connect', resolve)
  })
  return socket
}

/** Everything that comes back until the gateway closes, or until there is a whole answer of this status. */
async function exchange(bytes: string): Promise<string> {
  const socket = await dial()
  let text = ''
  const over = new Promise<void>((resolve) => {
    socket.on('close', () => resolve())
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  })
  socket.write(bytes)
  await over
  return text
}

const BODY = JSON.stringify({ model: 'chat', messages: [{ role: 'user', content: 'Hello' }] })
const HEAD = `POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer ${KEY}\r\n`

describe('bytes that are not what they should be', () => {
  it.each([
    ['noise', '\u0000\u0001garbage\r\n\r\n'],
    ['a header without a name', `${HEAD}: nothing\r\n\r\n`],
    ['a header with a control character', `${HEAD}x-odd: a\u0001b\r\n\r\n`],
    ['two lengths', `${HEAD}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`],
    [
      'a length and chunks at once',
      `${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a length that is no number', `${HEAD}content-length: many\r\n\r\n`],
    ['a header larger than any', `${HEAD}x-large: ${'x'.repeat(40_000)}\r\n\r\n`],
    ['a broken chunk', `${HEAD}transfer-encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n`],
    ['no host', 'GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n'],
  ])('are answered with 400 in the shape of the API: %s', async (_, bytes) => {
    const text = await exchange(bytes)

    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text.toLowerCase()).toContain('content-type: application/json')
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({
      error: { code: 'invalid_header', type: 'invalid_request_error' },
    })
  })

  it('are served one after the other when they are pipelined', async () => {
    const request = `${HEAD}content-length: ${BODY.length}\r\n`
    const text = await exchange(`${request}\r\n${BODY}${request}connection: close\r\n\r\n${BODY}`)

    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
  })

  it('that ask for another protocol get an answer in this one', async () => {
    const text = await exchange(
      'GET /v1/realtime HTTP/1.1\r\nhost: gateway\r\nconnection: Upgrade, close\r\nupgrade: websocket\r\n\r\n',
    )

    expect(text).toMatch(/^HTTP\/1\.1 404 /)
    expect(text).toContain('endpoint_not_supported')
  })

  it('do not become a second request where an answer was given before the body was read', async () => {
    const smuggled = 'GET /v1/models HTTP/1.1\r\nhost: gateway\r\n\r\n'
    const head = HEAD.replace(KEY, 'wrong-key')
    const text = await exchange(
      `${head}connection: close\r\ncontent-length: ${smuggled.length}\r\n\r\n${smuggled}`,
    )

    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(text).toMatch(/^HTTP\/1\.1 401 /)
  })
})

describe('a client that takes its time', () => {
  it('with its headers or its body holds nobody else up', async () => {
    const slow = await Promise.all(Array.from({ length: 50 }, dial))
    for (const [n, socket] of slow.entries()) {
      socket.write(
        n % 2 === 0 ? 'POST /v1/chat' : `${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY.slice(0, 10)}`,
      )
    }
    // None of them ever sends the rest: whoever waited for them would wait for good.
    const reply = await ask(backstay.client, { model: 'chat', stream: true })

    expect(reply).toMatchObject({ error: null, model: 'a' })
    for (const socket of slow) socket.destroy()
  })

  it('is answered all the same once everything is there', async () => {
    const socket = await dial()
    const answer = new Promise<string>((resolve) => {
      socket.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    })
    for (const byte of `${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY}`) {
      socket.write(byte)
      await new Promise(setImmediate)
    }

    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK/)
    socket.destroy()
  })

  it('to read the answer gets all of it, and the provider waits', async () => {
    backstay.simulators[0]?.script.next({ text: 'word '.repeat(1_000_000), tokens: 20_000 })
    const socket = await dial()
    const body = BODY.replace('{', '{"stream":true,')
    socket.pause()
    socket.write(`${HEAD}connection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
    await backstay.simulators[0]?.until((requests) => requests.at(-1)?.streamed === true)
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
    expect(backstay.simulators[0]?.requests.at(-1)?.outcome).toBe('pending')
    let size = 0
    let tail = ''
    socket.on('data', (chunk: Buffer) => {
      size += chunk.length
      tail = (tail + chunk.toString('latin1')).slice(-100)
    })
    socket.resume()
    await new Promise((resolve) => {
      socket.once('close', resolve)
    })

    expect(size).toBeGreaterThan(5_000_000)
    expect(tail).toContain('data: [DONE]')
  })
})

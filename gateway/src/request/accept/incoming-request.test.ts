import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { IncomingRequest } from './incoming-request.ts'

type Take = (request: IncomingRequest) => Promise<string> | string

const open: { close(): void }[] = []

afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

/** Connected to a server that answers every request with what `take` makes of it. */
async function dial(take: Take): Promise<Socket> {
  const server = createServer({ IncomingMessage: IncomingRequest }, (request, response) => {
    void Promise.resolve(take(request)).then((text) => response.end(text))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  open.push(server, { close: () => socket.destroy() })
  return socket
}

/** Everything that is told of the body of a request, until it has ended one way or the other. */
function told(request: IncomingRequest): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    request.receive({
      chunk: (bytes) => (text += bytes.toString()),
      end: () => resolve(`${text}, ended`),
      gone: () => resolve(`${text}, gone`),
    })
  })
}

/** Resolves with what has come once the last of it is this. */
async function until(socket: Socket, last: string): Promise<string> {
  let text = ''
  while (!text.endsWith(last)) text += String((await once(socket, 'data'))[0])
  return text
}

const post = (length: number): string => `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`

it('gives the body as it comes, request after request', async () => {
  const socket = await dial(told)
  socket.write(`${post(4)}ab`)
  socket.write('cd')
  await until(socket, 'abcd, ended')
  socket.write(`${post(2)}ef${post(0)}${post(1)}g`)
  expect(await until(socket, 'g, ended')).toMatch(/ef, ended[^]*\n, ended[^]*g, ended/)
})

it('has forgotten what was answered', async () => {
  let parser: { readonly incoming: unknown } | null = null
  const socket = await dial((request) => {
    parser = (request.socket as Socket & { parser: { incoming: unknown } }).parser
    return told(request)
  })
  socket.write(`${post(2)}ab`)
  await until(socket, 'ab, ended')
  expect(parser).toHaveProperty('incoming', null)
})

it('gives a body that came before anybody asked', async () => {
  const socket = await dial(async (request) => {
    await once(request, 'readable')
    return told(request)
  })
  socket.write(`${post(4)}abcd`)
  await until(socket, 'abcd, ended')
})

it('is a stream where nobody receives the body', async () => {
  const socket = await dial(async (request) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    return `read ${text}`
  })
  socket.write(`${post(4)}ab`)
  socket.write('cd')
  await until(socket, 'read abcd')
  socket.write(post(0))
  await until(socket, 'read ')
})

it.each<[string, (request: IncomingRequest) => Promise<unknown>, string]>([
  ['while it is received', () => Promise.resolve(), 'ab, gone'],
  ['while it waits to be received', (request) => once(request, 'readable'), 'ab, gone'],
  ['before it is received', (request) => once(request, 'close').catch(() => undefined), ', gone'],
])('tells that the client went away, %s', async (_when, before, expected) => {
  let heard: (text: string) => void
  const hears = new Promise<string>((resolve) => (heard = resolve))
  const socket = await dial(async (request) => {
    const waited = before(request)
    setImmediate(() => socket.destroy())
    await waited
    const text = await told(request)
    heard(text)
    return text
  })
  socket.write(`${post(4)}ab`)
  expect(await hears).toBe(expected)
})

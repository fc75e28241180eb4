import type { Socket } from 'node:net'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { systemClock } from '#system-clock'
import { HttpServer } from './http-server.ts'

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** Everything that comes until the server closes. */
async function rest(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  await once(socket, 'close')
  return text
}

it('answers who has connected before it drains, also on a connection that has brought nothing yet', async () => {
  const server = new HttpServer({
    routes: [{ method: 'GET', path: '/hello', run: (exchange) => exchange.json(200, { hello: true }) }],
    pages: () => false,
    exchange: () => ({
      clock: systemClock,
      maxBodyBytes: 1_024,
      trustedProxies: null,
      compileTriggers: () => {
        throw new Error('there are none')
      },
    }),
    onBug: (error) => {
      throw error
    },
  })
  const port = await server.listen(0, '127.0.0.1')
  const [fresh, kept] = await Promise.all([dial(port), dial(port)])
  kept.write('GET /hello HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(kept, 'data')

  const drained = server.drain(100_000)
  for (const socket of [fresh, kept]) socket.write('GET /hello HTTP/1.1\r\nhost: x\r\n\r\n')
  for (const answer of await Promise.all([rest(fresh), rest(kept)])) {
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(answer.toLowerCase()).toContain('connection: close')
  }
  await drained
  await expect(dial(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

import type { Server } from 'node:net'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { startBackstay } from './start-backstay.ts'

const ANSWER = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'raw',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
})
const RESPONSE = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${ANSWER.length}\r\n\r\n${ANSWER}`

let server: Server

afterEach(() => server.close())

/** A provider that answers one request per connection, and drops the connection when it gets a second one. */
async function dropping(answersOn: (connection: number) => boolean): Promise<number> {
  let connections = 0
  server = createServer((socket) => {
    const number = ++connections
    let requests = 0
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      if (!bytes.includes('POST ')) return
      requests++
      if (requests > 1 || !answersOn(number)) socket.resetAndDestroy()
      else socket.write(RESPONSE)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

const config = (port: number): object => ({
  providers: { raw: { kind: 'openai', base_url: `http://127.0.0.1:${port}/v1`, api_key: 'k' } },
  models: [{ name: 'chat', deployments: [{ provider: 'raw', model: 'raw' }] }],
  keys: [{ name: 'app', key: '${KEY}' }],
})

describe('a connection that died while it was kept open', () => {
  it('is dialed anew, which nobody sees and which counts as no failure', async () => {
    await using backstay = await startBackstay(config(await dropping(() => true)), 0)
    for (let n = 0; n < 6; n++) {
      const reply = await ask(backstay.client, { model: 'chat', stream: false })
      expect(reply).toMatchObject({ error: null, text: 'Hello.' })
      expect(reply.headers.get('x-backstay-attempts')).toBe('1')
    }
  })

  it('is dialed anew once only', async () => {
    await using backstay = await startBackstay(config(await dropping((connection) => connection === 1)), 0)
    await ask(backstay.client, { model: 'chat', stream: false })
    const reply = await ask(backstay.client, { model: 'chat', stream: false })

    expect(reply.error).toMatchObject({ status: 502, code: 'upstream_failed' })
    expect(reply.headers.get('x-backstay-attempts')).toBe('1')
  })
})

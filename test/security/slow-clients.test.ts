import { afterAll, beforeAll, expect, it } from 'vitest'
import { HttpServer } from '#accept/http-server'
import { compileTriggers } from '#run/compile-triggers'
import { systemClock } from '#system-clock'
import { talk } from './raw-client.ts'

const server = new HttpServer({
  routes: [
    {
      method: 'POST',
      path: '/read',
      run: async (exchange) => {
        const bytes = await exchange.body()
        exchange.json(200, { read: bytes.length })
      },
    },
  ],
  pages: () => false,
  exchange: () => ({ clock: systemClock, maxBodyBytes: 1_024, trustedProxies: null, compileTriggers }),
  onBug: (error) => {
    throw error
  },
  patience: { headersMs: 300, requestMs: 600, lookEveryMs: 50 },
})
let url = ''

beforeAll(async () => {
  url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`
})

afterAll(() => server.drain(100))

const HEAD = 'POST /read HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'

it.each([
  ['headers', ['POST /read HTTP/1.1\r\n', ...Array.from({ length: 100 }, (_, n) => `x-${n}: y\r\n`)]],
  ['body', [`${HEAD}content-length: 1000\r\n\r\n`, ...Array.from({ length: 100 }, () => ' ')]],
  ['nothing after the first line', ['POST /read HTTP/1.1\r\n']],
])('a client that sends one byte after the other is told 408 and let go: %s', async (_, pieces) => {
  const text = await talk(url, pieces, 50)

  expect(text).toMatch(/^HTTP\/1\.1 408 /)
  expect(text).toContain('"code":"request_timeout"')
})

it('one that sends in time is answered', async () => {
  expect(await talk(url, [`${HEAD}connection: close\r\ncontent-length: 2\r\n\r\n{}`])).toContain('{"read":2}')
})

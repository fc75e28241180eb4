import type { LookupAddress } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ExchangeObserver } from './exchange.ts'
import { createTransport, type TransportOptions } from './transport.ts'

const server = createServer((_, response) => response.end('{}'))
let port = 0

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ;({ port } = server.address() as AddressInfo)
})

afterAll(() => server.close())

/** A name that leads to these addresses. */
function leadingTo(...addresses: readonly string[]): NonNullable<TransportOptions['resolve']> {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: 4 }))
  return (_, __, callback) => callback(null, found)
}

/** `answered`, or why there is no connection. */
async function reach(options: TransportOptions): Promise<string> {
  const transport = createTransport(options)
  const endpoint = { origin: `http://models.example:${port}`, ca: null, proxy: null }
  const outgoing = { path: '/', headers: ['content-type', 'application/json'], body: Buffer.from('{}') }
  const told = await new Promise<string>((resolve) => {
    const nothing = (): void => undefined
    const observer: ExchangeObserver = {
      onSent: nothing,
      onHead: nothing,
      onData: nothing,
      onEnd: () => resolve('answered'),
      onLost: (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message),
    }
    transport.open(endpoint, outgoing, observer)
  })
  await transport.close()
  return told
}

it('does not connect where a name leads to a link-local address, also among others', async () => {
  expect(await reach({ resolve: leadingTo('169.254.169.254') })).toBe('LINK_LOCAL')
  expect(await reach({ resolve: leadingTo('127.0.0.1', '169.254.169.254') })).toBe('LINK_LOCAL')
})

it('connects where it leads elsewhere', async () => {
  expect(await reach({ resolve: leadingTo('127.0.0.1') })).toBe('answered')
})

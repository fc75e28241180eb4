import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Backstay } from '../e2e/start-backstay.ts'
import { KEY, startBackstay } from '../e2e/start-backstay.ts'
import { talk } from './raw-client.ts'

let backstay: Backstay
/** Everything that a provider got, byte by byte. */
let upstreamGot = ''

const upstream = createServer((socket) => {
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    upstreamGot += chunk.toString('latin1')
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}')
  })
})

beforeAll(async () => {
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  backstay = await startBackstay(
    {
      providers: {
        main: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' },
        raw: { kind: 'google', base_url: url, api_key: 'upstream-key' },
      },
      models: [{ name: 'chat', deployments: [{ provider: 'main', model: 'a' }] }],
      keys: [{ name: 'app', key: '${KEY}', models: ['*', 'main/*', 'raw/*'] }],
    },
    1,
  )
})

afterAll(async () => {
  await backstay.close()
  upstream.close()
})

afterEach(() => {
  backstay.simulators[0]?.clearRequests()
  upstreamGot = ''
})

const BODY = JSON.stringify({ model: 'chat', messages: [{ role: 'user', content: 'Hello' }] })
const SMUGGLED = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`
const HEAD = `POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer ${KEY}\r\ncontent-type: application/json\r\n`

describe('a request that two servers could read differently', () => {
  it.each([
    ['length and chunks', `${HEAD}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['chunks and length', `${HEAD}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${HEAD}content-length: 0\r\ncontent-length: ${SMUGGLED.length}\r\n\r\n`],
    ['a list of lengths', `${HEAD}content-length: 0, ${SMUGGLED.length}\r\n\r\n`],
    ['a signed length', `${HEAD}content-length: +0\r\n\r\n`],
    ['chunks that are not the last coding', `${HEAD}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['a coding like chunked', `${HEAD}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['a space before the colon', `${HEAD}transfer-encoding : chunked\r\n\r\n0\r\n\r\n`],
    ['a folded header', `${HEAD}x-folded: a\r\n b\r\ncontent-length: 0\r\n\r\n`],
    ['a bare line feed', `${HEAD}x-a: b\ncontent-length: 0\r\n\r\n`],
    ['a bare carriage return', `${HEAD}x-a: b\rcontent-length: 0\r\n\r\n`],
    ['a zero byte', `${HEAD}x-a: b\0c\r\ncontent-length: 0\r\n\r\n`],
  ])('is refused, and what follows it is no request: %s', async (_, bytes) => {
    const text = await talk(backstay.url, [bytes + SMUGGLED])

    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(backstay.simulators[0]?.counts().requests).toBe(0)
  })
})

describe('names with line breaks', () => {
  it.each([
    { model: 'chat\r\nx-evil: 1' },
    { model: 'main/a\r\nx-evil: 1' },
    { model: 'raw/a HTTP/1.1\r\nx-evil: 1\r\n\r\nGET /' },
    { model: 'raw/../../x?y#z' },
    { model: 'chat', session_id: 'a\r\nx-evil: 1' },
    { model: 'chat', provider: { order: ['a\r\nx-evil: 1'], fallback: ['b\r\nx-evil: 1'] } },
    { model: 'chat', backstay: { chain: 'a\r\nx-evil: 1' } },
  ])('become no header and no second request, there and back: %j', async (members) => {
    const response = await fetch(`${backstay.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'authorization': `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], ...members }),
    })
    await response.text()

    expect(response.headers.get('x-evil')).toBe(null)
    expect(upstreamGot).not.toMatch(/^x-evil/im)
    expect(upstreamGot.match(/^(?:GET|POST) /gm)?.length ?? 0).toBeLessThanOrEqual(1)
    for (const { headers } of backstay.simulators[0]?.requests ?? [])
      expect(headers['x-evil']).toBeUndefined()
  })

  it('stay inside their segment of a path', async () => {
    const response = await fetch(`${backstay.url}/v1beta/models/raw%2F..%2F..%2Fx%3Fkey=:generateContent`, {
      method: 'POST',
      headers: { 'x-goog-api-key': KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ contents: [{ parts: [{ text: 'Hello' }] }] }),
    })
    await response.text()
    const [line = ''] = upstreamGot.split('\r\n')

    expect(line === '' || line.startsWith('POST /v1beta/models/')).toBe(true)
    expect(line).not.toContain('/../')
  })
})

describe('headers of the caller', () => {
  it('that carry credentials or decide about connections do not reach a provider', async () => {
    const response = await fetch(`${backstay.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        'authorization': `Bearer ${KEY}`,
        'content-type': 'application/json',
        'cookie': 'session=mine',
        'x-api-key': KEY,
        'x-goog-api-key': KEY,
        'x-forwarded-for': '10.1.2.3',
        'proxy-authorization': 'Basic bWluZQ==',
        'x-amz-security-token': 'mine',
      },
      body: BODY,
    })
    await response.text()
    const [request] = backstay.simulators[0]?.requests ?? []

    expect(request?.apiKey).toBe('upstream-key')
    const sent = JSON.stringify(request?.headers)
    for (const secret of [KEY, 'mine', 'bWluZQ', '10.1.2.3']) expect(sent).not.toContain(secret)
  })
})

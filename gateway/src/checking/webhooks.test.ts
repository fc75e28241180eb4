import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WebhookCheck } from '#domain/quality'
import { systemClock } from '#system-clock'
import { isLinkLocal } from '#link-local'
import { Webhooks } from './webhooks.ts'

const received: { headers: IncomingHttpHeaders; body: string }[] = []
let respond: (response: ServerResponse) => void = () => undefined
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    respond(response)
  })
})
const webhooks = new Webhooks(systemClock)
let base = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await webhooks.close()
  server.closeAllConnections()
  server.close()
})

const check = (members: Partial<WebhookCheck> = {}): WebhookCheck => ({
  kind: 'webhook',
  url: `${base}/hook?x=planted`,
  timeoutMs: 5_000,
  secret: null,
  required: false,
  allowLinkLocal: false,
  ...members,
})
const MESSAGE = {
  id: 'r1',
  key: 'app',
  deployment: 'm/p',
  model: 'm',
  streamed: false,
  choices: [{ text: 'Grüße', finish_reason: 'stop' }],
}

describe('posting to a webhook', () => {
  it('sends the answer as JSON and hands back what was answered', async () => {
    respond = (response) => response.end('{"pass": true}')
    expect(await webhooks.post(check(), MESSAGE)).toEqual({ kind: 'answered', body: { pass: true } })
    expect(JSON.parse(received.at(-1)?.body ?? '')).toEqual(MESSAGE)
    expect(received.at(-1)?.headers['content-type']).toBe('application/json')
    expect(received.at(-1)?.headers['webhook-signature']).toBeUndefined()
  })

  it.each([
    ['a plain secret', 'planted-secret', Buffer.from('planted-secret')],
    ['a secret of the specification', 'whsec_c2VjcmV0', Buffer.from('secret')],
  ])('signs with %s so that the receiver can verify it', async (_what, secret, key) => {
    respond = (response) => response.end('{}')
    await webhooks.post(check({ secret }), MESSAGE)
    const { headers, body } = received.at(-1) ?? { headers: {}, body: '' }
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const expected = createHmac('sha256', key).update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${expected}`)
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60)
    expect(JSON.stringify(headers)).not.toContain(secret)
  })

  it.each([
    ['an error', (response: ServerResponse) => response.writeHead(500).end('planted'), /HTTP 500/u],
    [
      'a redirect',
      (response: ServerResponse) => response.writeHead(302, { location: '/elsewhere' }).end(),
      /HTTP 302/u,
    ],
    ['no JSON', (response: ServerResponse) => response.end('planted'), /JSON/u],
    ['too much', (response: ServerResponse) => response.end('9'.repeat(100_000)), /more than/u],
    ['a cut', (response: ServerResponse) => response.socket?.destroy(), /cannot be reached/u],
  ])('says what is wrong with %s, and no URL', async (_what, responding, wanted) => {
    respond = responding
    const posted = await webhooks.post(check(), MESSAGE)
    expect(posted).toEqual({ kind: 'failed', detail: expect.stringMatching(wanted) })
    expect(JSON.stringify(posted)).not.toMatch(/planted|127\.0\.0\.1/u)
  })

  it('waits no longer than it may', async () => {
    respond = () => undefined
    const posted = await webhooks.post(check({ timeoutMs: 30 }), MESSAGE)
    expect(posted).toEqual({ kind: 'failed', detail: 'the webhook did not answer within 30 ms' })
  })
})

describe('link-local addresses', () => {
  it.each([
    ['169.254.169.254', true],
    [new URL('http://2852039166/').hostname, true],
    [new URL('http://[fe80::1]/').hostname, true],
    [new URL('http://[::ffff:169.254.169.254]/').hostname, true],
    ['fd00:ec2::254', true],
    ['127.0.0.1', false],
    ['10.0.0.1', false],
    ['hooks.example', false],
  ])('%s: %s', (host, expected) => {
    expect(isLinkLocal(host)).toBe(expected)
  })

  it('are not posted to, unless they are allowed', async () => {
    const url = 'http://169.254.169.254/latest/meta-data'
    expect(await webhooks.post(check({ url }), MESSAGE)).toEqual({
      kind: 'failed',
      detail: expect.stringContaining('link-local'),
    })
    const allowed = await webhooks.post(check({ url, allowLinkLocal: true, timeoutMs: 50 }), MESSAGE)
    expect(JSON.stringify(allowed)).not.toContain('link-local')
  })

  it('are looked for behind names too', async () => {
    const address = (hostname: string) =>
      hostname === 'inside.test' ? '169.254.169.254' : hostname === 'outside.test' ? '127.0.0.1' : ''
    const resolving = new Webhooks(systemClock, (hostname, _options, callback) =>
      callback(null, [{ address: address(hostname), family: 4 }]),
    )
    respond = (response) => response.end('{"pass": true}')
    const { port } = new URL(base)
    const inside = await resolving.post(check({ url: `http://inside.test:${port}/` }), MESSAGE)
    const outside = await resolving.post(check({ url: `http://outside.test:${port}/` }), MESSAGE)
    expect(inside).toEqual({ kind: 'failed', detail: expect.stringContaining('link-local') })
    expect(outside).toEqual({ kind: 'answered', body: { pass: true } })
    await resolving.close()
  })
})

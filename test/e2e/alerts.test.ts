import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createdWebhookSchema, deliveriesSchema } from '@backstay/contract/admin'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serverError } from '#simulator/faults'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: {
    first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
    second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
  },
  models: [
    {
      name: 'chat',
      deployments: [
        { provider: 'first', model: 'one', priority: 1 },
        { provider: 'second', model: 'two', priority: 2 },
      ],
    },
  ],
  breaker: { failures: 2, open_ms: 60_000, open_max_ms: 60_000 },
  keys: [{ name: 'app', key: '${KEY}' }],
}

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly alert: Record<string, unknown>
}

let server: Server
let url: string
let received: Received[]
/** What is answered, one after the other; then 204. */
let statuses: number[]
beforeEach(async () => {
  received = []
  statuses = []
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body, alert: JSON.parse(body) as Record<string, unknown> })
      response.writeHead(statuses.shift() ?? 204).end()
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => {
    server.close(resolve)
  })
})

const subscribe = async (backstay: Backstay, body: object = {}) =>
  createdWebhookSchema.parse(
    (await askAdmin(backstay, 'webhooks', { body: { name: 'ops', url, ...body } })).body,
  )
const about = (kind: string): Received[] => received.filter(({ alert }) => alert['kind'] === kind)
const arrived = (kind: string): Promise<Received> => poll(() => about(kind)[0], 30_000)
const chat = (backstay: Backstay) => ask(backstay.client, { model: 'chat', stream: false })

/** Both providers fail, so that both breakers open and nobody answers. */
async function outage(backstay: Backstay): Promise<void> {
  for (const { script } of backstay.simulators) script.always(serverError())
  for (let n = 0; n < 4; n++) await chat(backstay)
}

describe('a webhook', () => {
  it('is told what it asked for, signed, once', async () => {
    await using backstay = await startBackstay(CONFIG)
    const { secret } = await subscribe(backstay, { alerts: ['breaker-opened', 'chain-exhausted'] })
    await outage(backstay)

    // Both are told of at once, in whatever order they arrive.
    const opened = await poll(
      () => about('breaker-opened').find(({ alert }) => alert['subject'] === 'chat/first'),
      30_000,
    )
    expect(opened.alert).toMatchObject({
      subject: 'chat/first',
      organisation: 'default',
      text: expect.stringContaining('chat/first') as string,
      data: { deployment: 'chat/first', class: 'server_error' },
      repeated: 0,
      console: `${backstay.adminUrl}/console`,
    })
    expect((await arrived('chain-exhausted')).alert).toMatchObject({ subject: 'chat', data: { status: 502 } })
    const { headers, body } = opened
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    )

    // Nothing came twice, and what came last is known.
    await poll(async () => {
      const { body: listed } = await askAdmin(backstay, 'webhooks')
      return JSON.stringify(listed).includes('"delivered":true') ? true : undefined
    })
    expect(about('chain-exhausted')).toHaveLength(1)
    expect(new Set(about('breaker-opened').map(({ alert }) => alert['subject'])).size).toBe(
      about('breaker-opened').length,
    )
  })

  it('that fails is tried again with the same id', async () => {
    await using backstay = await startBackstay(CONFIG)
    statuses = [503]
    const { id } = await subscribe(backstay, { alerts: ['chain-exhausted'] })
    await outage(backstay)

    const [first, second] = await poll(
      () => (about('chain-exhausted').length < 2 ? undefined : received),
      30_000,
    )
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.body).toBe(first?.body)

    // Operators can look up what became of it.
    const delivery = await poll(async () => {
      const { body } = await askAdmin(backstay, `webhooks/${id}/deliveries`)
      const [only] = deliveriesSchema.parse(body).data
      return only?.state === 'waiting' ? undefined : only
    }, 30_000)
    expect(delivery).toMatchObject({
      id: first?.headers['webhook-id'],
      kind: 'chain-exhausted',
      state: 'delivered',
      tries: 2,
      detail: '',
      nextTryAt: null,
    })
  })

  it('is tried out at once, changed by its revision, and never shows its secret again', async () => {
    await using backstay = await startBackstay(CONFIG)
    const { id, secret, revision } = await subscribe(backstay, { enabled: false })
    statuses = [500]
    const test = () => askAdmin(backstay, `webhooks/${id}/test`, { method: 'POST' })
    expect((await test()).body).toEqual({ delivered: false, detail: 'the webhook answered HTTP 500' })
    expect((await test()).body).toEqual({ delivered: true, detail: '' })
    expect(about('test')).toHaveLength(2)

    const change = (ifMatch: string) =>
      askAdmin(backstay, `webhooks/${id}`, {
        method: 'PATCH',
        body: { name: 'night shift' },
        headers: { 'if-match': ifMatch },
      })
    expect((await change('"7"')).status).toBe(412)
    const changed = await change(`"${revision}"`)
    expect(changed).toMatchObject({ status: 200, body: { name: 'night shift', revision: revision + 1 } })
    expect(changed.headers.get('etag')).toBe(`"${revision + 1}"`)
    const shown = [(await askAdmin(backstay, 'webhooks')).body, (await askAdmin(backstay, 'audit-logs')).body]
    expect(JSON.stringify(shown)).not.toContain(secret)
    expect((await askAdmin(backstay, `webhooks/${id}`, { method: 'DELETE' })).status).toBe(200)
    expect((await test()).status).toBe(404)
  })

  it('is never at a link-local address', async () => {
    await using backstay = await startBackstay(CONFIG)
    const { id } = await subscribe(backstay, { url: 'http://169.254.169.254/latest' })
    const { body } = await askAdmin(backstay, `webhooks/${id}/test`, { method: 'POST' })
    expect(body).toEqual({ delivered: false, detail: 'the webhook has a link-local address' })
  })
})

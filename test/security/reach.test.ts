import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ask } from '../e2e/ask.ts'
import { startBackstay } from '../e2e/start-backstay.ts'

const KEYS = [{ name: 'app', key: '${KEY}' }]
const at = (baseUrl: string): object => ({
  providers: { there: { kind: 'openai', base_url: baseUrl, api_key: 'key' } },
  models: [{ name: 'chat', deployments: [{ provider: 'there', model: 'a' }] }],
  timeouts: { connect_ms: 5_000, total_ms: 10_000 },
  keys: KEYS,
})

/** What an address of a cloud's own looks like, in all the ways that it can be written. */
const FORBIDDEN = [
  'http://169.254.169.254/latest',
  'http://[::ffff:169.254.169.254]/v1',
  'http://2852039166/v1',
  'http://0xa9.254.169.254/v1',
  'http://[fe80::1]/v1',
  'http://[fd00:ec2::254]/v1',
  'https://100.100.100.200/v1',
  'http://168.63.129.16/v1',
]

describe('where a provider may be', () => {
  it('is not where clouds answer questions about their machines', async () => {
    const named = FORBIDDEN.map((url, n) => [`p${n}`, url] as const)
    await using backstay = await startBackstay(
      {
        providers: Object.fromEntries(
          named.map(([name, url]) => [name, { kind: 'openai', base_url: url, api_key: 'key' }]),
        ),
        models: named.map(([name]) => ({ name, deployments: [{ provider: name, model: 'a' }] })),
        timeouts: { connect_ms: 5_000, total_ms: 10_000 },
        keys: KEYS,
      },
      0,
    )
    for (const [model, url] of named) {
      const { error } = await ask(backstay.client, { model, stream: model === 'p1' })
      expect(error?.status, url).toBe(502)
    }
    const records = await backstay.records(FORBIDDEN.length)
    for (const { requestedModel, routing } of records)
      expect(routing.attempts[0]?.reason, requestedModel).toContain('link-local')
  })

  it('is this machine, or the network that it is in', async () => {
    await using backstay = await startBackstay(at('${SIM0}'), 1)
    expect((await ask(backstay.client, { model: 'chat', stream: false })).status).toBe(200)
  })

  it('is where it was configured, not where an answer redirects to', async () => {
    let visited = 0
    const elsewhere = createServer((_, response) => {
      visited += 1
      response.end('{}')
    }).listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    const { port } = elsewhere.address() as AddressInfo
    await using backstay = await startBackstay(at('${SIM0}'), 1)
    for (const status of [301, 302, 303, 307, 308]) {
      const location = `http://127.0.0.1:${port}/v1/chat/completions`
      backstay.simulators[0]?.script.next({ status, headers: { location }, body: { text: '' } })
      const { error } = await ask(backstay.client, { model: 'chat', stream: false })
      expect(error?.status).toBe(502)
    }
    elsewhere.close()

    expect(visited).toBe(0)
  })
})

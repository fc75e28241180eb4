import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Behavior } from '#simulator/behavior'
import { hangAfterTokens, hangBeforeFirstToken, hangBeforeHeaders } from '#simulator/faults'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(
    `
providers:
  main: { kind: openai, base_url: "\${SIM0}", api_key: upstream-key }
models:
  - { name: chat, deployments: [{ provider: main, model: a, priority: 1 }, { provider: main, model: b, priority: 2 }] }
breaker: { failures: 1, open_ms: 60000, open_max_ms: 60000 }
keys: [{ name: app, key: "\${KEY}", limits: { concurrency: 1 } }]
`,
    1,
  )
})

afterAll(() => backstay.close())

beforeEach(() => {
  backstay.simulators[0]?.script.reset()
  backstay.simulators[0]?.clearRequests()
})

/** Sends a request and leaves once the provider has it and, if asked for, something of the answer was seen. */
async function hangUp(stream: boolean, afterFirstBytes: boolean): Promise<number> {
  const [simulator] = backstay.simulators
  const leaving = new AbortController()
  const answer = fetch(`${backstay.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ model: 'chat', stream, messages: [{ role: 'user', content: 'Hello' }] }),
    signal: leaving.signal,
  })
  answer.catch(() => undefined)
  await simulator?.until((requests) => requests.length > 0)
  if (afterFirstBytes) await (await answer).body?.getReader().read()
  const leftAt = Date.now()
  leaving.abort()
  return leftAt
}

const WAYS: readonly (readonly [string, boolean, Behavior])[] = [
  ['before the headers, unstreamed', false, hangBeforeHeaders()],
  ['before the headers, streamed', true, hangBeforeHeaders()],
  ['before the first token', true, hangBeforeFirstToken()],
  ['in the middle of a stream', true, { tokens: 5, ...hangAfterTokens(2) }],
  ['in the middle of a body', false, { hang: { afterTokens: 0 } }],
]

describe('a client that hangs up', () => {
  it.each(WAYS)('takes the upstream request along at once: %s', async (way, stream, behavior) => {
    const [simulator] = backstay.simulators
    simulator?.script.always(behavior)
    const before = (await backstay.records(0)).length
    const leftAt = await hangUp(stream, way === 'in the middle of a stream')
    await simulator?.until((requests) => requests[0]?.outcome !== 'pending')

    const [request] = simulator?.requests ?? []
    expect(request?.outcome).toBe('aborted')
    expect((request?.abortedAt ?? Infinity) - leftAt).toBeLessThan(100)
    const record = (await backstay.records(before + 1)).at(-1)
    expect(record).toMatchObject({ status: 499, errorClass: 'hung_up', servedModel: null })
    expect(record?.routing.attempts).toMatchObject([{ outcome: 'aborted', action: 'stop' }])
    if (way === 'in the middle of a stream') expect(record?.tokens).toMatchObject({ estimated: true })
  })

  it('leaves no mark: nothing is benched, no share of the key is kept', async () => {
    backstay.simulators[0]?.script.always(hangBeforeHeaders())
    const before = (await backstay.records(0)).length
    await hangUp(false, false)
    await backstay.records(before + 1)
    backstay.simulators[0]?.script.reset()
    const reply = await ask(backstay.client, { model: 'chat', stream: true })

    expect(reply).toMatchObject({ error: null, model: 'a' })
  })

  it('while it waits for a rate limit to pass ends the wait', async () => {
    await using alone = await startBackstay(
      `
providers: { main: { kind: openai, base_url: "\${SIM0}", api_key: upstream-key } }
models: [{ name: chat, deployments: [{ provider: main, model: a }] }]
keys: [{ name: app, key: "\${KEY}" }]
`,
      1,
    )
    alone.simulators[0]?.script.always({ status: 429, headers: { 'retry-after': '8' }, error: {} })
    const leaving = new AbortController()
    const asked = alone.client.chat.completions.create(
      { model: 'chat', messages: [{ role: 'user', content: 'Hello' }] },
      { signal: leaving.signal },
    )
    asked.catch(() => undefined)
    await alone.simulators[0]?.until((requests) => requests[0]?.outcome === 'answered')
    leaving.abort()

    expect(await alone.records(1)).toMatchObject([{ status: 499, errorClass: 'hung_up' }])
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UsageRecord } from '#domain/record'
import { hangAfterTokens, hangBeforeHeaders } from '#simulator/faults'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import type { BackstayFetch } from './create-fetch.ts'
import { createFetch } from './create-fetch.ts'

/** Records are written when the caller has its answer. */
const SOON = { timeout: 20_000, interval: 5 }

let simulator: Simulator
let backstay: BackstayFetch
let records: UsageRecord[]

beforeEach(async () => {
  simulator = await startSimulator()
  records = []
  backstay = createFetch(configOf(), { onRecord: (record) => records.push(record) })
})

afterEach(async () => {
  await backstay.close()
  await simulator.close()
})

const configOf = (more: object = {}) => ({
  providers: { main: { kind: 'openai' as const, base_url: simulator.baseUrl, api_key: 'provider-key' } },
  models: [{ name: 'chat', deployments: [{ provider: 'main', model: 'a' }] }],
  ...more,
})

const ask = (body: object, init: RequestInit = {}, using = backstay): Promise<Response> =>
  using('https://api.openai.com/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'authorization': 'Bearer whatever' },
    body: JSON.stringify({ model: 'chat', messages: [{ role: 'user', content: 'Hi' }], ...body }),
    ...init,
  })

describe('a fetch that routes', () => {
  it('answers as the gateway would, with its headers and one record', async () => {
    const answer = await ask({})
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-backstay-deployment')).toBe('chat/main')
    expect(await answer.json()).toMatchObject({ object: 'chat.completion' })
    await expect
      .poll(() => records, SOON)
      .toMatchObject([{ key: 'library', status: 200, deployment: 'chat/main' }])
    expect(simulator.requests[0]?.headers['authorization']).toBe('Bearer provider-key')
  })

  it('calls providers directly where no model is configured for it', async () => {
    expect((await ask({ model: 'main/other' })).status).toBe(200)
  })

  it('refuses what there is no endpoint for, and bad bodies, in the words of the API', async () => {
    const nowhere = await backstay('http://backstay/v2/chat')
    expect([nowhere.status, await nowhere.json()]).toMatchObject([404, { error: { code: 'not_found' } }])
    const wrong = await backstay('http://backstay/v1/chat/completions')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
    const bad = await ask({}, { body: '{' })
    expect([bad.status, await bad.json()]).toMatchObject([400, { error: { code: 'invalid_json' } }])
  })

  it('lists models', async () => {
    const list = await backstay(new URL('http://backstay/v1/models'))
    expect(await list.json()).toMatchObject({ data: [{ id: 'chat' }] })
  })

  it('keeps the rules of keys where the configuration has some', async () => {
    const keys = [{ name: 'app', key: 'bs-own-key-0123456789', models: ['main/*'] }]
    const own = createFetch(configOf({ keys }))
    expect((await ask({}, {}, own)).status).toBe(401)
    const headers = { authorization: 'Bearer bs-own-key-0123456789' }
    expect((await ask({}, { headers }, own)).status).toBe(403)
    await own.close()
  })
})

describe('a caller that leaves', () => {
  it('before the answer gets the reason of its signal, and takes the upstream request along', async () => {
    simulator.script.always(hangBeforeHeaders())
    const leaving = new AbortController()
    const answer = ask({}, { signal: leaving.signal })
    await simulator.until((requests) => requests.length === 1)
    leaving.abort(new Error('changed my mind'))
    await expect(answer).rejects.toThrow('changed my mind')
    await simulator.until((requests) => requests[0]?.outcome === 'aborted')
    await expect.poll(() => records, SOON).toMatchObject([{ status: 499, errorClass: 'hung_up' }])
    await expect(ask({}, { signal: leaving.signal })).rejects.toThrow('changed my mind')
    expect(simulator.requests).toHaveLength(1)
  })

  it.each(['by its signal', 'by cancelling the body'] as const)(
    'in the middle of a stream: %s',
    async (way) => {
      simulator.script.always({ text: ['one', ' two', ' three'], ...hangAfterTokens(2) })
      const leaving = new AbortController()
      const { body } = await ask({ stream: true }, { signal: leaving.signal })
      const reader = body?.getReader()
      expect((await reader?.read())?.done).toBe(false)
      if (way === 'by its signal') {
        leaving.abort(new Error('enough'))
        await expect(Array.fromAsync({ [Symbol.asyncIterator]: () => rest(reader) })).rejects.toThrow(
          'enough',
        )
      } else await reader?.cancel()
      await simulator.until((requests) => requests[0]?.outcome === 'aborted')
      await expect
        .poll(() => records, SOON)
        .toMatchObject([{ status: 499, errorClass: 'hung_up', tokens: { estimated: true } }])
    },
  )

  async function* rest(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): AsyncGenerator<number> {
    for (;;) {
      const read = await reader?.read()
      if (read === undefined || read.done) return
      yield read.value.length
    }
  }
})

it('a stream that nobody reads is held back, and whole when it is read', async () => {
  const text = Array.from({ length: 4_000 }, (_, n) => ` word ${n} ${'x'.repeat(200)}`)
  simulator.script.always({ text })
  const { body } = await ask({ stream: true })
  await simulator.until((requests) => requests.length === 1)
  let received = ''
  const decoder = new TextDecoder()
  for await (const chunk of body ?? []) received += decoder.decode(chunk, { stream: true })
  expect(received.endsWith('data: [DONE]\n\n')).toBe(true)
  expect(received.split('data: {').length).toBeGreaterThan(4_000)
})

it('a configuration that is not valid is refused with every problem and no secret', () => {
  const attempt = (): unknown =>
    createFetch(`
providers: { main: { kind: openai, api_key: sk-secret-value } }
models: [{ name: chat, strategie: weighted, deployments: [{ provider: mian, model: a }] }]
`)
  expect(attempt).toThrow(/strategie.*"strategy"/su)
  expect(attempt).toThrow(/mian/u)
  expect(attempt).not.toThrow(/sk-secret-value/u)
})

it('what listeners throw is told, and changes nothing', async () => {
  const bugs: unknown[] = []
  const throwing = (): never => {
    throw new Error('mine')
  }
  const own = createFetch(configOf(), { onRecord: throwing, onBug: (bug) => bugs.push(bug) })
  expect((await ask({}, {}, own)).status).toBe(200)
  await expect.poll(() => bugs, SOON).toMatchObject([{ message: 'mine' }])
  await own.close()
})

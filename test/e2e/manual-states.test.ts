import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
        { provider: 'first', model: 'one' },
        { provider: 'second', model: 'two' },
      ],
    },
  ],
  breaker: { failures: 2, open_ms: 60_000, open_max_ms: 60_000 },
  keys: [{ name: 'app', key: '${KEY}' }],
}

const chat = (backstay: Backstay) => ask(backstay.client, { model: 'chat', stream: false })

describe('a deployment under the hand of an operator', () => {
  const set = (backstay: Backstay, name: string, body: object) =>
    askAdmin(backstay, `deployments/${encodeURIComponent(`chat/${name}`)}/state`, { body })

  it('is drained under traffic: nobody fails, running answers finish, nothing new begins', async () => {
    await using backstay = await startBackstay(CONFIG)
    for (const simulator of backstay.simulators) {
      simulator.script.always({ tokens: 20, delays: { betweenChunksMs: 10 } })
    }
    const load = { on: true }
    const failed: unknown[] = []
    const worker = async (): Promise<void> => {
      while (load.on) {
        const { error, finish } = await ask(backstay.client, { model: 'chat', stream: true })
        if (error !== null || finish !== 'stop') failed.push(error ?? finish)
      }
    }
    const workers = Array.from({ length: 8 }, worker)
    const requests = (): number => backstay.simulators[0]?.counts().requests ?? 0
    await poll(() => (requests() > 8 ? true : undefined))
    const { status, body } = await set(backstay, 'first', { state: 'drain', reason: 'new key' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'drained', reason: 'new key', until: null })
    const atDrain = requests()
    const others = backstay.simulators[1]?.counts().requests ?? 0
    await poll(() => ((backstay.simulators[1]?.counts().requests ?? 0) > others + 40 ? true : undefined))
    expect(requests()).toBe(atDrain)

    await set(backstay, 'first', { state: 'reset' })
    await poll(() => (requests() > atDrain + 8 ? true : undefined))
    load.on = false
    await Promise.all(workers)
    expect(failed).toEqual([])
  })

  it('comes back by itself when its time is over', async () => {
    await using backstay = await startBackstay(CONFIG)
    await set(backstay, 'first', { state: 'drain', forMs: 400 })
    const served: (string | null)[] = []
    for (let n = 0; n < 4; n++) served.push((await chat(backstay)).headers.get('x-backstay-deployment'))
    expect(new Set(served)).toEqual(new Set(['chat/second']))
    await poll(async () =>
      (await chat(backstay)).headers.get('x-backstay-deployment') === 'chat/first' ? true : undefined,
    )
  })

  it('is put last while it is forced open, and used when there is nobody else', async () => {
    await using backstay = await startBackstay(CONFIG)
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const { body } = await set(backstay, 'first', { state: 'force_open', until })
    expect(body).toMatchObject({
      state: 'forced_open',
      until: expect.closeTo(Date.parse(until), -2) as number,
    })
    for (let n = 0; n < 4; n++) expect((await chat(backstay)).model).toBe('two')
    backstay.simulators[1]?.script.next(serverError())
    expect((await chat(backstay)).model).toBe('one')
  })

  it('has its breaker closed by a reset', async () => {
    await using backstay = await startBackstay(CONFIG)
    backstay.simulators[0]?.script.always(serverError())
    for (let n = 0; n < 4; n++) await chat(backstay)
    expect(backstay.simulators[0]?.counts().requests).toBe(2)
    backstay.simulators[0]?.script.always({})
    const { body } = await set(backstay, 'first', { state: 'reset', reason: 'mended' })
    expect(body).toMatchObject({ state: 'healthy', since: null })
    const models = [(await chat(backstay)).model, (await chat(backstay)).model]
    expect(new Set(models)).toEqual(new Set(['one', 'two']))
  })

  describe('with a body that is none', () => {
    let backstay: Backstay
    beforeAll(async () => {
      backstay = await startBackstay(CONFIG)
    })
    afterAll(() => backstay.close())

    it.each([
      ['chat/nobody', { state: 'drain' }, 404, 'deploymentId'],
      ['chat/first', { state: 'stop' }, 400, 'state'],
      ['chat/first', { state: 'drain', forMs: 0 }, 400, 'forMs'],
      ['chat/first', { state: 'drain', forMs: 5, until: '2030-01-01T00:00:00Z' }, 400, 'until'],
      ['chat/first', { state: 'drain', until: '2020-01-01T00:00:00Z' }, 400, 'until'],
      ['chat/first', { state: 'reset', forMs: 5 }, 400, 'state'],
      ['chat/first', { state: 'drain', because: '' }, 400, 'because'],
    ])('%s is not set to %j', async (label, body, status, param) => {
      const reply = await askAdmin(backstay, `deployments/${encodeURIComponent(label)}/state`, { body })

      expect(reply.status).toBe(status)
      expect(reply.body).toMatchObject({ error: { param } })
    })
  })
})

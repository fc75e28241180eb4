import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { serverError } from '#simulator/faults'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { readUsage } from '#store/usage-reader'
import type { Reply } from './ask.ts'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'
import type { Running } from './start-process.ts'
import { startProcess } from './start-process.ts'

/** A dollar per token of output; what these requests ask for and get costs so many dollars as it has tokens. */
const PRICE = { input: 0, output: 1_000_000 }
const CHEAP = { input: 0, output: 100_000 }

const on = (model: string): object => ({ provider: 'one', model })
const MODELS = [
  { name: 'dear', price: PRICE, fallbacks: ['cheap'], deployments: [on('dear')] },
  { name: 'cheap', price: CHEAP, deployments: [on('cheap')] },
  { name: 'free', price: { input: 0, output: 0 }, deployments: [on('free')] },
  { name: 'unpriced', deployments: [on('unpriced')] },
]

function config(limits: object, more: object = {}): object {
  return {
    providers: { one: { kind: 'openai-compatible', base_url: '${SIM0}', api_key: 'upstream-key' } },
    models: MODELS,
    keys: [{ name: 'app', key: '${KEY}', limits }],
    ...more,
  }
}

const TEN_TOKENS = { usage: { input: 5, output: 10 } }
const ASKS_TEN = { max_tokens: 10 }

const hits = (backstay: Backstay): Readonly<Record<string, number>> =>
  backstay.simulators[0]?.counts().byModel ?? {}

/** One request of ten tokens. */
function send(backstay: Backstay, model: string, more: object = {}): ReturnType<typeof ask> {
  return ask(backstay.client, { model, stream: false, body: { ...ASKS_TEN, ...more } })
}

describe('a budget that blocks', () => {
  it.each([false, true])(
    'answers 402 when it is used up, and says when it renews, streamed %s',
    async (stream) => {
      await using backstay = await startBackstay(config({ budget: { usd: 25, per: 'day' } }))
      backstay.simulators[0]?.script.always(TEN_TOKENS)
      const asked = { model: 'dear', stream, body: ASKS_TEN }
      const replies = [
        await ask(backstay.client, asked),
        await ask(backstay.client, asked),
        await ask(backstay.client, asked),
      ]

      expect(replies.map(({ status }) => status)).toEqual([200, 200, 402])
      const { error, headers } = replies[2] ?? {}
      expect(error).toMatchObject({ code: 'budget_exhausted', type: 'insufficient_quota' })
      expect(error?.message).toMatch(
        /The daily budget of the API key "app", 25 USD, has no room for this request; it renews at \d{4}-\d\d-\d\d 00:00 UTC\./,
      )
      const untilMidnight = (86_400_000 - (Date.now() % 86_400_000)) / 1_000
      expect(Math.abs(Number(headers?.get('retry-after')) - untilMidnight)).toBeLessThan(60)
      expect(hits(backstay)).toEqual({ dear: 2 })
      const record = await backstay.recordOf(headers?.get('x-request-id'))
      expect(record).toMatchObject({ status: 402, errorClass: 'budget_exhausted', costUsd: null })
    },
  )

  it('is told in headers, like the other limits of the key', async () => {
    await using backstay = await startBackstay(config({ budget: { usd: 25 } }))
    backstay.simulators[0]?.script.always(TEN_TOKENS)
    const left = async (): Promise<(string | null)[]> => {
      const { headers } = await send(backstay, 'dear')
      return ['limit', 'remaining'].map((what) => headers.get(`x-ratelimit-${what}-usd`))
    }

    expect([await left(), await left(), await left()]).toEqual([
      ['25', '25'],
      ['25', '15'],
      ['25', '5'],
    ])
  })

  it('is never overdrawn by 500 requests at once for the money of 100', async () => {
    await using backstay = await startBackstay(config({ budget: { usd: 1_000 } }))
    backstay.simulators[0]?.script.always({ ...TEN_TOKENS, delays: { beforeHeadersMs: 200 } })
    const replies = await Promise.all(Array.from({ length: 500 }, () => send(backstay, 'dear')))

    const answered = replies.filter(({ status }) => status === 200)
    expect(answered).toHaveLength(100)
    expect(replies.filter(({ status }) => status === 402)).toHaveLength(400)
    expect(hits(backstay)).toEqual({ dear: 100 })
  })

  it('gets back what a failed attempt had reserved', async () => {
    await using backstay = await startBackstay(config({ budget: { usd: 11 } }))
    backstay.simulators[0]?.script.forModel('dear', serverError())
    const first = await send(backstay, 'dear')

    expect(first.headers.get('x-backstay-model')).toBe('cheap')
    expect(hits(backstay)).toEqual({ dear: 1, cheap: 1 })
    backstay.simulators[0]?.script.reset()
    backstay.simulators[0]?.script.always(TEN_TOKENS)
    expect((await send(backstay, 'dear')).status).toBe(402)
    expect((await send(backstay, 'cheap')).status).toBe(200)
  })

  it('lets pass what costs nothing or has no known price, and says so of the latter', async () => {
    await using backstay = await startBackstay(config({ budget: { usd: 0 } }))

    expect((await send(backstay, 'cheap')).status).toBe(402)
    expect((await send(backstay, 'free')).status).toBe(200)
    const unpriced = await send(backstay, 'unpriced')
    expect(unpriced.status).toBe(200)
    const record = await backstay.recordOf(unpriced.headers.get('x-request-id'))
    expect(record.routing.warnings).toEqual([
      'no price is known for this deployment: it cost the budget nothing',
    ])
  })

  it('of the organisation counts what all keys spend', async () => {
    const keys = [
      { name: 'app', key: '${KEY}' },
      { name: 'other', key: 'another-key-0123456789' },
    ]
    await using backstay = await startBackstay(config({}, { keys, organisation: { budget: { usd: 15 } } }))
    backstay.simulators[0]?.script.always(TEN_TOKENS)
    const other = backstay.clientFor('another-key-0123456789')

    expect((await send(backstay, 'dear')).status).toBe(200)
    const reply = await ask(other, { model: 'dear', stream: false, body: ASKS_TEN })
    expect(reply.error).toMatchObject({ status: 402, code: 'budget_exhausted' })
    expect(reply.error?.message).toContain('The monthly budget of the organisation')
  })
})

describe('a budget that switches', () => {
  it('goes on with a cheaper model past its limit, unless the request asks to be refused', async () => {
    await using backstay = await startBackstay(config({ budget: { usd: 10, at_limit: 'switch' } }))
    backstay.simulators[0]?.script.always(TEN_TOKENS)
    const first = await send(backstay, 'dear')
    const second = await send(backstay, 'dear')
    const third = await send(backstay, 'dear', { backstay: { on_budget: 'block' } })
    const cheapest = await send(backstay, 'cheap')

    expect(first.headers.get('x-backstay-model')).toBe('dear')
    expect(second.status).toBe(200)
    expect(Object.fromEntries(second.headers)).toMatchObject({
      'x-backstay-model': 'cheap',
      'x-backstay-attempts': '1',
      'x-backstay-fallbacks': '1',
      'x-backstay-fallback-reason': 'budget',
    })
    expect([third.status, cheapest.status]).toEqual([402, 402])
    const record = await backstay.recordOf(second.headers.get('x-request-id'))
    expect(record.routing.skipped).toMatchObject([
      { deployment: 'dear/one', reason: 'no room in the monthly budget of the API key "app"' },
      { deployment: 'dear', reason: expect.stringContaining('put after cheaper ones') },
    ])
  })
})

describe('a cost trigger', () => {
  const chain = (trigger: object | string): object => ({
    fallback: {
      chains: [
        { name: 'thrifty', models: [{ model: 'dear' }, { model: 'cheap' }], triggers: [trigger, 'error'] },
      ],
    },
  })

  it('moves to the cheaper model before sending, once so much of the budget is used', async () => {
    await using backstay = await startBackstay(
      config({ budget: { usd: 100 } }, chain({ type: 'cost', threshold: 0.1 })),
    )
    backstay.simulators[0]?.script.always(TEN_TOKENS)
    const models: (string | null)[] = []
    for (let n = 0; n < 3; n++) models.push((await send(backstay, 'thrifty')).headers.get('x-backstay-model'))

    expect(models).toEqual(['dear', 'cheap', 'cheap'])
    expect(hits(backstay)).toEqual({ dear: 1, cheap: 2 })
  })

  it('moves to the model that it names, says so, and comes back to the list if that one fails', async () => {
    await using backstay = await startBackstay(
      config({ budget: { usd: 100 } }, chain({ type: 'cost', threshold: 0.1, to: 'free' })),
    )
    backstay.simulators[0]?.script.always(TEN_TOKENS)
    await send(backstay, 'thrifty')
    const moved = await send(backstay, 'thrifty')
    backstay.simulators[0]?.script.forModel('free', serverError())
    const failed = await send(backstay, 'thrifty')

    expect(moved.headers.get('x-backstay-model')).toBe('free')
    expect(moved.headers.get('x-backstay-fallback-reason')).toBe('cost')
    const record = await backstay.recordOf(moved.headers.get('x-request-id'))
    expect(record.routing.skipped).toEqual([
      {
        deployment: 'dear',
        reason: 'put after cheaper ones: 10 % of the monthly budget of the API key "app" is used',
      },
    ])
    expect(failed.headers.get('x-backstay-model')).toBe('cheap')
  })

  it('is part of all, at four fifths, and does nothing without a budget', async () => {
    await using backstay = await startBackstay(config({ budget: { usd: 50 } }, chain('all')))
    backstay.simulators[0]?.script.always(TEN_TOKENS)
    const models: (string | null)[] = []
    for (let n = 0; n < 5; n++) models.push((await send(backstay, 'thrifty')).headers.get('x-backstay-model'))

    expect(models).toEqual(['dear', 'dear', 'dear', 'dear', 'cheap'])
    await backstay.reload(config({}, chain('all')))
    expect((await send(backstay, 'thrifty')).headers.get('x-backstay-model')).toBe('dear')
  })

  it('acts wherever triggers are: in a request too', async () => {
    await using backstay = await startBackstay(config({ budget: { usd: 100 } }))
    backstay.simulators[0]?.script.always(TEN_TOKENS)
    const triggers = { backstay: { triggers: [{ type: 'cost', threshold: 0.1 }] } }
    await send(backstay, 'dear', triggers)

    expect((await send(backstay, 'dear', triggers)).headers.get('x-backstay-model')).toBe('cheap')
    expect((await send(backstay, 'dear')).headers.get('x-backstay-model')).toBe('dear')
  })
})

it('a key that is not the one with the budget is not charged', async () => {
  const keys = [
    { name: 'app', key: KEY, limits: { budget: { usd: 0 } } },
    { name: 'other', key: 'another-key-0123456789' },
  ]
  await using backstay = await startBackstay(config({}, { keys }))
  const reply = await ask(backstay.clientFor('another-key-0123456789'), { model: 'dear', stream: false })

  expect(reply.status).toBe(200)
})

async function disposableSimulator(): Promise<Simulator & AsyncDisposable> {
  const simulator = await startSimulator()
  return Object.assign(simulator, { [Symbol.asyncDispose]: () => simulator.close() })
}

describe('money that was spent', () => {
  const text = (simulator: Simulator, limits: object): string =>
    JSON.stringify({
      providers: { one: { kind: 'openai-compatible', base_url: simulator.baseUrl } },
      models: MODELS,
      keys: [{ name: 'app', key: KEY, limits }],
    })

  it('is still spent after the gateway was killed and started again', async () => {
    await using simulator = await disposableSimulator()
    await using folder = await mkdtempDisposable(join(tmpdir(), 'backstay-e2e-'))
    const store = `sqlite:${join(folder.path, 'backstay.db')}`
    const files = { 'backstay.yaml': text(simulator, { budget: { usd: 15 } }) }
    const serve = ['serve', '--config', 'backstay.yaml', '--port', '0', '--store', store]
    simulator.script.always(TEN_TOKENS)
    const sendTo = async (running: Running): Promise<Reply> => {
      const url = await running.said(/listening on (\S+)/)
      const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 })
      return ask(client, { model: 'dear', stream: false, body: ASKS_TEN })
    }
    {
      await using running = await startProcess(serve, { files })
      expect((await sendTo(running)).status).toBe(200)
      await poll(async () => {
        const stored = await Array.fromAsync(readUsage(store, { from: null, to: null }))
        return stored.length === 1 ? true : undefined
      })
      running.child.kill('SIGKILL')
      await running.ended
    }
    await using again = await startProcess(serve, { files })
    expect((await sendTo(again)).error).toMatchObject({ status: 402, code: 'budget_exhausted' })
  })

  it('counts for a budget that is set only afterwards, and for one that is raised', async () => {
    await using backstay = await startBackstay(config({}))
    backstay.simulators[0]?.script.always(TEN_TOKENS)
    expect((await send(backstay, 'dear')).status).toBe(200)
    await backstay.reload(config({ budget: { usd: 15 } }))
    expect((await send(backstay, 'dear')).status).toBe(402)
    await backstay.reload(config({ budget: { usd: 25 } }))
    expect((await send(backstay, 'dear')).status).toBe(200)
    expect((await send(backstay, 'dear')).status).toBe(402)
    await backstay.reload(config({ budget: { usd: 35, per: 'day' } }))
    expect((await send(backstay, 'dear')).status).toBe(200)
    expect((await send(backstay, 'dear')).status).toBe(402)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hangBeforeHeaders, serverError } from '#simulator/faults'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

let backstay: Backstay

const place = (provider: string, model: string) => ({
  provider,
  model,
  priority: provider === 'first' ? 1 : 2,
})
const price = { input: 1_000_000, output: 1_000_000 }

beforeAll(async () => {
  backstay = await startBackstay({
    providers: {
      first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
      second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
    },
    models: [
      { name: 'slow', price, deployments: [{ provider: 'first', model: 'slow' }] },
      { name: 'quick', price, deployments: [{ provider: 'second', model: 'quick' }] },
      {
        name: 'probed',
        breaker: { failures: 2, open_ms: 60, open_max_ms: 60 },
        // A probe that hangs ends with it; the hedge is made after one second.
        timeouts: { first_token_ms: 2_000 },
        deployments: [place('first', 'probed'), place('second', 'probed')],
      },
    ],
    fallback: {
      chains: [
        {
          name: 'hedged',
          models: [{ model: 'slow' }, { model: 'quick' }],
          hedge: { after: 50, max_share: 1 },
        },
        { name: 'plain', models: [{ model: 'slow' }, { model: 'quick' }], timeouts: { first_token_ms: 400 } },
      ],
    },
    keys: [{ name: 'app', key: '${KEY}' }],
  })
})

afterAll(() => backstay.close())

beforeEach(() => {
  for (const { script } of backstay.simulators) script.reset()
})

describe('a chain that hedges', () => {
  it.each([true, false])(
    'is answered by its second step where the first hangs, streamed: %s',
    async (stream) => {
      backstay.simulators[0]?.script.forModel('slow', hangBeforeHeaders())
      const reply = await ask(backstay.client, { model: 'hedged', stream })

      expect(reply).toMatchObject({ error: null, status: 200, model: 'quick', finish: 'stop' })
      expect(reply.headers.get('x-backstay-attempts')).toBe('2')
      const record = await backstay.recordOf(reply.headers.get('x-request-id'))
      expect(record.routing.attempts).toMatchObject([
        { n: 1, deployment: 'slow/first', outcome: 'cancelled', errorClass: null },
        { n: 2, deployment: 'quick/second', outcome: 'answered', hedge: true },
      ])
      expect(record.servedModel).toBe('quick')
      // At a dollar a token: what was sent to the one that was beaten is paid for as well.
      expect(record.wastedCostUsd).toBeGreaterThan(0)
      await poll(async () => (backstay.simulators[0]?.counts().pending === 0 ? true : undefined))
    },
  )

  it('can be asked not to, or to wait longer, by a request', async () => {
    backstay.simulators[0]?.script.forModel('slow', { delays: { beforeHeadersMs: 300 } })
    for (const hedge of [false, { after: 5_000 }, { max_share: 0 }]) {
      const body = { backstay: { hedge } }
      const reply = await ask(backstay.client, { model: 'hedged', stream: true, body })
      expect(reply).toMatchObject({ error: null, model: 'slow' })
      expect(reply.headers.get('x-backstay-attempts')).toBe('1')
    }
  })

  it('is not made by a request of one that does not', async () => {
    backstay.simulators[0]?.script.forModel('slow', { delays: { beforeHeadersMs: 200 } })
    const body = { backstay: { hedge: { after: 10 } } }
    const reply = await ask(backstay.client, { model: 'plain', stream: true, body })

    expect(reply).toMatchObject({ error: null, model: 'slow' })
    expect(reply.headers.get('x-backstay-warnings')).toMatch(/backstay.hedge is ignored/)
  })
})

describe('a deployment that was down', () => {
  it('is probed by a request that another deployment answers meanwhile, and serves again once it is well', async () => {
    const first = backstay.simulators[0]?.script
    first?.forModel('probed', serverError())
    for (let time = 0; time < 2; time++) {
      expect((await ask(backstay.client, { model: 'probed', stream: true })).error).toBeNull()
    }
    first?.forModel('probed', hangBeforeHeaders())
    const probing = await poll(async () => {
      const reply = await ask(backstay.client, { model: 'probed', stream: true })
      const record = await backstay.recordOf(reply.headers.get('x-request-id'))
      return record.routing.attempts.some(({ hedge }) => hedge === true) ? reply : undefined
    })
    expect(probing.error).toBeNull()
    first?.forModel('probed', {})
    await poll(async () => {
      const reply = await ask(backstay.client, { model: 'probed', stream: true })
      return reply.headers.get('x-backstay-provider') === 'first' ? true : undefined
    })
  })
})

import { setTimeout as passed } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { error } from '#simulator/faults'
import type { TestDatabase } from '#test-services/test-postgres'
import { testPostgres } from '#test-services/test-postgres'
import { ask } from '../e2e/ask.ts'
import { limited } from '../e2e/limited.ts'
import { poll } from '../e2e/poll.ts'
import type { GatewayProcess } from './gateways.ts'
import { startGatewayProcess } from './gateways.ts'
import type { OwnRedis } from './start-redis.ts'
import { findRedis } from './start-redis.ts'

const LIMIT = 60_000
const TOKENS = 208
const SECONDS = 1_000
const SLOW_MACHINE_MS = 30_000

const [startRedis, postgres] = await Promise.all([findRedis(), testPostgres()])
let redis: OwnRedis
let database: TestDatabase
let simulator: Simulator
let gateways: GatewayProcess[]

const config = (): string => `
server: { port: 0 }
store: "\${STORE}"
state: ${redis.url}
breaker: { open_ms: 60000, open_max_ms: 60000 }
providers: { main: { kind: openai, base_url: "${simulator.baseUrl}", api_key: upstream-key } }
models:
  - { name: limited, deployments: [{ provider: main, model: limited, tokens_per_minute: ${LIMIT} }] }
  - { name: plain, deployments: [{ provider: main, model: plain }] }
  - { name: held, deployments: [{ provider: main, model: held }] }
  - { name: paid, price: { input: 0, output: 100 }, deployments: [{ provider: main, model: paid }] }
keys: [{ name: app, key: "\${KEY}", limits: { budget: { usd: 1, per: month, at_limit: block } } }]
`

const startOne = (): Promise<GatewayProcess> =>
  startGatewayProcess(config(), [], {
    STORE: database.url,
    BACKSTAY_MASTER_KEY: 'master-key-of-the-tests-0123456789',
  })

function at(n: number): GatewayProcess {
  const gateway = gateways[n % gateways.length]
  if (gateway === undefined) throw new Error('no gateway was started')
  return gateway
}

const ownState = async (gateway: GatewayProcess, model: string): Promise<string | undefined> =>
  (await gateway.health()).deployments.find((one) => one.model === model)?.state

async function idOf(model: string): Promise<string> {
  const { deployments } = await at(0).health()
  return deployments.find((one) => one.model === model)?.id ?? ''
}

/** How many milliseconds until the others see it too. */
async function untilSeen(model: string, state: string, others: readonly GatewayProcess[]): Promise<number> {
  const start = performance.now()
  await Promise.all(
    others.map((gateway) =>
      poll(async () => ((await ownState(gateway, model)) === state ? true : undefined), SLOW_MACHINE_MS),
    ),
  )
  return performance.now() - start
}

describe.skipIf(startRedis === null || postgres === null)(
  'three gateways with one Redis and one PostgreSQL',
  () => {
    beforeAll(async () => {
      if (startRedis === null || postgres === null) return
      database = await postgres.database()
      ;[redis, simulator] = await Promise.all([startRedis(), startSimulator({ keepRequests: 10_000 })])
      gateways = await Promise.all([0, 1, 2].map(startOne))
    }, 150_000)
    afterAll(async () => {
      await Promise.all(gateways.map((gateway) => gateway[Symbol.asyncDispose]()))
      await simulator.close()
      await redis[Symbol.asyncDispose]()
      await database.drop()
    })
    beforeEach(() => {
      simulator.script.always({})
      simulator.clearRequests()
    })

    it('admit together what one of them may, to five parts in a hundred', async () => {
      simulator.script.always({ usage: { input: 8, output: 200 }, delays: { beforeHeadersMs: 20 } })
      const answered: number[] = []
      const others: (number | null)[] = []
      const atOnce = limited(24)
      const start = performance.now()
      const one = async (n: number): Promise<void> => {
        const asked = { model: 'limited', stream: false, body: { max_tokens: 200 } }
        const { status } = await ask(at(n).client, asked)
        if (status === 200) answered.push(performance.now() - start)
        else others.push(status)
      }
      await Promise.all(Array.from({ length: 600 }, (_one, n) => atOnce(() => one(n))))

      expect(new Set(others)).toEqual(new Set([429]))
      const inAMinute = answered.map(
        (end) => answered.filter((other) => other <= end && other > end - 60 * SECONDS).length,
      )
      expect(Math.max(...inAMinute) * TOKENS).toBeLessThanOrEqual(LIMIT * 1.05)
      expect(answered.length * TOKENS).toBeGreaterThanOrEqual(LIMIT * 0.95)
      console.info(`admitted ${answered.length * TOKENS} tokens of ${LIMIT}`)
    })

    it('spend a budget once', async () => {
      simulator.script.always({ usage: { input: 8, output: 100 } })
      const atOnce = limited(24)
      // 0.01 USD each.
      const statuses = await Promise.all(
        Array.from({ length: 240 }, (_one, n) =>
          atOnce(async () => {
            const asked = { model: 'paid', stream: false, body: { max_tokens: 100 } }
            return (await ask(at(n).client, asked)).status
          }),
        ),
      )
      expect(new Set(statuses)).toEqual(new Set([200, 402]))
      const spent = statuses.filter((status) => status === 200).length
      expect(spent).toBeLessThanOrEqual(100)
      expect(spent).toBeGreaterThanOrEqual(95)
    })

    it('see on all of them that a breaker has opened on one, and those that come later too', async () => {
      simulator.script.always(error(500))
      for (let n = 0; n < 5; n++) await ask(at(0).client, { model: 'plain', stream: false })
      expect(await ownState(at(0), 'plain')).toBe('open')
      const seenAfterMs = await untilSeen('plain', 'open', gateways.slice(1))
      await using late = await startOne()

      expect(await poll(async () => ((await ownState(late, 'plain')) === 'open' ? true : undefined))).toBe(
        true,
      )
      console.info(`a breaker that opened was seen on the others after ${Math.round(seenAfterMs)} ms`)
    })

    it('keep to what an operator sets on one of them', async () => {
      const first = at(0)
      const id = await idOf('held')
      expect(await first.setState(id, { state: 'drain', reason: 'maintenance' })).toBe(200)
      await untilSeen('held', 'drained', gateways)
      const refused = await ask(at(2).client, { model: 'held', stream: false })
      expect(refused.status).toBe(503)
      expect(await at(1).setState(id, { state: 'reset' })).toBe(200)
      await untilSeen('held', 'healthy', gateways)
      expect((await ask(at(2).client, { model: 'held', stream: false })).status).toBe(200)
    })

    it('fail no request while Redis is gone, say so, and come back', async () => {
      const failed: unknown[] = []
      const load = { on: true, answered: 0 }
      const caller = async (gateway: GatewayProcess): Promise<void> => {
        while (load.on) {
          const reply = await ask(gateway.client, { model: 'held', stream: false })
          if (reply.error !== null) failed.push(reply.error)
          load.answered++
          await passed(20)
        }
      }
      const callers = gateways.map(caller)
      const connected = async (wanted: boolean): Promise<void> => {
        await Promise.all(
          gateways.map((gateway) =>
            poll(
              async () => ((await gateway.health()).sharedState.connected === wanted ? true : undefined),
              30_000,
            ),
          ),
        )
      }
      await redis.stop()
      await connected(false)
      const id = await idOf('plain')
      expect(await at(0).setState(id, { state: 'drain' })).toBe(200)
      await redis.start()
      await connected(true)
      await redis.hang()
      await connected(false)
      await redis.stop()
      await redis.start()
      await connected(true)
      // What changed meanwhile is told when they meet again.
      await untilSeen('plain', 'drained', gateways)
      load.on = false
      await Promise.all(callers)

      expect(failed).toEqual([])
      expect(load.answered).toBeGreaterThan(30)
    })
  },
)

import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { controlDatabase } from '#store/control-database'
import { readUsage } from '#store/usage-reader'
import type { PostgresServer } from '#test-services/start-postgres'
import { startPostgres } from '#test-services/start-postgres'
import { testPostgres } from '#test-services/test-postgres'
import { ask } from '../e2e/ask.ts'
import { poll } from '../e2e/poll.ts'
import type { GatewayProcess } from './gateways.ts'
import { startGatewayProcess } from './gateways.ts'
import { Load } from './load.ts'
import type { OwnRedis } from './start-redis.ts'
import { findRedis } from './start-redis.ts'

const CHANNEL = 'console:changed'
/** Against hanging, not a measure of speed: machines may be shared. */
const PATIENCE_MS = 60_000
const TEST_MS = 180_000

const program = (await testPostgres())?.program ?? null
const startRedis = await findRedis()

let redis: OwnRedis
let postgres: PostgresServer
let simulator: Simulator
let spool: string
let gateways: GatewayProcess[]

const config = (): string => `
server: { port: 0 }
store: "\${STORE}"
state: ${redis.url}
spool: { path: ${spool} }
providers: { main: { kind: openai, base_url: "${simulator.baseUrl}", api_key: upstream-key } }
models: [{ name: plain, deployments: [{ provider: main, model: plain }] }]
keys: [{ name: app, key: "\${KEY}" }]
`

/** `ttl`: how old its copy of what is stored gets where nobody tells it of changes. */
const start = (ttl: string): Promise<GatewayProcess> =>
  startGatewayProcess(config(), [], {
    STORE: postgres.url,
    BACKSTAY_MASTER_KEY: 'master-key-of-the-tests-0123456789',
    CACHE_INVALIDATION_CHANNEL: CHANNEL,
    SMART_ROUTING_POLICY_CACHE_TTL: ttl,
  })

const statusOf = async (gateway: GatewayProcess, model: string): Promise<number | null> =>
  (await ask(gateway.client, { model, stream: false })).status

async function untilAllAnswer(model: string): Promise<number> {
  const begun = performance.now()
  for (const gateway of gateways) {
    await poll(async () => ((await statusOf(gateway, model)) === 200 ? true : undefined), PATIENCE_MS)
  }
  return Math.round(performance.now() - begun)
}

/** As a program beside the gateways would. */
async function writeModel(name: string): Promise<void> {
  const database = controlDatabase(postgres.url)
  const at = Date.now()
  const body = JSON.stringify({ deployments: [{ provider: 'main', model: 'plain' }] })
  await database
    .insertInto('config_entries')
    .values({
      id: name,
      organisation: 'default',
      kind: 'model',
      name,
      body,
      revision: 1,
      created_at: at,
      updated_at: at,
      created_by: 'another program',
    })
    .execute()
  const { number } = await database
    .selectFrom('config_versions')
    .select(({ fn }) => fn.max('number').as('number'))
    .where('organisation', '=', 'default')
    .executeTakeFirstOrThrow()
  const version = { organisation: 'default', number: number + 1, at, by: 'another program' }
  await database
    .insertInto('config_versions')
    .values({ ...version, action: 'model.create', changes: '[]' })
    .execute()
  await database.destroy()
}

async function storedIds(): Promise<readonly string[]> {
  const records = await Array.fromAsync(readUsage(postgres.url, { from: null, to: null }))
  return records.map(({ id }) => id)
}

/** Every answered request has its record, and none has two. */
async function untilRecorded(load: Load): Promise<void> {
  const missing = await poll(async () => {
    const stored = new Set(await storedIds())
    return load.answered.every(({ id }) => stored.has(id)) ? [] : undefined
  }, PATIENCE_MS)
  expect(missing).toEqual([])
  const stored = await storedIds()
  expect(new Set(stored).size).toBe(stored.length)
}

describe.skipIf(program === null || startRedis === null)(
  'three gateways and what they stand on',
  { timeout: TEST_MS },
  () => {
    beforeAll(async () => {
      spool = await mkdtemp(join(tmpdir(), 'backstay-spools-'))
      ;[redis, postgres, simulator] = await Promise.all([
        startRedis?.() ?? Promise.reject(new Error('there is no Redis')),
        startPostgres(program ?? ''),
        startSimulator({ keepRequests: 0 }),
      ])
      gateways = [await start('1s'), ...(await Promise.all([start('1h'), start('1h')]))]
    }, TEST_MS)
    afterAll(async () => {
      await Promise.all(gateways.map((gateway) => gateway[Symbol.asyncDispose]()))
      await Promise.all([simulator.close(), redis[Symbol.asyncDispose](), postgres.close()])
      await rm(spool, { recursive: true, force: true })
    })

    it('follow what is changed on one of them, whatever the age of their copies may be', async () => {
      const body = { name: 'late', deployments: [{ provider: 'main', model: 'plain' }] }
      const made = await gateways[1]?.admin('POST', 'models', body)
      expect(made?.status).toBe(201)
      const seenMs = await untilAllAnswer('late')
      console.info(`a model that was made on one gateway was answered by all after ${seenMs} ms`)
      const routing = { routing: { enabled: false } }
      expect((await gateways[2]?.admin('PATCH', 'routing', routing))?.status).toBe(200)
      for (const gateway of gateways) {
        await poll(async () => {
          const seen = (await (await gateway.admin('GET', 'routing')).json()) as typeof routing
          return seen.routing.enabled ? undefined : true
        }, PATIENCE_MS)
      }
    })

    it('follow other programs without a notice as old as copies may get, and with one at once', async () => {
      await writeModel('unannounced')
      const [looks, ...others] = gateways
      await poll(
        async () => (looks && (await statusOf(looks, 'unannounced')) === 200) || undefined,
        PATIENCE_MS,
      )
      const unaware = await Promise.all(others.map((gateway) => statusOf(gateway, 'unannounced')))
      expect(unaware).toEqual([404, 404])
      expect(await redis.publish(CHANNEL, '{"scope":"organisation","id":"default"}')).toBe(3)
      const seenMs = await untilAllAnswer('unannounced')
      console.info(`a notice in Redis was followed by all after ${seenMs} ms`)
    })

    it('fail no request while PostgreSQL and Redis are away, and have every record when they are back', async () => {
      const load = new Load(gateways, 'plain')
      await load.more(30)
      await postgres.stop()
      await load.more(60)
      await redis.stop()
      await load.more(60)
      await redis.start()
      await load.more(30)
      await postgres.start()
      await load.more(30)
      await load.stop()

      expect(load.broken).toEqual([])
      await untilRecorded(load)
    })

    it('lose no record and no request of others when one is killed, even while PostgreSQL is away', async () => {
      const [first, killed, last] = gateways
      if (first === undefined || killed === undefined || last === undefined)
        throw new Error('three were started')
      const load = new Load(gateways, 'plain')
      await load.more(60)
      await postgres.stop()
      await load.more(60)
      const killedAt = performance.now()
      killed.running.child.kill('SIGKILL')
      expect(await killed.running.ended).toBe('SIGKILL')
      await load.more(30)
      await postgres.start()
      // It takes over what the killed one has left.
      const fresh = await start('1s')
      gateways = [first, fresh, last]
      await load.stop()

      expect(load.broken.filter(({ gateway }) => gateway !== killed)).toEqual([])
      const older = load.answered.filter(({ at }) => at < killedAt - 100 || at > killedAt)
      const stored = await poll(async () => {
        const ids = new Set(await storedIds())
        return older.every(({ id }) => ids.has(id)) ? ids : undefined
      }, PATIENCE_MS)
      const lost = load.answered.filter(({ id }) => !stored.has(id))
      console.info(`of ${load.answered.length} records, ${lost.length} of the last 100 ms were lost`)
      const all = await storedIds()
      expect(new Set(all).size).toBe(all.length)
      // Three processes live, and each has a folder.
      await poll(async () => ((await readdir(spool)).length === 3 ? true : undefined), PATIENCE_MS)
    })
  },
)

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UsageRecord } from '#domain/record'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { controlDatabase } from '#store/control-database'
import { readUsage } from '#store/usage-reader'
import type { Found } from '#test-services/find-program'
import { findProgram, POSTGRES, REDIS } from '#test-services/find-program'
import type { PostgresServer } from '#test-services/start-postgres'
import { startPostgres } from '#test-services/start-postgres'
import type { RedisServer } from '#test-services/start-redis'
import { startRedis } from '#test-services/start-redis'
import { answers, freePort, type Program, startProgram } from '../../program.ts'
import { KEY } from './world.ts'

const ROOT = join(import.meta.dirname, '../../..')
const ADMIN_TOKEN = 'admin-chaos-0123456789'
const GATEWAYS = 3
/** How old the copies of what is stored get without a notice. */
export const TTL_S = 5

export interface ClusterMember {
  readonly url: string
  readonly program: Program
  /** Asks the admin API about the organisation. */
  admin(method: string, path: string, body?: object): Promise<unknown>
}

/** Three gateways with one Redis and one PostgreSQL. */
export interface Cluster {
  readonly members: ClusterMember[]
  readonly simulator: Simulator
  readonly redis: RedisServer
  readonly postgres: PostgresServer
  /** Starts one more. */
  start(): Promise<ClusterMember>
  records(): Promise<readonly UsageRecord[]>
  /** Adds a model to the store behind the gateways' backs. */
  storeModel(name: string): Promise<void>
  close(): Promise<void>
}

/** Or why there is none. */
export async function startCluster(): Promise<Cluster | string> {
  const found = await Promise.all([findProgram(POSTGRES), findProgram(REDIS)])
  const missing = found.find((one) => one.kind === 'missing')
  if (missing?.kind === 'missing') return missing.reason
  const [postgresPath = '', redisPath = ''] = found.map(pathOf)
  const folder = await mkdtemp(join(tmpdir(), 'backstay-cluster-'))
  const [postgres, redis, simulator] = await Promise.all([
    startPostgres(postgresPath),
    startRedis(redisPath),
    startSimulator({ keepRequests: 0 }),
  ])
  const config = { ...configuration(simulator.baseUrl), store: postgres.url, state: redis.url }
  // JSON is YAML.
  await writeFile(join(folder, 'backstay.yaml'), JSON.stringify(config))
  const start = (): Promise<ClusterMember> => startMember(folder)
  const members = [await start()]
  while (members.length < GATEWAYS) members.push(await start())
  return {
    members,
    simulator,
    redis,
    postgres,
    start,
    records: () => Array.fromAsync(readUsage(postgres.url, { from: null, to: null })),
    storeModel: (name) => storeModel(postgres.url, name),
    close: async () => {
      await Promise.all(members.map(({ program }) => program.stop()))
      await Promise.all([postgres.close(), redis.close(), simulator.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function pathOf(found: Found): string {
  return found.kind === 'program' ? found.path : ''
}

async function startMember(folder: string): Promise<ClusterMember> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const program = await startProgram({
    command: process.execPath,
    args: [
      join(ROOT, 'gateway/bin/backstay.js'),
      'serve',
      '--config',
      'backstay.yaml',
      '--port',
      String(port),
    ],
    cwd: folder,
    env: {
      BACKSTAY_ADMIN_TOKEN: ADMIN_TOKEN,
      BACKSTAY_MASTER_KEY: 'master-key-of-the-chaos-0123456789',
      SMART_ROUTING_POLICY_CACHE_TTL: `${TTL_S}s`,
    },
    ready: async (output) => output.includes('listening on') && answers(`${url}/healthz`),
  })
  const headers = { 'authorization': `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
  return {
    url,
    program,
    admin: async (method, path, body) => {
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
      return (await fetch(`${url}/api/organisations/default/${path}`, init)).json()
    },
  }
}

async function storeModel(storeUrl: string, name: string): Promise<void> {
  const database = controlDatabase(storeUrl)
  const at = Date.now()
  const by = 'another program'
  const body = JSON.stringify({ deployments: [{ provider: 'main', model: 'plain' }] })
  const stored = { id: name, organisation: 'default', kind: 'model', name, body, revision: 1 }
  const times = { created_at: at, updated_at: at, created_by: by }
  await database
    .insertInto('config_entries')
    .values({ ...stored, ...times })
    .execute()
  const versions = await database.selectFrom('config_versions').select('number').execute()
  const number = Math.max(0, ...versions.map((version) => version.number)) + 1
  await database
    .insertInto('config_versions')
    .values({ organisation: 'default', number, at, by, action: 'model.create', changes: '[]' })
    .execute()
  await database.destroy()
}

function configuration(baseUrl: string): object {
  const model = (name: string, more: object = {}): object => ({
    name,
    deployments: [{ provider: 'main', model: name, ...more }],
  })
  return {
    providers: { main: { kind: 'openai', base_url: baseUrl, api_key: 'k' } },
    models: [model('chat'), model('limited', { tokens_per_minute: 60_000 }), model('ill')],
    breaker: { open_ms: 60_000, open_max_ms: 60_000 },
    keys: [{ name: 'app', key: KEY }],
  }
}

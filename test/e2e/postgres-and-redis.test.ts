import { readdir, readFile } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { Health } from '@backstay/contract/admin'
import { testPostgres } from '#test-services/test-postgres'
import { findRedis } from '../shared-state/start-redis.ts'
import { askAdmin } from './ask-admin.ts'
import { startBackstay } from './start-backstay.ts'
import { runOn } from './where-it-runs.ts'

/**
 * Files whose tests run on SQLite and memory as they stand; here they run once more on servers: those in which store,
 * limits, budgets, states or sessions decide. `ON_SERVERS=all` runs every one that starts a gateway.
 */
const SUITES = [
  'keys-and-routing',
  'key-policies',
  'configuration-writes',
  'configuration-versions',
  'organisations-apart',
  'members',
  'events',
  'live-events',
  'alerts',
  'feedback',
  'manual-states',
  'sessions-and-regions',
  'budgets',
  'budget-changes',
  'queue',
  'usage-export',
]

async function everySuite(): Promise<readonly string[]> {
  const files = await readdir(import.meta.dirname)
  const tests = files.filter((file) => file.endsWith('.test.ts') && file !== 'postgres-and-redis.test.ts')
  const texts = await Promise.all(
    tests.map((file) => readFile(`${import.meta.dirname}/${file}`, 'utf8').then((text) => ({ file, text }))),
  )
  return texts
    .filter(({ text }) => text.includes('startBackstay('))
    .map(({ file }) => file.slice(0, -'.test.ts'.length))
}

const [postgres, startRedis] = await Promise.all([testPostgres(), findRedis()])
if (postgres !== null && startRedis !== null) {
  const redis = await startRedis()
  afterAll(() => redis[Symbol.asyncDispose]())
  runOn(postgres, redis.url)
  const suites = process.env['ON_SERVERS'] === 'all' ? await everySuite() : SUITES
  for (const suite of suites) await import(`./${suite}.test.ts`)
}

describe.skipIf(postgres === null || startRedis === null)('PostgreSQL and Redis', () => {
  it('are what the suites of this file ran on', async () => {
    await using backstay = await startBackstay({})
    expect(backstay.storeUrl).toMatch(/^postgres:/u)
    const { body } = await askAdmin(backstay, 'health')
    expect((body as Health).sharedState).toMatchObject({ kind: 'redis', connected: true })
  })
})

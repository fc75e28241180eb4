import { afterAll, describe, expect, it } from 'vitest'
import type { Health } from '@backstay/contract/admin'
import { testPostgres } from '#test-services/test-postgres'
import { findRedis } from '../shared-state/start-redis.ts'
import { askAdmin } from './ask-admin.ts'
import { startBackstay } from './start-backstay.ts'
import { runOn } from './where-it-runs.ts'

/**
 * Files whose tests run on SQLite and memory as they stand; here they run once more on servers: those in which store,
 * limits, budgets, states or sessions decide. With `ON_SERVERS=1` all files of `test/e2e` do.
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
  'admin-fuzz',
]

const [postgres, startRedis] = await Promise.all([testPostgres(), findRedis()])
if (postgres !== null && startRedis !== null) {
  const redis = await startRedis()
  afterAll(() => redis[Symbol.asyncDispose]())
  runOn(postgres, redis.url)
  for (const suite of SUITES) await import(`./${suite}.test.ts`)
}

describe.skipIf(postgres === null || startRedis === null)('PostgreSQL and Redis', () => {
  it('are what the suites of this file ran on', async () => {
    await using backstay = await startBackstay({})
    expect(backstay.storeUrl).toMatch(/^postgres:/u)
    const { body } = await askAdmin(backstay, 'health')
    expect((body as Health).sharedState).toMatchObject({ kind: 'redis', connected: true })
  })
})

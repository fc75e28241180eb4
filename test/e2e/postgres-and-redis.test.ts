import { afterAll, describe, expect, it } from 'vitest'
import type { Health } from '@backstay/contract/admin'
import { testPostgres } from '#test-services/test-postgres'
import { findRedis } from '../shared-state/start-redis.ts'
import { askAdmin } from './ask-admin.ts'
import { startBackstay } from './start-backstay.ts'
import { runOn } from './where-it-runs.ts'

/** Files whose tests run on SQLite and memory as they stand; here they run once more on servers. */
const SUITES = [
  () => import('./keys-and-routing.test.ts'),
  () => import('./key-policies.test.ts'),
  () => import('./configuration-writes.test.ts'),
  () => import('./members.test.ts'),
  () => import('./events.test.ts'),
  () => import('./feedback.test.ts'),
  () => import('./manual-states.test.ts'),
  () => import('./sessions-and-regions.test.ts'),
]

const [postgres, startRedis] = await Promise.all([testPostgres(), findRedis()])
if (postgres !== null && startRedis !== null) {
  const redis = await startRedis()
  afterAll(() => redis[Symbol.asyncDispose]())
  runOn(postgres, redis.url)
  for (const suite of SUITES) await suite()
}

describe.skipIf(postgres === null || startRedis === null)('PostgreSQL and Redis', () => {
  it('are what the suites of this file ran on', async () => {
    await using backstay = await startBackstay({})
    expect(backstay.storeUrl).toMatch(/^postgres:/u)
    const { body } = await askAdmin(backstay, 'health')
    expect((body as Health).sharedState).toMatchObject({ kind: 'redis', connected: true })
  })
})

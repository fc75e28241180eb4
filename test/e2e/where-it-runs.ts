import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { GatewayOptions } from '#main'
import { RedisState } from '#shared-state/redis-state'
import { systemClock } from '#system-clock'
import { REDIS_DATABASES } from '#test-services/start-redis'
import type { TestPostgres } from '#test-services/test-postgres'
import { testPostgres } from '#test-services/test-postgres'
import { findRedis } from '../shared-state/start-redis.ts'

/** Where gateways in this process keep what they know. */
export interface Place extends Required<Pick<GatewayOptions, 'store' | 'state'>> {
  /** What is named differently there. */
  readonly env: Readonly<Record<string, string>>
  remove(): Promise<void>
}

type PlaceOf = (folder: string) => Promise<Place>

let placeOf: PlaceOf = (folder) =>
  Promise.resolve({
    store: `sqlite:${join(folder, 'backstay.db')}`,
    state: null,
    env: {},
    remove: () => Promise.resolve(),
  })

/** With `ON_SERVERS=1` every gateway of every file of tests runs on them. */
if (process.env['ON_SERVERS'] === '1') {
  const [postgres, start] = await Promise.all([testPostgres(), findRedis()])
  if (postgres === null || start === null) throw new Error('ON_SERVERS=1 needs PostgreSQL and Redis')
  const redis = await start()
  afterAll(() => redis[Symbol.asyncDispose]())
  runOn(postgres, redis.url)
}

/** A place of its own for every gateway: SQLite and memory, unless it was said otherwise. */
export function whereItRuns(folder: string): Promise<Place> {
  return placeOf(folder)
}

/** From now on, in this file of tests: a database of PostgreSQL and one of Redis for each. */
export function runOn(postgres: TestPostgres, redisUrl: string): void {
  let number = 0
  placeOf = async () => {
    const database = await postgres.database()
    const url = `${redisUrl}/${number++ % REDIS_DATABASES}`
    return {
      store: database.url,
      state: (listener) => new RedisState({ url, clock: systemClock, listener }),
      env: { BACKSTAY_MASTER_KEY: 'master-key-of-the-tests-0123456789' },
      remove: () => database.drop(),
    }
  }
}

import { join } from 'node:path'
import type { GatewayOptions } from '#main'
import { RedisState } from '#shared-state/redis-state'
import { systemClock } from '#system-clock'
import type { TestPostgres } from '#test-services/test-postgres'

/** Where gateways in this process keep what they know. */
export interface Place extends Required<Pick<GatewayOptions, 'store' | 'state'>> {
  /** What is named differently there. */
  readonly env: Readonly<Record<string, string>>
  remove(): Promise<void>
}

type PlaceOf = (folder: string) => Promise<Place>

/** Databases of a Redis server, as it comes. */
const REDIS_DATABASES = 16

let placeOf: PlaceOf = (folder) =>
  Promise.resolve({
    store: `sqlite:${join(folder, 'backstay.db')}`,
    state: null,
    env: {},
    remove: () => Promise.resolve(),
  })

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

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testPostgres } from './test-postgres.ts'

/** An empty store of one test. */
export interface TestStore {
  readonly url: string
  remove(): Promise<void>
}

/** A kind of store that behaves as every other one does. */
export interface StoreKind {
  readonly name: string
  /** `null`: it is not to be had here, and its tests are skipped. */
  readonly make: (() => Promise<TestStore>) | null
}

/** Every kind of store, for suites that run over all of them. */
export async function testStores(): Promise<readonly StoreKind[]> {
  const postgres = await testPostgres()
  return [
    { name: 'SQLite', make: sqliteStore },
    {
      name: 'PostgreSQL',
      make:
        postgres &&
        (async () => {
          const database = await postgres.database()
          return { url: database.url, remove: () => database.drop() }
        }),
    },
  ]
}

async function sqliteStore(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'store-'))
  return {
    url: `sqlite:${join(folder, 'backstay.db')}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

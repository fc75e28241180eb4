import type { DatabaseConnection, Dialect, PostgresDialectConfig, TransactionSettings } from 'kysely'
import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { PoolOptions, PostgresLocation } from './postgres-pool.ts'
import { postgresPool } from './postgres-pool.ts'
import type { StoreSchema } from './schema.ts'

/** Any number that nobody else takes for an advisory lock. */
const TRANSACTIONS = 7_226_417_520
const LOCK = `select pg_advisory_xact_lock(${TRANSACTIONS})`
/** The state of a connection is not known after an error in the middle of its beginning. */
const ROLLBACK = CompiledQuery.raw('rollback')

export interface PostgresOptions extends PoolOptions {
  /** Runs once before the first statement, until it succeeds. */
  readonly prepare?: () => Promise<unknown>
  /** Transactions come one after the other, those of all processes together, as they do on SQLite. */
  readonly serial: boolean
}

/** Within a transaction: it comes after and before those of a serial database. */
export async function lockTransactions(within: Kysely<StoreSchema>): Promise<void> {
  await within.executeQuery(CompiledQuery.raw(LOCK))
}

/** A store in PostgreSQL. Nothing is connected before the first statement; `destroy` waits for what is under way. */
export function postgresDatabase(location: PostgresLocation, options: PostgresOptions): Kysely<StoreSchema> {
  return new Kysely<StoreSchema>({ dialect: postgresDialect(location, options) })
}

function postgresDialect(location: PostgresLocation, options: PostgresOptions): Dialect {
  const pool = async () => {
    await options.prepare?.()
    return postgresPool(location, options)
  }
  return {
    createDriver: () => new StoreDriver({ pool }, options.serial),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

class StoreDriver extends PostgresDriver {
  readonly #serial: boolean
  readonly #acquiring = new Set<Promise<unknown>>()

  constructor(config: PostgresDialectConfig, serial: boolean) {
    super(config)
    this.#serial = serial
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const acquiring = super.acquireConnection()
    this.#acquiring.add(acquiring)
    try {
      return await acquiring
    } finally {
      this.#acquiring.delete(acquiring)
    }
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    await super.beginTransaction(connection, settings)
    if (!this.#serial) return
    try {
      await connection.executeQuery(CompiledQuery.raw(LOCK))
    } catch (error) {
      await connection.executeQuery(ROLLBACK)
      throw error
    }
  }

  /** Those who wait for a connection are under way too. */
  override async destroy(): Promise<void> {
    await Promise.allSettled(this.#acquiring)
    await super.destroy()
  }
}

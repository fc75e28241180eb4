import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { postgresValue } from './postgres-value.ts'
import { storeErrorOf } from './store-error.ts'
import type { StoreLocation } from './store-location.ts'
import { placeOf } from './store-location.ts'

const CONNECT_MS = 5_000
const LOCK_MS = 10_000
const IDLE_MS = 30_000

/** Whole numbers and sums of them come as text, for they may be larger than a number holds exactly; ours are not. */
const AS_NUMBERS: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC])

export type PostgresLocation = Extract<StoreLocation, { readonly kind: 'postgres' }>

export interface PoolOptions {
  readonly connections: number
  /** Longest time that a statement may take. */
  readonly statementMs: number
}

/** Connections to PostgreSQL, made when they are needed. Whatever fails rejects with `StoreError`. */
export function postgresPool(location: PostgresLocation, options: PoolOptions): PostgresPool {
  const pool = new pg.Pool({
    connectionString: location.url,
    max: options.connections,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
    statement_timeout: options.statementMs,
    lock_timeout: LOCK_MS,
    // A transaction in which nothing happens for so long is given up, and with it its locks.
    idle_in_transaction_session_timeout: IDLE_MS,
    application_name: 'backstay',
    keepAlive: true,
    allowExitOnIdle: true,
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  })
  // An idle connection that breaks is replaced when one is needed.
  pool.on('error', () => undefined)
  const place = placeOf(location)
  const told = (error: unknown): never => {
    throw storeErrorOf(error, place)
  }
  return {
    options: pool.options,
    connect: async () => telling(await pool.connect().catch(told), told),
    end: () => pool.end(),
  }
}

function telling(client: pg.PoolClient, told: (error: unknown) => never): PostgresPoolClient {
  // A connection that breaks between two statements fails the next one.
  const ignored = (): void => undefined
  client.on('error', ignored)
  const run = (sql: string, parameters: readonly unknown[]): Promise<unknown> =>
    client.query(sql, parameters.map(postgresValue)).catch(told)
  return {
    query: run as unknown as PostgresPoolClient['query'],
    release: (destroy?: boolean) => {
      client.off('error', ignored)
      client.release(destroy)
    },
  }
}

function parserOf(type: number, format?: 'text' | 'binary'): unknown {
  return AS_NUMBERS.has(type) ? Number : pg.types.getTypeParser(type, format)
}

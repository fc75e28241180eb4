import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryCompiler, QueryResult } from 'kysely'
import { createQueryId, sql, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { AskedThread } from './asked-thread.ts'
import { TransactionalAdapter } from './sqlite-dialect.ts'
import { StoreError } from './store-error.ts'
import { Turns } from './turns.ts'

/** More than a statement waits for another process's lock. */
const LIMIT_MS = 10_000
/** A transaction in which nothing happens for so long is given up, and with it its lock on the database. */
const IDLE_MS = 30_000

/** What the thread runs. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

type SqlThread = AskedThread<Statement, QueryResult<unknown>>

/**
 * Kysely over one SQLite file on a thread of its own, made and migrated when it is used first. There is one connection:
 * a transaction holds it, and everybody else waits for its end.
 */
export function sqliteThreadDialect(path: string): Dialect {
  return {
    createDriver: () => new ThreadDriver(path),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new TurnsAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

/** Kysely's own turns have no limit: whoever uses the database inside a transaction of theirs would wait for ever. */
class TurnsAdapter extends TransactionalAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class ThreadDriver implements Driver {
  readonly #thread: SqlThread
  readonly #turns = new Turns(LIMIT_MS)

  constructor(path: string) {
    this.#thread = new AskedThread({
      file: 'sql-thread',
      data: { location: { kind: 'sqlite', path } },
      limitMs: LIMIT_MS,
      idleMs: IDLE_MS,
      maxWaiting: 1,
    })
  }

  async init(): Promise<void> {
    // The thread starts with the first statement.
  }

  async acquireConnection(): Promise<ThreadConnection> {
    await this.#turns.take()
    return new ThreadConnection(this.#thread)
  }

  async releaseConnection(): Promise<void> {
    this.#turns.pass()
  }

  async beginTransaction(connection: ThreadConnection): Promise<void> {
    await connection.begin()
  }

  async commitTransaction(connection: ThreadConnection): Promise<void> {
    await connection.run('commit')
  }

  async rollbackTransaction(connection: ThreadConnection): Promise<void> {
    if (!connection.lost) await connection.run('rollback')
  }

  async savepoint(...[connection, name, compile]: SavepointCall): Promise<void> {
    await connection.executeQuery(compile(sql`savepoint ${sql.id(name)}`.toOperationNode(), createQueryId()))
  }

  async rollbackToSavepoint(...[connection, name, compile]: SavepointCall): Promise<void> {
    await connection.executeQuery(
      compile(sql`rollback to ${sql.id(name)}`.toOperationNode(), createQueryId()),
    )
  }

  async releaseSavepoint(...[connection, name, compile]: SavepointCall): Promise<void> {
    await connection.executeQuery(compile(sql`release ${sql.id(name)}`.toOperationNode(), createQueryId()))
  }

  /** Waits for what is under way. */
  async destroy(): Promise<void> {
    await this.#turns.take()
    await this.#thread.close()
    this.#turns.pass()
  }
}

type SavepointCall = [connection: ThreadConnection, name: string, compile: QueryCompiler['compileQuery']]

class ThreadConnection implements DatabaseConnection {
  readonly #thread: SqlThread
  /** The thread that knows of the transaction under way. */
  #begunIn: number | null = null

  constructor(thread: SqlThread) {
    this.#thread = thread
  }

  /** Has the transaction under way ended with its thread. */
  get lost(): boolean {
    return this.#begunIn !== null && this.#begunIn !== this.#thread.generation
  }

  /** Takes the write lock at once: a transaction that asks for it later fails instead of waiting for it. */
  async begin(): Promise<void> {
    const { generation } = this.#thread
    await this.run('begin immediate')
    this.#begunIn = generation
  }

  async run(statement: string): Promise<void> {
    await this.#ask({ sql: statement, parameters: [] })
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { sql: text, parameters } = query
    return (await this.#ask({ sql: text, parameters })) as QueryResult<Row>
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query)
  }

  #ask(statement: Statement): Promise<QueryResult<unknown>> {
    if (!this.lost) return this.#thread.ask(statement)
    return Promise.reject(new StoreError('The transaction took too long and was given up; try again.'))
  }
}

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { testService } from './test-service.ts'

/** The PostgreSQL server that all tests share. */
export interface TestPostgres {
  /** The path of `postgres`, for tests that start a server of their own; `null`: it is somebody else's server. */
  readonly program: string | null
  /** Makes an empty database. */
  database(): Promise<TestDatabase>
}

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** `null` where there is no PostgreSQL: what needs it is skipped. With `CI=true` that is a failure. */
export async function testPostgres(): Promise<TestPostgres | null> {
  const service = await testService('postgres')
  if (service?.kind !== 'server') return null
  const { url, program } = service
  return {
    program,
    database: async () => {
      const name = `backstay_${randomUUID().replaceAll('-', '')}`
      await run(url, `create database ${name}`)
      const own = new URL(url)
      own.pathname = `/${name}`
      return { url: own.href, drop: () => run(url, `drop database if exists ${name} with (force)`) }
    },
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

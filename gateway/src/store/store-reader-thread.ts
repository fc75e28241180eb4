import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Kysely } from 'kysely'
import { findGeneration } from './find-generation.ts'
import { eventsAfter, listEvents } from './list-events.ts'
import { findUsage, listUsage } from './list-usage.ts'
import { requireNewestSchema } from './migrate-store.ts'
import type { QueryName, Question, Reply, StoreQueries } from './reader-messages.ts'
import type { StoreSchema } from './schema.ts'
import type { OpenDatabase } from './sqlite-database.ts'
import { openForReading } from './sqlite-database.ts'
import { storeErrorOf } from './store-error.ts'
import type { ThreadData } from './writer-messages.ts'

type Queries = {
  readonly [Name in QueryName]: (
    db: Kysely<StoreSchema>,
    ask: StoreQueries[Name]['ask'],
  ) => Promise<StoreQueries[Name]['answer']>
}

const QUERIES: Queries = {
  'list-events': listEvents,
  'events-after': eventsAfter,
  'list-usage': listUsage,
  'find-usage': findUsage,
  'find-generation': findGeneration,
}

const { path } = workerData as ThreadData
let opened: { readonly database: OpenDatabase; readonly file: string } | null = null

/** One question after the other: the statements are synchronous anyway. */
let last = Promise.resolve()
parentPort?.on('message', (question: Question) => {
  last = last.then(() => reply(question))
})

async function reply(question: Question): Promise<void> {
  const { number } = question
  try {
    const answer = await run(question)
    parentPort?.postMessage({ number, kind: 'found', answer } satisfies Reply)
  } catch (error) {
    opened?.database.raw.close()
    opened = null
    const { message } = storeErrorOf(error, path)
    parentPort?.postMessage({ number, kind: 'failed', message } satisfies Reply)
  }
}

async function run<Name extends QueryName>({ name, ask }: Question<Name>): Promise<unknown> {
  return QUERIES[name](await current(), ask)
}

/** The store as it is now: one whose file was replaced is opened anew. */
async function current(): Promise<Kysely<StoreSchema>> {
  const file = identity()
  if (opened !== null && opened.file === file) return opened.database.query
  opened?.database.raw.close()
  opened = null
  const database = openForReading(path)
  opened = { database, file }
  await requireNewestSchema(database.query)
  return database.query
}

function identity(): string {
  const file = statSync(path, { throwIfNoEntry: false })
  return file === undefined ? '' : `${file.dev}:${file.ino}`
}

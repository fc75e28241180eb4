import { workerData } from 'node:worker_threads'
import type { Kysely } from 'kysely'
import { answerQuestions } from './answer-questions.ts'
import type { ThreadData } from './asked-messages.ts'
import { findGeneration } from './find-generation.ts'
import { eventsAfter, listEvents } from './list-events.ts'
import { findUsage, listUsage } from './list-usage.ts'
import { requireNewestSchema } from './migrate-store.ts'
import type { QueryName, Question, StoreQueries } from './reader-messages.ts'
import type { StoreSchema } from './schema.ts'
import { openForReading } from './sqlite-database.ts'
import { SqliteFile } from './sqlite-file.ts'

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
const file = new SqliteFile(path, async () => {
  const opened = openForReading(path)
  try {
    await requireNewestSchema(opened.query)
    return opened
  } catch (error) {
    opened.raw.close()
    throw error
  }
})

answerQuestions(path, async (question) => {
  const { query } = await file.current()
  try {
    return await answer(query, question as Question)
  } catch (error) {
    await file.failed()
    throw error
  }
})

function answer<Name extends QueryName>(
  query: Kysely<StoreSchema>,
  { name, ask }: Question<Name>,
): Promise<StoreQueries[Name]['answer']> {
  return QUERIES[name](query, ask)
}

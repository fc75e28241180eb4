import { workerData } from 'node:worker_threads'
import type { Kysely } from 'kysely'
import { answerQuestions } from './answer-questions.ts'
import type { ThreadData } from './asked-messages.ts'
import { findGeneration } from './find-generation.ts'
import { eventsAfter, listEvents } from './list-events.ts'
import { findUsage, listUsage } from './list-usage.ts'
import { readableStore } from './readable-store.ts'
import type { QueryName, Question, StoreQueries } from './reader-messages.ts'
import type { StoreSchema } from './schema.ts'
import { usageSummary } from './usage-summary.ts'
import { placeOf } from './store-location.ts'

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
  'usage-summary': usageSummary,
  'find-generation': findGeneration,
}

const { location } = workerData as ThreadData
const store = readableStore(location)

answerQuestions(placeOf(location), async (question) => {
  const query = await store.current()
  try {
    return await answer(query, question as Question)
  } catch (error) {
    await store.failed()
    throw error
  }
})

function answer<Name extends QueryName>(
  query: Kysely<StoreSchema>,
  { name, ask }: Question<Name>,
): Promise<StoreQueries[Name]['answer']> {
  return QUERIES[name](query, ask)
}

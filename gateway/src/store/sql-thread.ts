import { workerData } from 'node:worker_threads'
import type { QueryResult } from 'kysely'
import { CompiledQuery } from 'kysely'
import { answerQuestions } from './answer-questions.ts'
import type { ThreadData } from './asked-messages.ts'
import { openMigrated } from './migrate-store.ts'
import { SqliteFile } from './sqlite-file.ts'
import type { Statement } from './sqlite-thread-dialect.ts'
import { placeOf } from './store-location.ts'

const { location } = workerData as ThreadData
const place = placeOf(location)
const file = new SqliteFile(place, openMigrated)

answerQuestions(place, async (ask): Promise<QueryResult<unknown>> => {
  const { sql, parameters } = ask as Statement
  const { query, raw } = await file.current()
  // On a full disk SQLite has done so itself, and a second time would hide what was wrong.
  if (sql === 'rollback' && !raw.isTransaction) return { rows: [] }
  try {
    return await query.executeQuery(CompiledQuery.raw(sql, [...parameters]))
  } catch (error) {
    await file.failed()
    throw error
  }
})

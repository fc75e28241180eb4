import type { Kysely } from 'kysely'
import type { Feedback } from '#domain/feedback'
import type { UsageRecord } from '#domain/record'
import { findUsage } from './list-usage.ts'
import type { StoreSchema } from './schema.ts'

/** One request as it was recorded, with the last thing that was said of its answer. */
export interface Generation {
  readonly record: UsageRecord
  readonly feedback: Feedback | null
}

/** `null` where there is no such request. */
export async function findGeneration(db: Kysely<StoreSchema>, id: string): Promise<Generation | null> {
  const record = await findUsage(db, { organisation: null, id })
  if (record === null) return null
  const feedback = await db
    .selectFrom('feedback')
    .selectAll()
    .where('request', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { record, feedback: feedback ?? null }
}

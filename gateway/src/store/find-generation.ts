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

/** Which request: organisations may have keys of the same name. */
export interface GenerationQuestion {
  readonly organisation: string
  /** Name of the key that sent it. */
  readonly key: string
  readonly id: string
}

/** `null` where this key of this organisation has sent no such request. */
export async function findGeneration(
  db: Kysely<StoreSchema>,
  { organisation, key, id }: GenerationQuestion,
): Promise<Generation | null> {
  const record = await findUsage(db, { organisation, id })
  if (record?.key !== key) return null
  const feedback = await db
    .selectFrom('feedback')
    .selectAll()
    .where('request', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { record, feedback: feedback ?? null }
}

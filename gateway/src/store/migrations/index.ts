import type { Migration } from 'kysely/migration'
import { usageRecords } from './0001-usage-records.ts'

/**
 * Name → migration, oldest first. Names sort in that order. One that was released is never changed, moved or removed:
 * stores remember the names they have run.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-usage-records': usageRecords,
}

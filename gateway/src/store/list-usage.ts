import type { Kysely } from 'kysely'
import type { UsageRecord } from '#domain/record'
import type { StoreSchema } from './schema.ts'
import { recordOf } from './usage-row.ts'
import type { WhichRecords } from './which-records.ts'
import { FIRST_ERROR_STATUS } from './which-records.ts'

/** Which usage records, newest first. */
export interface UsageFilter extends WhichRecords {
  /** Inclusive, milliseconds since the Unix epoch. */
  readonly from: number | null
  /** Exclusive. */
  readonly to: number | null
  /** Only records older than this one. */
  readonly before: { readonly at: number; readonly id: string } | null
  readonly limit: number
}

export async function listUsage(db: Kysely<StoreSchema>, filter: UsageFilter): Promise<UsageRecord[]> {
  const { from, to, key, model, provider, deployment, status, errorClass, failed, moved, probe } = filter
  let query = db
    .selectFrom('usage_records')
    .selectAll()
    .where('organisation', '=', filter.organisation)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
  if (from !== null) query = query.where('at', '>=', from)
  if (to !== null) query = query.where('at', '<', to)
  if (key !== null) query = query.where('key', '=', key)
  if (model !== null) {
    query = query.where((row) =>
      row.or([row('requested_model', '=', model), row('served_model', '=', model)]),
    )
  }
  if (provider !== null) query = query.where('provider', '=', provider)
  if (deployment !== null) query = query.where('deployment', '=', deployment)
  if (status !== null) query = query.where('status', '=', status)
  if (errorClass !== null) query = query.where('error_class', '=', errorClass)
  if (failed !== null) query = query.where('status', failed ? '>=' : '<', FIRST_ERROR_STATUS)
  if (moved !== null) query = query.where('fallbacks', moved ? '>' : '=', 0)
  if (probe !== null) query = query.where('probe', '=', probe ? 1 : 0)
  if (filter.before !== null) {
    const { at, id } = filter.before
    query = query.where('at', '<=', at).where((row) => row.or([row('at', '<', at), row('id', '<', id)]))
  }
  return (await query.execute()).map(recordOf)
}

/** The usage record of one request of an organisation; `null` where there is none. */
export async function findUsage(
  db: Kysely<StoreSchema>,
  { organisation, id }: { readonly organisation: string; readonly id: string },
): Promise<UsageRecord | null> {
  const row = await db
    .selectFrom('usage_records')
    .selectAll()
    .where('id', '=', id)
    .where('organisation', '=', organisation)
    .executeTakeFirst()
  return row === undefined ? null : recordOf(row)
}

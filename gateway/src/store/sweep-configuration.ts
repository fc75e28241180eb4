import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { isPostgres } from './is-postgres.ts'
import { lockTransactions } from './postgres-database.ts'
import type { StoreSchema } from './schema.ts'

/** What of the configuration's past is kept. */
export interface ConfigurationCutoffs {
  /** So many versions of each organisation, the newest; `null`: all of them. */
  readonly versions: number | null
  /** Secrets that are named nowhere go if they are older, milliseconds since the Unix epoch. */
  readonly secrets: number
}

/** Ids of a statement. */
const STEP_IDS = 500
const REFERENCE = /\$\{secret:([^}]+)\}/g

/**
 * Removes versions that are not kept, then secrets that neither entries nor kept versions name. Returns how many rows;
 * 0: there is nothing left.
 */
export async function sweepConfiguration(
  db: Kysely<StoreSchema>,
  { versions, secrets }: ConfigurationCutoffs,
): Promise<number> {
  const newest = await db
    .selectFrom('config_versions')
    .select(({ fn }) => ['organisation', fn.max('number').as('number'), fn.countAll().as('count')])
    .groupBy('organisation')
    .execute()
  for (const { organisation, number, count } of newest) {
    if (versions === null || Number(count) <= versions) continue
    const { numDeletedRows } = await db
      .deleteFrom('config_versions')
      .where('organisation', '=', organisation)
      .where('number', '<=', number - versions)
      .executeTakeFirst()
    if (numDeletedRows > 0n) return Number(numDeletedRows)
  }
  const owners = await db
    .selectFrom('config_secrets')
    .select('organisation')
    .distinct()
    .where('created_at', '<', secrets)
    .execute()
  for (const { organisation } of owners) {
    const removed = await removeOrphans(db, organisation, secrets)
    if (removed > 0) return removed
  }
  return 0
}

/** In one transaction with what tells that they are orphans: nobody names them again meanwhile. */
function removeOrphans(db: Kysely<StoreSchema>, organisation: string, before: number): Promise<number> {
  return db.transaction().execute(async (within) => {
    if (isPostgres(within)) await lockTransactions(within)
    const all = await within
      .selectFrom('config_secrets')
      .select('id')
      .where('organisation', '=', organisation)
      .where('created_at', '<', before)
      .execute()
    const named = await namedIn(within, organisation)
    const orphans = all.map(({ id }) => id).filter((id) => !named.has(id))
    for (let at = 0; at < orphans.length; at += STEP_IDS) {
      await within
        .deleteFrom('config_secrets')
        .where('id', 'in', orphans.slice(at, at + STEP_IDS))
        .execute()
    }
    return orphans.length
  })
}

async function namedIn(db: Kysely<StoreSchema>, organisation: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ text: string }>`
    select body as text from config_entries where organisation = ${organisation}
    union all select changes as text from config_versions where organisation = ${organisation}
  `.execute(db)
  const named = new Set<string>()
  for (const { text } of rows) {
    for (const [, id = ''] of text.matchAll(REFERENCE)) named.add(id)
  }
  return named
}

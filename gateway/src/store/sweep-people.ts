import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { StoreSchema } from './schema.ts'

/** Links stay for a while, so that whoever comes late is told that theirs is over. */
const LINKS_MS = 30 * 86_400_000

/** Removes sessions that are over, what signing in had to remember meanwhile, and links of long ago. */
export async function sweepPeople(db: Kysely<StoreSchema>, nowMs: number): Promise<number> {
  // The sign-in library writes moments as text.
  const now = new Date(nowMs).toISOString()
  let removed = 0
  for (const table of ['sessions', 'verifications']) {
    const { numAffectedRows } = await sql`delete from ${sql.table(table)} where expires_at < ${now}`.execute(
      db,
    )
    removed += Number(numAffectedRows ?? 0n)
  }
  const { numDeletedRows } = await db
    .deleteFrom('sign_in_links')
    .where('expires_at', '<', nowMs - LINKS_MS)
    .executeTakeFirst()
  return removed + Number(numDeletedRows)
}

import type { ControlDatabase } from './control-database.ts'
import type { SecretBox } from './secret-box.ts'

/** What a rotation of the master key has done. */
export interface Resealed {
  /** Secrets that there are. */
  readonly secrets: number
  /** Of these, how many were under another key, or under none. */
  readonly resealed: number
}

/**
 * Seals every secret of the store under the key that the box seals with, all or none of them: of the configuration, of
 * webhooks, and of the installation.
 *
 * @throws StoreError - where one cannot be opened; nothing is changed then.
 */
export function resealSecrets(database: ControlDatabase, box: SecretBox): Promise<Resealed> {
  return database.transaction().execute(async (within) => {
    let resealed = 0
    let secrets = 0
    for (const table of ['config_secrets', 'webhooks'] as const) {
      const rows = await within.selectFrom(table).select(['id', 'sealed', 'sealed_under']).execute()
      secrets += rows.length
      for (const row of rows) {
        if (box.isCurrent(row)) continue
        const again = box.seal(row.id, box.open(row.id, row))
        await within.updateTable(table).set(again).where('id', '=', row.id).execute()
        resealed++
      }
    }
    const values = await within.selectFrom('instance_values').selectAll().execute()
    secrets += values.length
    for (const { id, value, sealed_under: under } of values) {
      if (under !== null && box.isCurrent({ sealed_under: under })) continue
      const clear = under === null ? value : box.open(id, { sealed: value, sealed_under: under })
      const { sealed, sealed_under } = box.seal(id, clear)
      await within
        .updateTable('instance_values')
        .set({ value: sealed, sealed_under })
        .where('id', '=', id)
        .execute()
      resealed++
    }
    return { secrets, resealed }
  })
}

import { randomBytes } from 'node:crypto'
import type { ControlDatabase } from '#store/control-database'
import type { SecretBox } from '#store/secret-box'

const ID = 'session-secret'
const BYTES = 32

/**
 * The secret that signs cookies, made by whichever process asks first, and sealed in the store. One that an older
 * version left there in clear stays the same, so that sessions go on, and is sealed.
 *
 * @throws StoreError - when it is sealed under a master key that is not known.
 */
export async function sessionSecret(database: ControlDatabase, box: SecretBox): Promise<string> {
  const { sealed, sealed_under } = box.seal(ID, randomBytes(BYTES).toString('base64url'))
  await database
    .insertInto('instance_values')
    .values({ id: ID, value: sealed, sealed_under })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  const stored = await database
    .selectFrom('instance_values')
    .selectAll()
    .where('id', '=', ID)
    .executeTakeFirstOrThrow()
  const { value } = stored
  if (stored.sealed_under !== null) return box.open(ID, { sealed: value, sealed_under: stored.sealed_under })
  const own = box.seal(ID, value)
  await database
    .updateTable('instance_values')
    .set({ value: own.sealed, sealed_under: own.sealed_under })
    .where('id', '=', ID)
    .where('sealed_under', 'is', null)
    .execute()
  return value
}

import { GatewayError } from '#domain/errors'
import type { ControlDatabase } from '#store/control-database'
import { isUnknownAddress } from './redeem-link.ts'

/** What somebody says of themselves. */
export interface Introduction {
  readonly email?: string | undefined
  readonly name?: string | undefined
}

/**
 * Writes down name and address of somebody. An address that is known is not changed: whoever may do that could take
 * over what belongs to another address.
 *
 * @throws GatewayError - 400 where the address is missing or not to be changed; 409 where somebody else has it.
 */
export async function introduce(
  database: ControlDatabase,
  person: { readonly id: string; readonly email: string },
  { email, name }: Introduction,
): Promise<void> {
  const unknown = isUnknownAddress(person.email)
  if (unknown && email === undefined) {
    const message = '`email` is needed: it is what you sign in with from now on.'
    throw new GatewayError('invalid_body', { message, param: 'email' })
  }
  const address = email?.toLowerCase() ?? person.email
  if (!unknown && address !== person.email) {
    const message = '`email` cannot be changed; have the other address invited.'
    throw new GatewayError('invalid_body', { message, param: 'email' })
  }
  if (isUnknownAddress(address)) {
    throw new GatewayError('invalid_body', { message: '`email` is no real address.', param: 'email' })
  }
  await database.transaction().execute(async (within) => {
    const other = await within
      .selectFrom('people')
      .select('id')
      .where('email', '=', address)
      .where('id', '!=', person.id)
      .executeTakeFirst()
    if (other !== undefined) {
      throw new GatewayError('already_exists', { message: 'Somebody else has this address.', param: 'email' })
    }
    await within
      .updateTable('people')
      .set({ email: address, ...(name !== undefined && { name }) })
      .where('id', '=', person.id)
      .execute()
  })
}

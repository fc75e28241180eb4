import type { Use } from '@backstay/contract/admin'
import { GatewayError } from '#domain/errors'
import type { StoredEntry } from '#snapshot/stored-entry'
import type { Resource } from './resource.ts'

const MAX_TOLD = 10

/** The entry behind a resource. @throws GatewayError - 409 for what the file declares */
export function storedEntryOf({ name, stored }: Resource<unknown>): StoredEntry {
  if (stored !== null) return stored
  const message = `"${name}" is declared in the configuration file, and is changed there only.`
  throw new GatewayError('declared_in_file', { message, param: 'id' })
}

/** @throws GatewayError - 409 with who names it. */
export function refuseUsed(name: string, uses: readonly Use[]): void {
  if (uses.length === 0) return
  const told = uses
    .slice(0, MAX_TOLD)
    .map((use) =>
      use.kind === 'settings' ? `settings (${use.at})` : `${use.kind} "${use.name}" (${use.at})`,
    )
  const more = uses.length > MAX_TOLD ? ` and ${uses.length - MAX_TOLD} more` : ''
  const message = `"${name}" is named by ${told.join(', ')}${more}.`
  throw new GatewayError('in_use', { message, param: 'id' })
}

/** @throws GatewayError - 409 */
export function refuseTaken(name: string, others: readonly Resource<unknown>[]): void {
  if (!others.some((other) => other.name === name)) return
  throw new GatewayError('already_exists', { message: `"${name}" is there already.`, param: 'name' })
}

import { randomUUID } from 'node:crypto'
import type { Clock } from '#domain/clock'
import type { ControlDatabase } from '#store/control-database'
import type { SignInLibraryOptions } from './sign-in-library.ts'
import type { ProviderSettings, SignInSettings } from './sign-in-settings.ts'

interface DoorOptions {
  readonly database: ControlDatabase
  readonly clock: Clock
  readonly settings: SignInSettings
}

/** Who comes in by an identity provider, and where they belong then. */
export function providerDoor(
  options: DoorOptions,
): Pick<SignInLibraryOptions, 'refuses' | 'onProviderSignIn'> {
  const { database, settings } = options
  const byId = (id: string): ProviderSettings | undefined => settings.providers.find((one) => one.id === id)
  return {
    refuses: async ({ provider, email, emailVerified, person }) => {
      const known = byId(provider)
      if (known === undefined) return 'provider_unknown'
      if (!emailVerified) return 'email_not_verified'
      if (!isWelcome(email, known)) return 'domain_not_allowed'
      if (person !== null) return (await isSquatted(person, database)) ? 'account_not_vouched_for' : null
      if (known.defaultRole !== null) return null
      return (await invitations(email, options)).length > 0 ? null : 'not_invited'
    },
    onProviderSignIn: async (person, provider) => {
      const { email } = await database
        .selectFrom('people')
        .select('email')
        .where('id', '=', person)
        .executeTakeFirstOrThrow()
      const { organisation } = settings
      const role = byId(provider)?.defaultRole ?? null
      const places = [
        ...(await invitations(email, options)),
        ...(role === null ? [] : [{ organisation, role }]),
      ]
      await database.transaction().execute((within) => join(person, places, { ...options, database: within }))
      await database
        .deleteFrom('sign_in_links')
        .where('purpose', '=', 'invitation')
        .where('email', '=', email)
        .execute()
    },
  }
}

function isWelcome(email: string, { domains }: ProviderSettings): boolean {
  return domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase())
}

/**
 * Whoever was invited to somebody else's address and set a password there would share the account with its owner: people
 * of whom nobody ever vouched for the address sign in with their password only.
 */
async function isSquatted(person: string, database: ControlDatabase): Promise<boolean> {
  const row = await database
    .selectFrom('people')
    .innerJoin('accounts', 'accounts.person', 'people.id')
    .select('people.id')
    .where('people.id', '=', person)
    .where('people.email_verified', '=', 0)
    .where('accounts.provider', '=', 'credential')
    .executeTakeFirst()
  return row !== undefined
}

interface Place {
  readonly organisation: string
  readonly role: string
}

async function invitations(email: string, { database, clock }: DoorOptions): Promise<readonly Place[]> {
  const rows = await database
    .selectFrom('sign_in_links')
    .select(['organisation', 'role'])
    .where('purpose', '=', 'invitation')
    .where('email', '=', email.toLowerCase())
    .where('expires_at', '>', clock.wallMs())
    .execute()
  return rows.flatMap(({ organisation, role }) =>
    organisation === null || role === null ? [] : [{ organisation, role }],
  )
}

async function join(
  person: string,
  places: readonly Place[],
  { database, clock }: DoorOptions,
): Promise<void> {
  for (const place of places) {
    await database
      .insertInto('members')
      .values({ id: randomUUID(), ...place, person, created_at: clock.wallMs() })
      .onConflict((conflict) => conflict.columns(['organisation', 'person']).doNothing())
      .execute()
  }
}

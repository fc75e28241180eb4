import type { Clock } from '#domain/clock'
import type { ControlDatabase } from '#store/control-database'

interface FirstSignInOptions {
  readonly organisation: string
  /** Where browsers find the console. */
  readonly origin: string
}

/** A link by which the first owner signs in, once; `null` when there is somebody already. */
export async function firstSignIn(
  database: ControlDatabase,
  clock: Clock,
  { organisation, origin }: FirstSignInOptions,
): Promise<string | null> {
  const somebody = await database.selectFrom('people').select('id').limit(1).executeTakeFirst()
  if (somebody !== undefined) return null
  const { makeSignInLink, signInUrl } = await import('#control/people/sign-in-links')
  return signInUrl(origin, await makeSignInLink(database, clock, { kind: 'first-start', organisation }))
}

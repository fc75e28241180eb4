import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '#domain/clock'
import type { ControlDatabase } from '#store/control-database'
import type { SignInLinkTable } from '#store/people-schema'
import type { Role } from '../actor.ts'

/** Whom a link signs in. */
export type LinkPurpose =
  /** The first owner, while there is nobody else. */
  | { readonly kind: 'first-start'; readonly organisation: string }
  | { readonly kind: 'lost-password'; readonly email: string }
  | {
      readonly kind: 'invitation'
      readonly email: string
      readonly name: string | null
      readonly organisation: string
      readonly role: Role
      readonly createdBy: string
    }

/** A link to hand over; the token is known to nobody else. */
export interface SignInLink {
  readonly id: string
  readonly token: string
  readonly expiresAt: number
}

const MINUTE_MS = 60_000

/** How long a link may be used. */
const VALID_MS: Readonly<Record<LinkPurpose['kind'], number>> = {
  'first-start': 60 * MINUTE_MS,
  'lost-password': 60 * MINUTE_MS,
  'invitation': 7 * 24 * 60 * MINUTE_MS,
}

/** Makes a link that signs in once; an older one for the same purpose stops working. */
export async function makeSignInLink(
  database: ControlDatabase,
  clock: Clock,
  purpose: LinkPurpose,
): Promise<SignInLink> {
  const token = randomBytes(32).toString('base64url')
  const now = clock.wallMs()
  const row: SignInLinkTable = {
    id: randomUUID(),
    sha256: sha256Of(token),
    purpose: purpose.kind,
    email: 'email' in purpose ? purpose.email.toLowerCase() : null,
    name: 'name' in purpose ? purpose.name : null,
    organisation: 'organisation' in purpose ? purpose.organisation : null,
    role: 'role' in purpose ? purpose.role : null,
    created_by: 'createdBy' in purpose ? purpose.createdBy : null,
    created_at: now,
    expires_at: now + VALID_MS[purpose.kind],
  }
  let older = database.deleteFrom('sign_in_links').where('purpose', '=', row.purpose)
  if (row.email !== null) older = older.where('email', '=', row.email)
  if (row.organisation !== null) older = older.where('organisation', '=', row.organisation)
  await older.execute()
  await database.insertInto('sign_in_links').values(row).execute()
  return { id: row.id, token, expiresAt: row.expires_at }
}

/** Takes a link out of the store, so that it works once; `null`: there is none, or it is too old. */
export async function takeSignInLink(
  database: ControlDatabase,
  clock: Clock,
  token: string,
): Promise<SignInLinkTable | null> {
  const row = await database
    .deleteFrom('sign_in_links')
    .where('sha256', '=', sha256Of(token))
    .returningAll()
    .executeTakeFirst()
  return row === undefined || row.expires_at < clock.wallMs() ? null : row
}

/** Where the console takes a link: behind `#`, so that it stands in no log. */
export function signInUrl(origin: string, { token }: SignInLink): string {
  return `${origin}/console/sign-in#link=${token}`
}

function sha256Of(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

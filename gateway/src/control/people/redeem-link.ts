import { randomUUID } from 'node:crypto'
import type { Clock } from '#domain/clock'
import { GatewayError } from '#domain/errors'
import type { ControlDatabase } from '#store/control-database'
import type { SignInLinkTable } from '#store/people-schema'
import { serially } from '../serially.ts'
import { takeSignInLink } from './sign-in-links.ts'

/** Addresses of people who have not yet said theirs; the top-level domain is reserved, no mail goes there. */
const UNKNOWN_ADDRESS = '@backstay.invalid'

export function isUnknownAddress(email: string): boolean {
  return email.endsWith(UNKNOWN_ADDRESS)
}

export interface RedeemOptions {
  readonly database: ControlDatabase
  readonly clock: Clock
  readonly token: string
  /** Who is signed in already; `null`: nobody. */
  readonly signedIn: string | null
}

/** Whom a link signs in. */
export interface Redeemed {
  readonly person: string
  readonly purpose: string
  /** Where the person belongs by it; `null`: it only signs in. */
  readonly organisation: string | null
}

/**
 * Uses a link up and does what it is for, both or neither.
 *
 * @throws GatewayError - 401 where it does not work (any more); 409 where whoever has the address must sign in first.
 */
export function redeemLink({ database, clock, token, signedIn }: RedeemOptions): Promise<Redeemed> {
  return serially(database, async (within) => {
    const link = await takeSignInLink(within, clock, token)
    if (link === null) throw new GatewayError('link_not_valid')
    const work: Work = { within, now: clock.wallMs(), signedIn }
    const redeemed = await PURPOSES[link.purpose]?.(link, work)
    if (redeemed === undefined || redeemed === null) throw new GatewayError('link_not_valid')
    return { ...redeemed, purpose: link.purpose }
  })
}

interface Work {
  readonly within: ControlDatabase
  readonly now: number
  readonly signedIn: string | null
}

type Purpose = (link: SignInLinkTable, work: Work) => Promise<Omit<Redeemed, 'purpose'> | null>

const PURPOSES: Readonly<Record<string, Purpose>> = {
  'first-start': async ({ organisation }, work) => {
    const somebody = await work.within.selectFrom('people').select('id').limit(1).executeTakeFirst()
    if (somebody !== undefined || organisation === null) return null
    const email = `owner${UNKNOWN_ADDRESS}`
    const person = await addPerson({ email, name: 'Owner', vouched: true }, work)
    await addMember({ person, organisation, role: 'owner' }, work)
    return { person, organisation }
  },
  'lost-password': async ({ email }, { within }) => {
    const found = await personBy(email ?? '', within)
    return found === null ? null : { person: found, organisation: null }
  },
  'invitation': async ({ email, name, organisation, role }, work) => {
    if (email === null || organisation === null || role === null) return null
    const found = await personBy(email, work.within)
    if (found !== null && found !== work.signedIn && (await hasWayIn(found, work.within))) {
      // Else whoever invites somebody could sign in as that person.
      throw new GatewayError('sign_in_first', {
        message: `${email} has signed in here before: sign in, then open the link again.`,
      })
    }
    const person = found ?? (await addPerson({ email, name: name ?? '', vouched: false }, work))
    await addMember({ person, organisation, role }, work)
    return { person, organisation }
  },
}

async function personBy(email: string, within: ControlDatabase): Promise<string | null> {
  const row = await within.selectFrom('people').select('id').where('email', '=', email).executeTakeFirst()
  return row?.id ?? null
}

/** Has somebody a password, or an account at an identity provider. */
async function hasWayIn(person: string, within: ControlDatabase): Promise<boolean> {
  const row = await within.selectFrom('accounts').select('id').where('person', '=', person).executeTakeFirst()
  return row !== undefined
}

interface NewPerson {
  readonly email: string
  readonly name: string
  readonly vouched: boolean
}

async function addPerson({ email, name, vouched }: NewPerson, { within, now }: Work): Promise<string> {
  const id = randomUUID()
  const at = new Date(now).toISOString()
  await within
    .insertInto('people')
    .values({ id, name, email, email_verified: vouched ? 1 : 0, created_at: at, updated_at: at })
    .execute()
  return id
}

interface NewMember {
  readonly person: string
  readonly organisation: string
  readonly role: string
}

async function addMember(member: NewMember, { within, now }: Work): Promise<void> {
  await within
    .insertInto('members')
    .values({ id: randomUUID(), ...member, created_at: now })
    .onConflict((conflict) => conflict.columns(['organisation', 'person']).doNothing())
    .execute()
}

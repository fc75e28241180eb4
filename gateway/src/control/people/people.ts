import type { Clock } from '#domain/clock'
import { GatewayError } from '#domain/errors'
import type { ControlDatabase } from '#store/control-database'
import { databaseKind } from '#store/control-database'
import type { SecretBox } from '#store/secret-box'
import type { Identity } from '../authenticate.ts'
import { Organisations } from './organisations.ts'
import { isUnknownAddress, redeemLink } from './redeem-link.ts'
import type { Redeemed } from './redeem-link.ts'
import type { SignInSettings } from './sign-in-settings.ts'
import type { SignInLibrary } from './sign-in-library.ts'
import { providerDoor } from './provider-door.ts'
import { sessionSecret } from './session-secret.ts'

/** Somebody who is signed in by a session. */
export interface SignedIn {
  readonly person: { readonly id: string; readonly name: string; readonly email: string }
  readonly session: { readonly id: string; readonly byLink: boolean; readonly expiresAt: number }
}

export interface PeopleOptions {
  readonly database: ControlDatabase
  readonly clock: Clock
  readonly settings: SignInSettings
  /** Encrypts what is secret in the store. */
  readonly secrets: () => SecretBox
  /** Where browsers find the gateway. */
  readonly origin: () => string
  readonly warn: (message: string) => void
}

/** What a sign-in answers with. */
export type Cookies = readonly string[]

export const SESSION_COOKIE = 'backstay.session_token'

const HOUR_S = 3_600

/** People who sign in. The library behind it is loaded when the first of them comes. */
export class People {
  readonly organisations: Organisations
  readonly #options: PeopleOptions
  #library: Promise<SignInLibrary> | null = null

  constructor(options: PeopleOptions) {
    this.#options = options
    this.organisations = new Organisations(options.database)
  }

  /** Whose session a request belongs to. */
  async signedIn(cookie: string | undefined): Promise<SignedIn | null> {
    if (cookie?.includes(`${SESSION_COOKIE}=`) !== true) return null
    const { api } = await this.signInLibrary()
    const found = await api.getSession({ headers: new Headers({ cookie }) })
    if (found === null) return null
    const { user, session } = found
    return {
      person: { id: user.id, name: user.name, email: user.email },
      session: { id: session.id, byLink: session.byLink, expiresAt: session.expiresAt.getTime() },
    }
  }

  /** Who somebody is to the admin API. */
  async identity(cookie: string | undefined): Promise<Identity | null> {
    const signedIn = await this.signedIn(cookie)
    if (signedIn === null) return null
    const { id, name, email } = signedIn.person
    const memberships = await this.organisations.of(id)
    const roles = new Map(memberships.map(({ organisation, role }) => [organisation, role]))
    return {
      kind: 'person',
      id,
      name: name === '' || isUnknownAddress(email) ? name || email : `${name} <${email}>`,
      ambient: true,
      home: memberships[0]?.organisation ?? null,
      roleIn: (organisation) => roles.get(organisation) ?? null,
    }
  }

  /** @throws GatewayError - 401 when it is not the password of anybody with this address. */
  async signIn(email: string, password: string, headers: Headers): Promise<Cookies> {
    const { api } = await this.signInLibrary()
    const answer = await api.signInEmail({ body: { email, password }, headers, asResponse: true })
    if (answer.status !== 200) throw new GatewayError('sign_in_failed')
    return answer.headers.getSetCookie()
  }

  /** @throws GatewayError - see `redeemLink`. */
  async signInByLink(token: string, headers: Headers): Promise<{ redeemed: Redeemed; cookies: Cookies }> {
    const { database, clock } = this.#options
    const { api } = await this.signInLibrary()
    const signedIn = (await this.signedIn(headers.get('cookie') ?? undefined))?.person.id ?? null
    const redeemed = await redeemLink({ database, clock, token, signedIn })
    if (redeemed.person === signedIn) return { redeemed, cookies: [] }
    const { headers: answered } = await api.startSession({
      body: { person: redeemed.person },
      headers,
      returnHeaders: true,
    })
    return { redeemed, cookies: answered.getSetCookie() }
  }

  async signOut(headers: Headers): Promise<Cookies> {
    const { api } = await this.signInLibrary()
    return (await api.signOut({ headers, asResponse: true })).headers.getSetCookie()
  }

  async hasPassword(person: string): Promise<boolean> {
    const row = await this.#options.database
      .selectFrom('accounts')
      .select('id')
      .where('person', '=', person)
      .where('provider', '=', 'credential')
      .where('password', 'is not', null)
      .executeTakeFirst()
    return row !== undefined
  }

  async isPassword(person: string, password: string): Promise<boolean> {
    const { internalAdapter, password: passwords } = await (await this.signInLibrary()).$context
    const hash = (await internalAdapter.findCredentialAccount(person))?.password
    return typeof hash === 'string' && (await passwords.verify({ hash, password }))
  }

  /** Sets a password and ends all other sessions of the person. */
  async setPassword({ person, session }: SignedIn, password: string): Promise<void> {
    const { internalAdapter, password: passwords } = await (await this.signInLibrary()).$context
    const hash = await passwords.hash(password)
    const account = await internalAdapter.findCredentialAccount(person.id)
    if (account === null) {
      const { id } = person
      await internalAdapter.linkAccount({
        userId: id,
        accountId: id,
        providerId: 'credential',
        password: hash,
      })
    } else await internalAdapter.updateAccount(account.id, { password: hash })
    const { database } = this.#options
    await database
      .deleteFrom('sessions')
      .where('person', '=', person.id)
      .where('id', '!=', session.id)
      .execute()
    await database.updateTable('sessions').set({ by_link: 0 }).where('id', '=', session.id).execute()
  }

  /** The library; made anew after a provider could not be reached when it was made. */
  signInLibrary(): Promise<SignInLibrary> {
    this.#library ??= this.#load().catch((error: unknown) => {
      this.#library = null
      throw error
    })
    return this.#library
  }

  forgetLibrary(): void {
    this.#library = null
  }

  async #load(): Promise<SignInLibrary> {
    const { database, settings, origin, secrets, warn } = this.#options
    const [{ signInLibrary }, secret] = await Promise.all([
      import('./sign-in-library.ts'),
      sessionSecret(database, secrets()),
    ])
    return signInLibrary({
      database,
      databaseKind: databaseKind(database),
      secret,
      origin: origin(),
      sessionS: settings.sessionHours * HOUR_S,
      providers: settings.providers,
      ...providerDoor(this.#options),
      warn,
    })
  }
}

import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import type { Kysely } from 'kysely'
import * as z from 'zod'
import type { StoreSchema } from '#store/schema'
import { CLIENT_ADDRESS_HEADER } from './client-address-header.ts'

/** An OpenID Connect provider that people may sign in with. */
export interface IdentityProvider {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes: readonly string[]
  /** Its addresses count as verified even where it does not say so. */
  readonly trustEmail: boolean
}

/** Somebody whom a provider vouches for. */
export interface Vouched {
  readonly provider: string
  readonly email: string
  readonly emailVerified: boolean
  /** `null`: nobody with this address was here before. */
  readonly person: string | null
}

export interface SignInLibraryOptions {
  readonly database: Kysely<StoreSchema>
  readonly databaseKind: 'sqlite' | 'postgres'
  /** Signs cookies; the same for all processes. */
  readonly secret: string
  /** Where browsers find the gateway: `https://HOST`. */
  readonly origin: string
  readonly sessionS: number
  readonly providers: readonly IdentityProvider[]
  /** May they come in; the reason why not, in one word, or `null`. */
  readonly refuses: (vouched: Vouched) => Promise<string | null>
  /** Called when somebody signed in by a provider. */
  readonly onProviderSignIn: (person: string, provider: string) => Promise<void>
  readonly warn: (message: string) => void
}

const MIN_PASSWORD_LENGTH = 10

export type SignInLibrary = ReturnType<typeof signInLibrary>

/** The library that keeps passwords, sessions and identities. Loading it takes a while, so it is loaded on first use. */
export function signInLibrary(options: SignInLibraryOptions) {
  const { database, databaseKind, secret, origin, sessionS } = options
  return betterAuth({
    appName: 'Backstay',
    database: { db: database, type: databaseKind, transaction: false },
    secret,
    baseURL: origin,
    basePath: '/api/auth',
    telemetry: { enabled: false },
    // The routes of the admin API limit and check origins themselves, all in the same way.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: 256,
    },
    ...TABLES,
    session: { ...TABLES.session, expiresIn: sessionS, disableSessionRefresh: true },
    account: {
      ...TABLES.account,
      encryptOAuthTokens: true,
      // Who may be linked is decided in `refuses`.
      accountLinking: { enabled: true, requireLocalEmailVerified: false },
    },
    user: { ...TABLES.user, validateUserInfo: (asked) => refusal(asked, options) },
    databaseHooks: {
      session: {
        create: {
          after: async ({ userId }, context) => {
            const provider: unknown = context?.params?.['id']
            if (context?.path === '/callback/:id' && typeof provider === 'string')
              await options.onProviderSignIn(userId, provider)
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'backstay',
      // `Secure` is added where the request came over TLS, which only the request knows.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    logger: { log: (level, message) => (level === 'error' ? options.warn(message) : undefined) },
    onAPIError: { errorURL: `${origin}/console/sign-in` },
    plugins: [ownEndpoints, genericOAuth({ config: options.providers.map(providerOptions) })],
  })
}

const moments = { createdAt: 'created_at', updatedAt: 'updated_at' }

const TABLES = {
  user: { modelName: 'people', fields: { emailVerified: 'email_verified', ...moments } },
  session: {
    modelName: 'sessions',
    fields: {
      userId: 'person',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...moments,
    },
    additionalFields: {
      byLink: { type: 'boolean', fieldName: 'by_link', input: false, defaultValue: false },
    },
  },
  account: {
    modelName: 'accounts',
    fields: {
      userId: 'person',
      accountId: 'account',
      providerId: 'provider',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...moments,
    },
  },
  verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...moments } },
} as const

/** Begins a session for somebody who came by a link. */
const startSession = createAuthEndpoint.serverOnly(
  { method: 'POST', body: z.object({ person: z.string() }) },
  async (context) => {
    const { internalAdapter } = context.context
    const user = await internalAdapter.findUserById(context.body.person)
    if (user === null) throw new Error('a session for nobody')
    const session = await internalAdapter.createSession(user.id, false, { byLink: true }, true)
    await setSessionCookie(context, { session, user })
    return context.json({ person: user.id })
  },
)

const ownEndpoints = { id: 'backstay', endpoints: { startSession } }

function providerOptions(provider: IdentityProvider) {
  const { id, name, issuer, clientId, clientSecret, scopes, trustEmail } = provider
  return {
    providerId: id,
    name,
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    clientId,
    clientSecret,
    scopes: [...scopes],
    ...(trustEmail && { mapProfileToUser: () => ({ emailVerified: true }) }),
  }
}

type Asked = Parameters<
  NonNullable<NonNullable<Parameters<typeof betterAuth>[0]['user']>['validateUserInfo']>
>[0]

async function refusal(
  { user, source }: Asked,
  { refuses }: SignInLibraryOptions,
): Promise<{ error: string } | undefined> {
  if (source.method !== 'oauth' || source.action === 'sign-in') return undefined
  const error = await refuses({
    provider: source.oauth?.providerId ?? '',
    email: user.email ?? '',
    emailVerified: user.emailVerified === true,
    person: source.action === 'link-account' ? (user.id ?? null) : null,
  })
  return error === null ? undefined : { error }
}

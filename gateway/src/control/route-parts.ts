import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { z } from 'zod'
import { errorAnswerSchema } from '@backstay/contract/admin'
import { GatewayError } from '#domain/errors'
import type { Permission } from './actor.ts'
import { may } from './actor.ts'
import type { AdminEnv } from './admin-app.ts'
import type { Identity } from './authenticate.ts'
import { authenticate } from './authenticate.ts'
import { Change } from './change.ts'
import { limitBody } from './limit-body.ts'
import type { ControlPorts } from './ports.ts'
import { requireSameOrigin } from './same-origin.ts'

/** Bodies of the admin API are small, unless a route says otherwise. */
const MAX_BODY_BYTES = 262_144

/** Routes of one organisation. */
export const ORGANISATION = '/api/organisations/{organisationId}'

/** Who sent the request, by whatever it shows; a browser's cookie counts only where no other site can be behind it. */
export async function identify(c: Context<AdminEnv>, ports: ControlPorts): Promise<Identity> {
  const { req } = c
  const credentials = { authorization: req.header('authorization'), cookie: req.header('cookie') }
  const identity = await authenticate(credentials, ports.authenticators)
  if (identity.ambient) requireOwnPage(c, ports)
  return identity
}

/** @throws GatewayError - 403 when a page of another site is behind the request. */
function requireOwnPage({ req }: Context<AdminEnv>, { publicUrl }: ControlPorts): void {
  const [host, origin, site] = [req.header('host'), req.header('origin'), req.header('sec-fetch-site')]
  requireSameOrigin({ method: req.method, host, origin, site }, publicUrl)
}

/** What every route that asks who calls has in common: the permission, checked before anything else is looked at. */
export function access(permission: Permission, ports: ControlPorts, maxBodyBytes = MAX_BODY_BYTES) {
  const check = createMiddleware<AdminEnv>(async (c, next) => {
    const identity = await identify(c, ports)
    const organisation = c.req.param('organisationId') ?? identity.home
    const role = organisation === null ? null : await identity.roleIn(organisation)
    if (organisation === null || role === null) {
      const message = `There is no organisation "${(organisation ?? '').slice(0, 100)}" for you.`
      throw new GatewayError('resource_not_found', { message, param: 'organisationId' })
    }
    if (!may({ role }, permission)) {
      const message = `The role ${role} does not include ${permission}.`
      throw new GatewayError('role_insufficient', { message })
    }
    const { kind, id, name } = identity
    c.set('actor', { kind, id, name, role, organisation })
    await next()
  })
  return {
    'middleware': [check, limitBody(maxBodyBytes)] as [typeof check, ReturnType<typeof limitBody>],
    'security': [{ bearer: [] }, { session: [] }],
    'x-permission': permission,
  }
}

/** Routes about whoever asks, in whatever organisation. */
export function signedIn(ports: ControlPorts) {
  const check = createMiddleware<AdminEnv>(async (c, next) => {
    c.set('identity', await identify(c, ports))
    await next()
  })
  return {
    'middleware': [check, limitBody(MAX_BODY_BYTES)] as [typeof check, ReturnType<typeof limitBody>],
    'security': [{ bearer: [] }, { session: [] }],
    'x-permission': 'session:own',
  }
}

/** Routes for those who are not signed in yet. */
export function openToAll(ports: ControlPorts) {
  const check = createMiddleware<AdminEnv>(async (c, next) => {
    // What is no browser sends neither, and has no cookies that others could use.
    if (c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined) {
      requireOwnPage(c, ports)
    }
    await next()
  })
  return {
    'middleware': [check, limitBody(MAX_BODY_BYTES)] as [typeof check, ReturnType<typeof limitBody>],
    'security': [],
    'x-permission': 'session:begin',
  }
}

/**
 * What every route that changes something has instead of `access`. Its handler asks `changeOf` for the revision that the
 * caller expects and records what it did; an answer without that is a bug.
 */
export function writes(permission: Permission, ports: ControlPorts, maxBodyBytes = MAX_BODY_BYTES) {
  const { middleware, ...described } = access(permission, ports, maxBodyBytes)
  const account = createMiddleware<AdminEnv>(async (c, next) => {
    const change = new Change({
      actor: c.get('actor'),
      audit: ports.audit,
      request: c.get('requestId'),
      ifMatch: c.req.header('if-match'),
    })
    c.set('change', change)
    await next()
    if (c.res.ok && !change.accounted) {
      throw new Error(`${c.req.method} ${c.req.path} did not say to the audit log what it changed`)
    }
  })
  return {
    'middleware': [...middleware, account] as [...typeof middleware, typeof account],
    ...described,
    'x-writes': true,
  }
}

/** What the handler of a writing route owes. */
export function changeOf(c: Context<AdminEnv>): Change {
  const change = c.get('change')
  if (change === undefined) throw new Error('a route that changes something must be described with writes()')
  return change
}

/** The revision of what is answered, to be sent back as `if-match`. */
export function etag(c: Context<AdminEnv>, revision: number | string): void {
  c.header('etag', `"${revision}"`)
}

/** A JSON answer in the description of a route. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } }
}

/** The errors that every route can answer with. */
export const ERRORS = {
  400: json('Something in the request is wrong; `param` says what.', errorAnswerSchema),
  401: json('Not signed in, or the admin API is off.', errorAnswerSchema),
  403: json('Signed in, but the role does not include this.', errorAnswerSchema),
  404: json('There is no such thing.', errorAnswerSchema),
} as const

/** The errors of ways to sign in. */
export const SIGN_IN_ERRORS = {
  ...ERRORS,
  401: json('It was not the right password, or the link does not work (any more).', errorAnswerSchema),
  429: json('Too many attempts have failed; `retry-after` says how long to wait.', errorAnswerSchema),
} as const

/** The errors of routes that change something. */
export const WRITE_ERRORS = {
  ...ERRORS,
  412: json('It was changed by somebody else: its revision is not the one of `if-match`.', errorAnswerSchema),
} as const

/** The errors of routes that change what others may name. */
export const CONFLICT_ERRORS = {
  ...WRITE_ERRORS,
  409: json(
    'Its name is taken, something names it, or the configuration file declares it.',
    errorAnswerSchema,
  ),
} as const

/** A JSON body in the description of a route. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { 'application/json': { schema } } } }
}

/** The same value, readonly all the way down: what handlers may answer with. */
export type Immutable<T> = T extends readonly (infer Entry)[]
  ? readonly Immutable<Entry>[]
  : T extends object
    ? { readonly [Name in keyof T]: Immutable<T[Name]> }
    : T

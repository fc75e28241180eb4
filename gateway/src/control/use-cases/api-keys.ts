import type { KeyEntry } from '@backstay/contract'
import { keySchema } from '@backstay/contract'
import {
  ifMatchHeaders,
  keyChangeSchema,
  keyCreatedSchema,
  keyCreateSchema,
  keyPageSchema,
  keyParams,
  keyResourceSchema,
  keyRotationSchema,
  organisationParams,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import type { AdminApp } from '../admin-app.ts'
import type { ControlPorts } from '../ports.ts'
import { keyAnswer } from '../resources/key-answer.ts'
import { newKeySecret } from '../resources/key-secret.ts'
import { mountReads } from '../resources/mount-reads.ts'
import type { Writable } from '../resources/mount-writes.ts'
import { mountChanges } from '../resources/mount-writes.ts'
import type { Resource } from '../resources/resource.ts'
import { changeMembers, createResource } from '../resources/write-resource.ts'
import { body, changeOf, CONFLICT_ERRORS, etag, json, ORGANISATION, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

type KeyAnswer = ReturnType<typeof keyAnswer>

const PATH = `${ORGANISATION}/apikeys`

/** API keys, without their secrets. */
export const apiKeys: UseCase = (app, ports) => {
  const keys: Writable = {
    kind: 'key',
    plural: 'apikeys',
    tag: 'API keys',
    mayRead: 'keys:read',
    mayWrite: 'keys:write',
    page: keyPageSchema,
    one: keyResourceSchema,
    create: keyCreateSchema,
    change: keyChangeSchema,
    fileSchema: keySchema,
    answer: (resource: Resource<KeyEntry>) => keyAnswer(resource, ports.clock.wallMs()),
    usesOf: () => [],
  }
  mountReads(app, ports, keys)
  mountCreate(app, ports, keys)
  mountChanges(app, ports, keys)
  mountRevoke(app, ports, keys)
  mountRotate(app, ports, keys)
}

function mountCreate(app: AdminApp, ports: ControlPorts, keys: Writable): void {
  const create = createRoute({
    method: 'post',
    path: PATH,
    summary: 'Make an API key',
    description: 'The secret is in the answer, and nowhere else.',
    tags: ['API keys'],
    ...writes('keys:write', ports),
    request: { params: organisationParams, ...body(keyCreateSchema) },
    responses: { 201: json('The key, with its secret.', keyCreatedSchema), ...CONFLICT_ERRORS },
  })
  app.openapi(create, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const { key, ...kept } = newKeySecret()
    const made: Writable = {
      ...keys,
      complete: ({ body: sent }) => ({ body: { ...sent, ...kept }, also: [] }),
    }
    const asked = { change: changeOf(c), organisation, by, sent: c.req.valid('json') }
    const { revision, answer } = await createResource(ports, made, asked)
    etag(c, revision)
    return c.json({ ...(answer as KeyAnswer), key }, 201)
  })
}

function mountRevoke(app: AdminApp, ports: ControlPorts, keys: Writable): void {
  const revoke = createRoute({
    method: 'post',
    path: `${PATH}/{id}/revoke`,
    summary: 'Revoke an API key, for good',
    tags: ['API keys'],
    ...writes('keys:write', ports),
    request: { params: keyParams, headers: ifMatchHeaders },
    responses: { 200: json('The key.', keyResourceSchema), ...CONFLICT_ERRORS },
  })
  app.openapi(revoke, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const { revision, answer } = await changeMembers(ports, keys, {
      change: changeOf(c),
      organisation,
      by,
      id: c.req.valid('param').id,
      action: 'key.revoke',
      members: (replaced) => {
        refuseRevoked(replaced)
        return { revoked_at: timeAt(ports.clock.wallMs()) }
      },
    })
    etag(c, revision)
    return c.json(answer as KeyAnswer, 200)
  })
}

function mountRotate(app: AdminApp, ports: ControlPorts, keys: Writable): void {
  const rotate = createRoute({
    method: 'post',
    path: `${PATH}/{id}/rotate`,
    summary: 'Give an API key another secret',
    description:
      'Everything else of the key stays. The old secret is taken for as long as `graceSeconds` says.',
    tags: ['API keys'],
    ...writes('keys:write', ports),
    request: { params: keyParams, headers: ifMatchHeaders, ...body(keyRotationSchema) },
    responses: { 200: json('The key, with its new secret.', keyCreatedSchema), ...CONFLICT_ERRORS },
  })
  app.openapi(rotate, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const { graceSeconds, expiresAt } = c.req.valid('json')
    const { key, ...kept } = newKeySecret()
    const { revision, answer } = await changeMembers(ports, keys, {
      change: changeOf(c),
      organisation,
      by,
      id: c.req.valid('param').id,
      action: 'key.rotate',
      members: (replaced) => {
        refuseRevoked(replaced)
        const until = timeAt(ports.clock.wallMs() + graceSeconds * 1_000)
        return { ...kept, previous: historyWith(replaced, until), expires_at: expiresAt }
      },
    })
    etag(c, revision)
    return c.json({ ...(answer as KeyAnswer), key }, 200)
  })
}

/** Secrets of a key that are remembered. */
const HISTORY = 50

function historyWith({ stored }: Resource<KeyEntry>, until: string): KeyEntry['previous'] {
  const { key_sha256: hash, hint = null, previous = [] } = (stored?.body ?? {}) as Partial<KeyEntry>
  if (hash === undefined) return previous
  return [...previous, { key_sha256: hash, until, hint }].slice(-HISTORY)
}

function refuseRevoked({ name, entry }: Resource<KeyEntry>): void {
  if (entry.revoked_at === null) return
  const message = `The API key "${name}" was revoked on ${entry.revoked_at}.`
  throw new GatewayError('already_revoked', { message, param: 'id' })
}

function timeAt(ms: number): string {
  return new Date(ms).toISOString()
}

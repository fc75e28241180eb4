import {
  ifMatchHeaders,
  keyCreatedSchema,
  keyCreateSchema,
  keyParams,
  keyResourceSchema,
  keyRotationSchema,
  organisationParams,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { AdminApp } from '../admin-app.ts'
import type { ControlPorts } from '../ports.ts'
import { createKey, keyResources, revokeKey, rotateKey } from '../resources/key-writes.ts'
import { mountReads } from '../resources/mount-reads.ts'
import { mountChanges } from '../resources/mount-writes.ts'
import { body, changeOf, CONFLICT_ERRORS, etag, json, ORGANISATION, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const PATH = `${ORGANISATION}/apikeys`

/** API keys, without their secrets. */
export const apiKeys: UseCase = (app, ports) => {
  const keys = keyResources(ports.clock)
  mountReads(app, ports, keys)
  mountCreate(app, ports)
  mountChanges(app, ports, keys)
  mountRevoke(app, ports)
  mountRotate(app, ports)
}

function mountCreate(app: AdminApp, ports: ControlPorts): void {
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
    const asked = { change: changeOf(c), organisation, by, sent: c.req.valid('json') }
    const { revision, answer } = await createKey(ports, asked)
    etag(c, revision)
    return c.json(answer, 201)
  })
}

function mountRevoke(app: AdminApp, ports: ControlPorts): void {
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
    const { id } = c.req.valid('param')
    const { revision, answer } = await revokeKey(ports, { change: changeOf(c), organisation, by, id })
    etag(c, revision)
    return c.json(answer, 200)
  })
}

function mountRotate(app: AdminApp, ports: ControlPorts): void {
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
    const { id } = c.req.valid('param')
    const asked = { change: changeOf(c), organisation, by, id }
    const { revision, answer } = await rotateKey(ports, asked, c.req.valid('json'))
    etag(c, revision)
    return c.json(answer, 200)
  })
}

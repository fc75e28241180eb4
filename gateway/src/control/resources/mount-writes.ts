import type { Use } from '@backstay/contract/admin'
import { deletedSchema, ifMatchHeaders, organisationParams, resourceParams } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { EntryEdit } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import type { EntryBody } from '#snapshot/stored-entry'
import type { Permission, Role } from '../actor.ts'
import type { AdminApp } from '../admin-app.ts'
import type { ControlPorts } from '../ports.ts'
import { body, changeOf, CONFLICT_ERRORS, etag, json, ORGANISATION, writes } from '../route-parts.ts'
import type { Readable } from './mount-reads.ts'
import type { Resource } from './resource.ts'
import type { SentEntry } from './write-resource.ts'
import { changeResource, createResource, deleteResource } from './write-resource.ts'

/** How resources of a kind are changed. */
export interface Writable extends Readable {
  readonly mayWrite: Permission
  readonly fileSchema: z.ZodType
  readonly create: z.ZodType
  readonly change: z.ZodType
  readonly usesOf: (resource: Resource<never>, inForce: InForce) => readonly Use[]
  /** Refuses what a role may not change of it. */
  readonly guard?: (replaced: Resource<never>, members: EntryBody, role: Role) => void
  /** What becomes of what was sent, and what else is to be changed with it. */
  readonly complete?: (sent: SentEntry, current: InForce) => CompletedEntry
}

export interface CompletedEntry {
  readonly body: EntryBody
  readonly also: readonly EntryEdit[]
}

/** Makes, changes and deletes resources of a kind. */
export function mountWrites(app: AdminApp, ports: ControlPorts, writable: Writable): void {
  mountCreate(app, ports, writable)
  mountChanges(app, ports, writable)
}

function mountCreate(app: AdminApp, ports: ControlPorts, writable: Writable): void {
  const { plural, tag, mayWrite, one } = writable
  const create = createRoute({
    method: 'post',
    path: `${ORGANISATION}/${plural}`,
    summary: `Add to the ${tag.toLowerCase()}`,
    tags: [tag],
    ...writes(mayWrite, ports),
    request: { params: organisationParams, ...body(writable.create) },
    responses: { 201: json('As it is in force now.', one), ...CONFLICT_ERRORS },
  })
  app.openapi(create, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const asked = { change: changeOf(c), organisation, by, sent: c.req.valid('json') }
    const { revision, answer } = await createResource(ports, writable, asked)
    etag(c, revision)
    return c.json(answer, 201)
  })
}

/** Changes and deletes resources of a kind. */
export function mountChanges(app: AdminApp, ports: ControlPorts, writable: Writable): void {
  const { plural, tag, mayWrite, one } = writable
  const path = `${ORGANISATION}/${plural}`
  const described = { tags: [tag], ...writes(mayWrite, ports) }
  const change = createRoute({
    method: 'patch',
    path: `${path}/{id}`,
    summary: `Change one of the ${tag.toLowerCase()}`,
    description: 'Members that are left out stay; `null` takes a member back to its default.',
    ...described,
    request: { params: resourceParams, headers: ifMatchHeaders, ...body(writable.change) },
    responses: { 200: json('As it is in force now.', one), ...CONFLICT_ERRORS },
  })
  app.openapi(change, async (c) => {
    const { organisation, id: by, role } = c.get('actor')
    const { id } = c.req.valid('param')
    const asked = { change: changeOf(c), organisation, by, role, id, sent: c.req.valid('json') }
    const { revision, answer } = await changeResource(ports, writable, asked)
    etag(c, revision)
    return c.json(answer, 200)
  })
  const remove = createRoute({
    method: 'delete',
    path: `${path}/{id}`,
    summary: `Delete one of the ${tag.toLowerCase()}`,
    description: 'Refused with 409 while something names it.',
    ...described,
    request: { params: resourceParams, headers: ifMatchHeaders },
    responses: { 200: json('It is gone.', deletedSchema), ...CONFLICT_ERRORS },
  })
  app.openapi(remove, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const { id: asked } = c.req.valid('param')
    const id = await deleteResource(ports, writable, { change: changeOf(c), organisation, by, id: asked })
    return c.json({ id, deleted: true as const }, 200)
  })
}

import { deploymentSchema } from '@backstay/contract'
import {
  deploymentChangeSchema,
  deploymentCreateSchema,
  deploymentPageSchema,
  ifMatchHeaders,
  resourceParams,
  toFile,
} from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import type { InForce } from '#snapshot/in-force'
import type { EntryBody } from '#snapshot/stored-entry'
import type { AdminApp } from '../admin-app.ts'
import type { ControlPorts } from '../ports.ts'
import {
  access,
  body,
  changeOf,
  CONFLICT_ERRORS,
  ERRORS,
  etag,
  json,
  ORGANISATION,
  writes,
} from '../route-parts.ts'
import { deploymentAnswers } from './model-answer.ts'
import type { Writable } from './mount-writes.ts'
import type { Resource } from './resource.ts'
import { findResource } from './resource.ts'
import { changedMembers, changeMembers } from './write-resource.ts'

const PATH = `${ORGANISATION}/models/{id}/deployments`
const ONE = `${PATH}/{deploymentId}`
const deploymentParams = resourceParams.extend({
  deploymentId: z.string().min(1).max(1_024).meta({ description: 'Its id, or its label, URL-encoded.' }),
})

/** The deployments of a model one by one; each change answers with the whole model. */
export function mountDeployments(app: AdminApp, ports: ControlPorts, models: Writable): void {
  mountList(app, ports)
  mountAdd(app, ports, models)
  mountChange(app, ports, models)
  mountRemove(app, ports, models)
}

function mountList(app: AdminApp, ports: ControlPorts): void {
  const list = createRoute({
    method: 'get',
    path: PATH,
    summary: 'The deployments of a model, with what each gets of its traffic',
    tags: ['Models'],
    ...access('models:read', ports),
    request: { params: resourceParams },
    responses: { 200: json('All of them.', deploymentPageSchema), ...ERRORS },
  })
  app.openapi(list, (c) => {
    const inForce = ports.inForce(c.get('actor').organisation)
    const model = findResource('model', inForce, c.req.valid('param').id)
    return c.json({ data: deploymentAnswers(model, inForce), nextCursor: null }, 200)
  })
}

function mountAdd(app: AdminApp, ports: ControlPorts, models: Writable): void {
  const add = createRoute({
    method: 'post',
    path: PATH,
    summary: 'Add a deployment to a model',
    tags: ['Models'],
    ...writes('models:write', ports),
    request: { params: resourceParams, headers: ifMatchHeaders, ...body(deploymentCreateSchema) },
    responses: { 201: json('The model.', models.one), ...CONFLICT_ERRORS },
  })
  app.openapi(add, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const sent = toFile(deploymentSchema, c.req.valid('json'))
    const { revision, answer } = await changeMembers(ports, models, {
      change: changeOf(c),
      organisation,
      by,
      id: c.req.valid('param').id,
      members: (replaced) => ({ deployments: [...deploymentsOf(replaced), sent] }),
    })
    etag(c, revision)
    return c.json(answer, 201)
  })
}

function mountChange(app: AdminApp, ports: ControlPorts, models: Writable): void {
  const change = createRoute({
    method: 'patch',
    path: ONE,
    summary: 'Change a deployment of a model, such as whether it is enabled',
    tags: ['Models'],
    ...writes('models:write', ports),
    request: { params: deploymentParams, headers: ifMatchHeaders, ...body(deploymentChangeSchema) },
    responses: { 200: json('The model.', models.one), ...CONFLICT_ERRORS },
  })
  app.openapi(change, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const { id, deploymentId } = c.req.valid('param')
    const sent = toFile(deploymentSchema, c.req.valid('json')) as EntryBody
    const { revision, answer } = await changeMembers(ports, models, {
      change: changeOf(c),
      organisation,
      by,
      id,
      members: (replaced, current) => {
        const index = indexOf(deploymentId, replaced, current)
        const deployments = deploymentsOf(replaced).map((one, i) =>
          i === index ? changedMembers(one, sent) : one,
        )
        return { deployments }
      },
    })
    etag(c, revision)
    return c.json(answer, 200)
  })
}

function mountRemove(app: AdminApp, ports: ControlPorts, models: Writable): void {
  const remove = createRoute({
    method: 'delete',
    path: ONE,
    summary: 'Take a deployment from a model',
    tags: ['Models'],
    ...writes('models:write', ports),
    request: { params: deploymentParams, headers: ifMatchHeaders },
    responses: { 200: json('The model.', models.one), ...CONFLICT_ERRORS },
  })
  app.openapi(remove, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const { id, deploymentId } = c.req.valid('param')
    const { revision, answer } = await changeMembers(ports, models, {
      change: changeOf(c),
      organisation,
      by,
      id,
      members: (replaced, current) => {
        const index = indexOf(deploymentId, replaced, current)
        return { deployments: deploymentsOf(replaced).filter((_, i) => i !== index) }
      },
    })
    etag(c, revision)
    return c.json(answer, 200)
  })
}

/** As they are stored. */
function deploymentsOf({ stored }: Resource<never>): readonly EntryBody[] {
  return (stored?.body['deployments'] ?? []) as readonly EntryBody[]
}

function indexOf(id: string, { name }: Resource<never>, { configuration }: InForce): number {
  const deployments = configuration.models.get(name)?.deployments ?? []
  const index = deployments.findIndex((one) => one.id === id || one.label === id)
  if (index >= 0) return index
  const message = `The model "${name}" has no deployment "${id.slice(0, 200)}".`
  throw new GatewayError('resource_not_found', { message, param: 'deploymentId' })
}

import { budgetSchema } from '@backstay/contract'
import {
  budgetChangeSchema,
  budgetRemovedSchema,
  budgetResourceSchema,
  ifMatchHeaders,
  keyParams,
  organisationParams,
  toFile,
} from '@backstay/contract/admin'
import type { Context } from 'hono'
import { createRoute } from '@hono/zod-openapi'
import type { InForce } from '#snapshot/in-force'
import type { EntryBody } from '#snapshot/stored-entry'
import type { AdminApp, AdminEnv } from '../admin-app.ts'
import type { ControlPorts } from '../ports.ts'
import { budgetAnswers } from '../resources/budget-answer.ts'
import { changeSettings } from '../resources/change-settings.ts'
import { keyResources } from '../resources/key-writes.ts'
import { changeMembers } from '../resources/write-resource.ts'
import { body, changeOf, CONFLICT_ERRORS, etag, json, ORGANISATION, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const PATH = `${ORGANISATION}/budgets`
const SET = json('The budget, and what was spent of it.', budgetResourceSchema)
const REMOVED = json('There is none any more.', budgetRemovedSchema)

/** Sets and takes away budgets: of the organisation, and of keys. What was spent goes on counting. */
export const changeBudgets: UseCase = (app, ports) => {
  mountOfOrganisation(app, ports)
  mountOfKey(app, ports)
}

function mountOfOrganisation(app: AdminApp, ports: ControlPorts): void {
  const described = { tags: ['Budgets'], ...writes('budgets:write', ports) }
  const request = { params: organisationParams, headers: ifMatchHeaders }
  const set = createRoute({
    method: 'put',
    path: `${PATH}/organisation`,
    summary: 'Set the budget of the organisation',
    description: 'What was spent in the period goes on counting. The revision is that of the settings.',
    ...described,
    request: { ...request, ...body(budgetChangeSchema) },
    responses: { 200: SET, ...CONFLICT_ERRORS },
  })
  app.openapi(set, async (c) => {
    await ofOrganisation(c, ports, toFile(budgetSchema, c.req.valid('json')) as EntryBody)
    return c.json(found(c, ports, 'organisation'), 200)
  })
  const remove = createRoute({
    method: 'delete',
    path: `${PATH}/organisation`,
    summary: 'Take the budget of the organisation away',
    ...described,
    request,
    responses: { 200: REMOVED, ...CONFLICT_ERRORS },
  })
  app.openapi(remove, async (c) => {
    await ofOrganisation(c, ports, null)
    return c.json({ id: 'organisation', removed: true as const }, 200)
  })
}

function ofOrganisation(
  c: Context<AdminEnv>,
  ports: ControlPorts,
  budget: EntryBody | null,
): Promise<InForce> {
  const { organisation, id: by } = c.get('actor')
  const action = budget === null ? 'budget.remove' : 'budget.set'
  const sections = { organisation: { budget } }
  return changeSettings(ports, { change: changeOf(c), organisation, by, sections, action })
}

function mountOfKey(app: AdminApp, ports: ControlPorts): void {
  const described = { tags: ['Budgets'], ...writes('budgets:write', ports) }
  const request = { params: keyParams, headers: ifMatchHeaders }
  const set = createRoute({
    method: 'put',
    path: `${PATH}/apikeys/{id}`,
    summary: 'Set the budget of an API key',
    description: 'What was spent in the period goes on counting. The revision is that of the key.',
    ...described,
    request: { ...request, ...body(budgetChangeSchema) },
    responses: { 200: SET, ...CONFLICT_ERRORS },
  })
  app.openapi(set, async (c) => {
    const budget = toFile(budgetSchema, c.req.valid('json')) as EntryBody
    const id = await ofKey(c, ports, { id: c.req.valid('param').id, budget })
    return c.json(found(c, ports, id), 200)
  })
  const remove = createRoute({
    method: 'delete',
    path: `${PATH}/apikeys/{id}`,
    summary: 'Take the budget of an API key away',
    ...described,
    request,
    responses: { 200: REMOVED, ...CONFLICT_ERRORS },
  })
  app.openapi(remove, async (c) => {
    const id = await ofKey(c, ports, { id: c.req.valid('param').id, budget: null })
    return c.json({ id, removed: true as const }, 200)
  })
}

interface KeyBudget {
  readonly id: string
  readonly budget: EntryBody | null
}

/** Answers the id of the key. */
async function ofKey(c: Context<AdminEnv>, ports: ControlPorts, { id, budget }: KeyBudget): Promise<string> {
  const { organisation, id: by } = c.get('actor')
  const { answer } = await changeMembers(ports, keyResources(ports.clock), {
    change: changeOf(c),
    organisation,
    by,
    id,
    action: budget === null ? 'budget.remove' : 'budget.set',
    members: ({ stored }) => {
      const { budget: _before, ...limits } = (stored?.body['limits'] ?? {}) as Record<string, unknown>
      return { limits: budget === null ? limits : { ...limits, budget } }
    },
  })
  return (answer as { readonly id: string }).id
}

function found(c: Context<AdminEnv>, ports: ControlPorts, id: string) {
  const inForce = ports.inForce(c.get('actor').organisation)
  const answer = budgetAnswers(inForce, ports.budgetStanding).find((one) => one.id === id)
  if (answer === undefined) throw new Error('a budget that was set is not there')
  etag(c, answer.revision)
  return answer
}

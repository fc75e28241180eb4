import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AdminReply } from './ask-admin.ts'
import { askAdmin } from './ask-admin.ts'
import type { Operation } from './admin-operations.ts'
import { adminOperations } from './admin-operations.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { declared: { kind: 'openai', base_url: '${SIM0}', api_key: 'key' } },
  models: [{ name: 'chat', deployments: [{ provider: 'declared', model: 'one' }] }],
  keys: [{ name: 'app', key: '${KEY}' }],
}

/** What a change leaves in the audit log. */
type Shape = 'made' | 'changed' | 'gone' | 'done'

interface Scenario {
  readonly shape: Shape
  readonly body?: unknown
  /** Makes what is changed, and answers what stands in the path. */
  readonly given?: () => Promise<Readonly<Record<string, string>>>
}

let backstay: Backstay
let operations: readonly Operation[]
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
  operations = (await adminOperations(backstay)).filter(({ writes }) => writes)
})
afterAll(() => backstay.close())

let made = 0
const unused = (): string => `made-${++made}`
const idOf = ({ body }: AdminReply): string => String((body as { id: unknown }).id)
const add = async (list: string, body: object): Promise<string> =>
  idOf(await askAdmin(backstay, list, { body }))
const provider = () =>
  add('providers', { name: unused(), kind: 'openai', baseUrl: 'http://127.0.0.1:1/v1', apiKey: 'sk-1' })
const deployment = (model = 'm') => ({ provider: 'declared', model })
const model = () => add('models', { name: unused(), deployments: [deployment(), deployment('n')] })
const chain = () => add('chains', { name: unused(), models: [{ model: 'chat' }], triggers: ['5xx'] })
const key = () => add('apikeys', { name: unused(), limits: { budget: { usd: 9 } } })
const webhook = () => add('webhooks', { name: unused(), url: 'http://127.0.0.1:1/hook' })
const member = () => add('members', { email: `${unused()}@example.com`, role: 'viewer' })
const token = () => add('service-tokens', { name: unused(), role: 'viewer' })
const as = (name: string, make: () => Promise<string>) => async () => ({ [name]: await make() })
const deploymentOf = async () => {
  const id = await model()
  const { body } = await askAdmin(backstay, `models/${id}/deployments`)
  return { id, deploymentId: (body as { data: { id: string }[] }).data[1]?.id ?? '' }
}
const place = async () => ({ deploymentId: 'chat%2Fdeclared' })
const version = async () => {
  await provider()
  const { body } = await askAdmin(backstay, 'config/versions?limit=2')
  return { number: String((body as { data: { number: number }[] }).data[1]?.number) }
}
const policy = {
  routing: { chat: { strategy: 'failover', candidates: [{ modelName: 'chat', priority: 1 }] } },
}
const O = '/api/organisations/{organisationId}'

/** How each route that writes is used. One without a line here fails. */
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  [`POST ${O}/providers`]: { shape: 'made', body: { name: 'p', kind: 'openai', apiKey: 'sk-1' } },
  [`PATCH ${O}/providers/{id}`]: { shape: 'changed', body: { region: 'eu' }, given: as('id', provider) },
  [`DELETE ${O}/providers/{id}`]: { shape: 'gone', given: as('id', provider) },
  [`POST ${O}/models`]: { shape: 'made', body: { name: 'm', deployments: [deployment()] } },
  [`PATCH ${O}/models/{id}`]: { shape: 'changed', body: { contextWindow: 5 }, given: as('id', model) },
  [`DELETE ${O}/models/{id}`]: { shape: 'gone', given: as('id', model) },
  [`POST ${O}/models/{id}/deployments`]: { shape: 'changed', body: deployment('x'), given: as('id', model) },
  [`PATCH ${O}/models/{id}/deployments/{deploymentId}`]: {
    shape: 'changed',
    body: { enabled: false },
    given: deploymentOf,
  },
  [`DELETE ${O}/models/{id}/deployments/{deploymentId}`]: { shape: 'changed', given: deploymentOf },
  [`POST ${O}/chains`]: {
    shape: 'made',
    body: { name: 'c', models: [{ model: 'chat' }], triggers: ['5xx'] },
  },
  [`PATCH ${O}/chains/{id}`]: { shape: 'changed', body: { triggers: ['timeout'] }, given: as('id', chain) },
  [`DELETE ${O}/chains/{id}`]: { shape: 'gone', given: as('id', chain) },
  [`POST ${O}/apikeys`]: { shape: 'made', body: { name: 'k' } },
  [`PATCH ${O}/apikeys/{id}`]: { shape: 'changed', body: { owner: 'me' }, given: as('id', key) },
  [`DELETE ${O}/apikeys/{id}`]: { shape: 'gone', given: as('id', key) },
  [`POST ${O}/apikeys/{id}/revoke`]: { shape: 'changed', given: as('id', key) },
  [`POST ${O}/apikeys/{id}/rotate`]: { shape: 'changed', body: {}, given: as('id', key) },
  ['PATCH /api/admin/apikeys/{id}/routing']: { shape: 'changed', body: policy, given: as('id', key) },
  [`PATCH ${O}/apikeys/{id}/routing`]: { shape: 'changed', body: policy, given: as('id', key) },
  [`PATCH ${O}/routing`]: { shape: 'changed', body: { routing: { enabled: false } } },
  [`PATCH ${O}/settings`]: { shape: 'changed', body: { fallback: { default: ['chat'] } } },
  [`PUT ${O}/budgets/organisation`]: { shape: 'changed', body: { usd: 5 } },
  [`DELETE ${O}/budgets/organisation`]: { shape: 'changed' },
  [`PUT ${O}/budgets/apikeys/{id}`]: { shape: 'changed', body: { usd: 5 }, given: as('id', key) },
  [`DELETE ${O}/budgets/apikeys/{id}`]: { shape: 'changed', given: as('id', key) },
  [`POST ${O}/config/versions/{number}/rollback`]: { shape: 'changed', given: version },
  [`POST ${O}/deployments/{deploymentId}/state`]: {
    shape: 'changed',
    body: { state: 'drain' },
    given: place,
  },
  [`POST ${O}/deployments/{deploymentId}/fault`]: {
    shape: 'changed',
    body: { fault: 'overloaded' },
    given: place,
  },
  ['POST /api/organisations']: { shape: 'made', body: { id: 'another', name: 'Another' } },
  [`PATCH ${O}`]: { shape: 'changed', body: { name: 'Renamed' } },
  [`POST ${O}/members`]: { shape: 'made', body: { email: 'new@example.com', role: 'viewer' } },
  [`PATCH ${O}/members/{memberId}`]: {
    shape: 'changed',
    body: { role: 'editor' },
    given: as('memberId', member),
  },
  [`DELETE ${O}/members/{memberId}`]: { shape: 'gone', given: as('memberId', member) },
  [`POST ${O}/service-tokens`]: { shape: 'made', body: { name: 't', role: 'viewer' } },
  [`DELETE ${O}/service-tokens/{tokenId}`]: { shape: 'changed', given: as('tokenId', token) },
  [`POST ${O}/webhooks`]: { shape: 'made', body: { name: 'w', url: 'http://127.0.0.1:1/hook' } },
  [`PATCH ${O}/webhooks/{webhookId}`]: {
    shape: 'changed',
    body: { name: 'x' },
    given: as('webhookId', webhook),
  },
  [`DELETE ${O}/webhooks/{webhookId}`]: { shape: 'gone', given: as('webhookId', webhook) },
  [`POST ${O}/webhooks/{webhookId}/test`]: { shape: 'done', given: as('webhookId', webhook) },
}

interface Entry {
  readonly id: string
  readonly before: unknown
  readonly after: unknown
  readonly request: string | null
  readonly actor: { readonly id: string }
}

/** What was done last in the organisations that there are, the newest of each first. */
async function audited(): Promise<readonly Entry[]> {
  const replies = await Promise.all(
    ['default', 'another'].map((organisation) =>
      askAdmin(backstay, `/api/organisations/${organisation}/audit-logs?limit=5`),
    ),
  )
  return replies.flatMap(({ body }) => (body as { data?: readonly Entry[] }).data ?? [])
}
const idsOf = (entries: readonly Entry[]): string => entries.map(({ id }) => id).join()

const isNothing = (value: unknown): boolean => value === null
/** What is wrong with an entry; `null`: nothing. */
function wrongWith({ before, after }: Entry, shape: Shape): string | null {
  const [hadBefore, hasAfter] = [!isNothing(before), !isNothing(after)]
  const expected = { made: [false, true], changed: [true, true], gone: [true, false], done: [false, true] }[
    shape
  ]
  if (hadBefore !== expected[0] || hasAfter !== expected[1]) return `before ${hadBefore}, after ${hasAfter}`
  if (shape !== 'changed') return null
  return JSON.stringify(before) === JSON.stringify(after) ? 'before is as after' : null
}

async function failures(check: (operation: Operation, scenario: Scenario) => Promise<string | null>) {
  const found: string[] = []
  for (const operation of operations) {
    const scenario = SCENARIOS[operation.name]
    const wrong = scenario === undefined ? 'has no scenario' : await check(operation, scenario)
    if (wrong !== null) found.push(`${operation.name}: ${wrong}`)
  }
  return found
}

const send = async (
  { method, path }: Operation,
  { given, body }: Scenario,
  headers: Readonly<Record<string, string>>,
) => {
  const ids = { organisationId: 'default', ...(await given?.()) }
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => Reflect.get(ids, name) as string)
  const before = idsOf(await audited())
  return {
    reply: await askAdmin(backstay, url, { method, headers, ...(body !== undefined && { body }) }),
    before,
  }
}

describe('every route of the admin API that writes', () => {
  it('passes over no if-match, and changes nothing where it names another revision', async () => {
    const wrong = await failures(async (operation, scenario) => {
      const { reply, before } = await send(operation, scenario, { 'if-match': '"no-such-revision"' })
      const { error } = reply.body as { error?: { param?: string } }
      const refused = scenario.shape === 'made' ? reply.status === 400 : reply.status === 412
      if (!refused || error?.param !== 'if-match') return `answered ${reply.status}`
      return idsOf(await audited()) === before ? null : 'changed something'
    })
    expect(wrong).toEqual([])
  })

  it('leaves one entry in the audit log, with before and after, and no secret', async () => {
    const wrong = await failures(async (operation, scenario) => {
      const { reply } = await send(operation, scenario, {})
      if (reply.status >= 300) return `answered ${reply.status} ${JSON.stringify(reply.body)}`
      const own = (await audited()).filter(({ request }) => request === reply.headers.get('x-request-id'))
      if (own.length !== 1) return `left ${own.length} entries`
      const [entry] = own
      if (entry?.actor.id !== 'admin-token') return 'does not say who'
      if (/sk-1|whsec_|bst_/.test(JSON.stringify(entry))) return 'shows a secret'
      return wrongWith(entry, scenario.shape)
    })
    expect(wrong).toEqual([])
  })

  it('can be done with the revision that was read', async () => {
    const readable = operations.filter(
      ({ method, path }) => method === 'PATCH' && operations.some((one) => one.path === path),
    )
    expect(readable.length).toBeGreaterThan(5)
    for (const operation of readable) {
      const scenario = SCENARIOS[operation.name]
      const ids = { organisationId: 'default', ...(await scenario?.given?.()) }
      const url = operation.path.replaceAll(
        /\{(\w+)\}/g,
        (_, name: string) => Reflect.get(ids, name) as string,
      )
      const read = await askAdmin(backstay, url)
      // Members of lists are read there.
      if (read.status === 404) continue
      const etag = read.headers.get('etag') ?? 'none'
      const headers = { 'if-match': etag }
      const { status } = await askAdmin(backstay, url, { method: 'PATCH', body: scenario?.body, headers })
      expect([operation.name, etag, status]).toEqual([operation.name, etag, 200])
    }
  })
})

import { readdirSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { createRoute } from '@hono/zod-openapi'
import { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestTotals } from '#domain/request-totals'
import { VirtualClock } from '#simulator/virtual-clock'
import { configuration } from '#simulator/sample'
import { EventLog } from '#store/event-log'
import { migrateStore } from '#store/migrate-store'
import type { StoreSchema } from '#store/schema'
import { SecretBox } from '#store/secret-box'
import { sqliteDialect } from '#store/sqlite-dialect'
import { StoreReader } from '#store/store-reader'
import type { Permission, Role } from '../actor.ts'
import { may } from '../actor.ts'
import { adminApp } from '../admin-app.ts'
import { Alerts } from '../alerts/alerts.ts'
import { AuditLog } from '../audit-log.ts'
import type { Change } from '../change.ts'
import { EventStreams } from '../event-streams.ts'
import { GuessLimits } from '../people/guess-limits.ts'
import { People } from '../people/people.ts'
import type { ControlPorts } from '../ports.ts'
import { changeOf, etag, WRITE_ERRORS, writes } from '../route-parts.ts'
import { USE_CASES } from './index.ts'

const NOTHING_COUNTED: RequestTotals = {
  places: [],
  attempts: [],
  fallbacks: new Map(),
  overhead: { bounds: [Infinity], counts: [0], count: 0, sum: 0 },
  refused: new Map(),
}

const bugs: unknown[] = []
const LOG = new EventLog({
  wallMs: () => 0,
  organisation: () => 'default',
  process: '00000000',
  append: () => undefined,
})
const SIGN_IN = { sessionHours: 1, providers: [], organisation: 'default' }

const database = new Kysely<StoreSchema>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) })
beforeAll(() => migrateStore(database))
afterAll(() => database.destroy())

const warn = (message: string): number => bugs.push(message)
const origin = (): string => 'http://127.0.0.1:1'
const box = (): SecretBox => new SecretBox([])
const never = (): never => {
  throw new Error('not asked here')
}
const ALONE = { kind: 'memory', connected: true, since: 0 } as const
const NO_PLACES = { deployments: [], credentials: [], regions: [] }

function portsFor(role: Role | null, local = false): ControlPorts {
  const clock = new VirtualClock()
  const config = configuration([])
  return {
    clock,
    configuration: () => config,
    refresh: () => Promise.resolve(),
    invalidationSecret: null,
    preview: never,
    testDeployment: never,
    budgetStanding: never,
    write: never,
    inForce: never,
    adminToken: null,
    metricsToken: 'metrics-token',
    isLocal: (_request: IncomingMessage) => local,
    authenticators: [
      () =>
        role === null
          ? null
          : {
              kind: 'person',
              id: 'x',
              name: 'X',
              ambient: false,
              home: 'default',
              roleIn: (organisation) => (organisation === 'default' ? role : null),
            },
    ],
    people: new People({ database, clock, settings: SIGN_IN, origin, secrets: box, warn }),
    guesses: new GuessLimits(database, clock),
    signIn: SIGN_IN,
    publicUrl: null,
    origin,
    addressOf: () => '127.0.0.1',
    isSecure: () => false,
    warn,
    database,
    audit: new AuditLog(database, clock),
    alerts: new Alerts({
      database,
      clock,
      events: LOG,
      totals: () => NOTHING_COUNTED,
      secrets: box,
      post: () => Promise.resolve(null),
      origin,
      organisation: 'default',
      warn,
    }),
    postAlert: () => Promise.resolve(null),
    secrets: box,
    explain: never,
    health: () => ({ at: 0, configVersion: 'v', sharedState: ALONE, ...NO_PLACES }),
    totals: () => NOTHING_COUNTED,
    waiting: () => 0,
    deployments: () => [],
    setState: () => undefined,
    simulated: null,
    events: LOG,
    reader: new StoreReader({ url: 'sqlite:/nowhere/at-all.db' }),
    streams: new EventStreams(),
    onBug: (error) => bugs.push(error),
  }
}

interface Described {
  readonly 'x-permission'?: string
  readonly 'x-writes'?: boolean
  readonly 'security'?: readonly unknown[]
  readonly 'summary'?: string
  readonly 'responses': Readonly<Record<string, unknown>>
}

const app = adminApp(portsFor('owner'))
const document = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } })
const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Described>).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
  })),
)

const isOpen = (name: string): boolean => name.includes(' /api/auth/')

/** What whoever is signed in may do, in whatever role: about themselves. */
const OWN = ['POST /api/session/password']

describe('the use cases of the admin API', () => {
  it('are all registered', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (file) => !file.endsWith('.test.ts') && file !== 'index.ts',
    )
    expect(USE_CASES).toHaveLength(files.length)
    expect(new Set(USE_CASES).size).toBe(files.length)
  })

  it('stand in the description, but for what machines ask', () => {
    const described = new Set(operations.map(({ name }) => name.replaceAll(/\{(\w+)\}/g, ':$1')))
    const mounted = app.routes.filter(({ method }) => method !== 'ALL')
    const names = new Set(mounted.map(({ method, path }) => `${method} ${path}`))
    expect([...names].filter((name) => !described.has(name)).toSorted()).toEqual([
      'GET /api/docs',
      'GET /api/openapi.json',
      'GET /metrics',
      'POST /v1/internal/cache/invalidate',
    ])
  })

  it.each(operations)('$name says what it is for, and asks for a permission', ({ name, operation }) => {
    expect(operation.summary).toMatch(/^[A-Z]/)
    expect(operation['x-permission']).toMatch(/^[a-z]+:[a-z]+$/)
    expect(operation.security).toEqual(isOpen(name) ? [] : [{ bearer: [] }, { session: [] }])
    const answers = Object.keys(operation.responses)
    expect(answers).toEqual(expect.arrayContaining(['400', '401', '403', '404']))
    expect(answers.filter((status) => status < '300')).toHaveLength(1)
  })

  it.each(operations.filter(({ name }) => !isOpen(name)))(
    '$name is closed to those who are not signed in, before anything is looked at',
    async ({ name }) => {
      const [method = '', path = ''] = name.split(' ')
      const url = `http://x${path.replaceAll(/\{\w+\}/g, 'default')}?limit=x`
      const init = method === 'POST' ? { method, body: 'no json' } : { method }
      expect((await adminApp(portsFor(null)).request(url, init)).status).toBe(401)
    },
  )

  it.each(operations.filter(({ name }) => !name.startsWith('GET ') && !isOpen(name) && !OWN.includes(name)))(
    '$name says whether it writes, and asks for a permission that viewers have only if it does not',
    ({ operation }) => {
      const permission = operation['x-permission'] as Permission
      const open = may({ role: 'viewer' }, permission)
      expect(open).toBe(operation['x-writes'] !== true && !permission.endsWith(':test'))
    },
  )
})

describe('a route that writes', () => {
  const writing = (handle: (change: Change) => Promise<void> | void) => {
    const ports = portsFor('editor')
    const written = adminApp(ports)
    const route = createRoute({
      method: 'post',
      path: '/api/organisations/{organisationId}/test',
      ...writes('models:write', ports),
      responses: { 200: { description: 'done' }, ...WRITE_ERRORS },
    })
    written.openapi(route, async (c) => {
      await handle(changeOf(c))
      etag(c, 4)
      return c.text('done')
    })
    return (headers: Record<string, string> = {}) =>
      written.request('http://x/api/organisations/default/test', { method: 'POST', headers })
  }
  const target = { kind: 'model', id: 'm', name: 'M' }

  it('leaves an entry with who did it', async () => {
    const answer = await writing((change) =>
      change.record({ action: 'test.done', target, before: null, after: {} }),
    )()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('etag')).toBe('"4"')
    const url = 'http://x/api/organisations/default/audit-logs?action=test.'
    const list: unknown = await (await adminApp(portsFor('viewer')).request(url)).json()
    expect(list).toMatchObject({
      data: [{ action: 'test.done', actor: { id: 'x', name: 'X' }, target, before: null, after: {} }],
      nextCursor: null,
    })
  })

  it('that forgets to is a bug, unless nothing had to be changed', async () => {
    const before = bugs.length
    expect((await writing(() => undefined)()).status).toBe(500)
    expect(bugs.splice(before)).toHaveLength(1)
    expect((await writing((change) => change.nothing())()).status).toBe(200)
  })

  it('changes nothing where the caller knows another revision', async () => {
    const answer = await writing((change) => change.expect(3))({ 'if-match': '"2"' })
    expect(answer.status).toBe(412)
    expect(await answer.json()).toMatchObject({ error: { code: 'revision_mismatch', param: 'if-match' } })
  })
})

describe('the description of the API', () => {
  const asked = (path: string, ports: ControlPorts, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    return adminApp(ports).request(`http://x${path}`, { headers }, { incoming: {} })
  }

  it.each(['/api/openapi.json', '/api/docs', '/metrics'])(
    '%s is open on this machine, elsewhere by token only',
    async (path) => {
      expect((await asked(path, portsFor(null, true))).status).toBe(200)
      expect((await asked(path, portsFor('viewer'))).status).toBe(200)
      expect((await asked(path, portsFor(null), 'metrics-token')).status).toBe(200)
      expect((await asked(path, portsFor(null), 'metrics-tokem')).status).toBe(401)
      expect((await asked(path, portsFor(null))).status).toBe(401)
    },
  )

  it('is OpenAPI 3.1', async () => {
    const body: unknown = await (await asked('/api/openapi.json', portsFor(null, true))).json()
    expect(body).toMatchObject({
      openapi: '3.1.0',
      components: { securitySchemes: { bearer: { scheme: 'bearer' } } },
    })
  })

  it('is a page that names every route and loads nothing', async () => {
    const answer = await asked('/api/docs', portsFor(null, true))
    const page = await answer.text()
    for (const { name } of operations) expect(page).toContain(name.split(' ')[1] ?? '')
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:/)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('what goes wrong', () => {
  it('with the store is told as such, with what to do', async () => {
    const answer = await adminApp(portsFor('owner')).request('http://x/api/organisations/default/usage')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ error: { code: 'store_unavailable' } })
  })

  it('with us is a 500 with the id of the request, and says nothing more', async () => {
    const body = JSON.stringify({ model: 'x' })
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
    const answer = await adminApp(portsFor('owner')).request(
      'http://x/api/organisations/default/explain',
      init,
    )
    expect(answer.status).toBe(500)
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await answer.text()).not.toContain('not asked here')
    expect(bugs).toHaveLength(1)
  })
})

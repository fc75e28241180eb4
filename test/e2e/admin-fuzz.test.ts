import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from './admin-operations.ts'
import { adminOperations, schemaResolver } from './admin-operations.ts'
import { askAdmin } from './ask-admin.ts'
import type { Schema } from './schema-arbitrary.ts'
import { nearly } from './schema-arbitrary.ts'
import type { Backstay } from './start-backstay.ts'
import { ADMIN_TOKEN, startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { only: { kind: 'openai', base_url: '${SIM0}', api_key: 'key' } },
  models: [{ name: 'chat', deployments: [{ provider: 'only', model: 'one' }] }],
  fallback: { chains: [{ name: 'chain', models: [{ provider: 'only', model: 'one' }], triggers: ['all'] }] },
  keys: [{ name: 'app', key: '${KEY}' }],
}

let backstay: Backstay
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
})
afterAll(() => backstay.close())

/** The one shape of errors; what is wrong with body or parameters is named by its path. */
const REFUSAL = {
  error: expect.toSatisfy(
    ({ message, code, param }: Record<string, unknown>) =>
      typeof message === 'string' &&
      typeof code === 'string' &&
      (typeof param === 'string' || !['invalid_body', 'invalid_parameter', 'invalid_header'].includes(code)),
  ) as object,
}

const NAMES = ['model', 'body', 'key', 'headers', 'messages', 'state', 'forMs', 'until', 'reason', 'backstay']
const VALUES = [
  'chat',
  'chain',
  'app',
  'drain',
  'reset',
  'force_open',
  '2030-01-01T00:00:00Z',
  '',
  'x',
  1,
  0,
  -1,
  1e308,
]
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.jsonValue({ depthSize: 'medium' }) },
)
const object = fc.dictionary(
  fc.oneof(fc.constantFrom(...NAMES), fc.string()),
  fc.oneof(value, fc.dictionary(fc.constantFrom(...NAMES), value)),
)
const body = fc.oneof(
  { weight: 5, arbitrary: object.map((members) => JSON.stringify(members)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '{',
      'null',
      '[]',
      '"',
      `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      `{"model":"chat","body":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
    ),
  },
)
const segment = fc.oneof(
  fc.constantFrom('default', 'chat%2Fonly', '%00', '%', '%zz', '..', '~', '%F0%9F%98%80'),
  fc.string({ minLength: 1, maxLength: 20 }).map(encodeURIComponent),
)
/** Tries of each route, however many there are. */
const RUNS = 10
type Resolve = (ref: string) => Schema

/** Parameters that nearly fit, of a place they stand in. */
function parametersOf(
  { parameters }: Operation,
  place: string,
  resolve: Resolve,
): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const own = parameters.filter((one) => one.in === place)
  const pairs = own.map(({ name, schema }) => {
    const fitting = nearly(schema, resolve).map((one) =>
      typeof one === 'string' ? one : JSON.stringify(one),
    )
    const wild = fc.oneof(
      fc.constantFrom('1', '0', '-1', 'true', '1~a', '0'.repeat(24), '2026-01-01', '"1"', 'W/"3", x'),
      fc.string({ unit: 'binary' }),
    )
    return fc.tuple(fc.constant(name), fc.oneof(fitting, wild))
  })
  if (place === 'query') pairs.push(fc.tuple(fc.constant('x'), fc.string()))
  return pairs.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...pairs), { maxLength: 4 })
}

/** Everything that may be wrong with one request to a route. */
function requestsTo(operation: Operation, resolve: Resolve) {
  const fitting =
    operation.body === null ? null : nearly(operation.body, resolve).map((one) => JSON.stringify(one))
  return fc.record({
    sent:
      fitting === null ? body : fc.oneof({ weight: 3, arbitrary: fitting }, { weight: 1, arbitrary: body }),
    organisation: fc.constantFrom('default', 'default', 'default', 'other', '%'),
    id: segment,
    query: parametersOf(operation, 'query', resolve),
    headers: parametersOf(operation, 'header', resolve),
    type: fc.constantFrom(
      'application/json',
      'application/json',
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      '',
    ),
  })
}

/** Headers that can be sent at all. */
const isSendable = ([, text]: readonly [string, string]): boolean => /^[\t\x20-\x7e]*$/.test(text)

describe('whatever is sent to the admin API', () => {
  it('is answered with 2xx or 4xx in its own shape by every route, and the gateway has no bug to tell of', async () => {
    const resolve = await schemaResolver(backstay)
    const routes = (await adminOperations(backstay)).filter(({ path }) => !path.endsWith('/live'))
    expect(routes.length).toBeGreaterThan(50)
    for (const operation of routes) {
      const { method, path } = operation
      const property = fc.asyncProperty(
        requestsTo(operation, resolve),
        async ({ sent, organisation, id, query, headers, type }) => {
          const url = path.replace('{organisationId}', organisation).replaceAll(/\{\w+\}/g, id)
          const asked = query.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join('&')
          const reply = await askAdmin(backstay, `${url}?${asked}`, {
            method,
            ...(method !== 'GET' && { body: sent }),
            headers: { ...Object.fromEntries(headers.filter(isSendable)), 'content-type': type },
          })
          expect([reply.status, reply.body]).toEqual([
            expect.toSatisfy((status: number) => status < 500),
            expect.anything(),
          ])
          if (reply.status >= 400) expect(reply.body).toEqual(REFUSAL)
        },
      )
      await fc.assert(property, { numRuns: RUNS })
    }
    expect((await askAdmin(backstay, 'health')).status).toBe(200)
  })

  it('may be text that a store cannot hold: nothing is found', async () => {
    const reply = await askAdmin(backstay, 'audit-logs?target=a%00b')
    expect(reply).toMatchObject({ status: 200, body: { data: [] } })
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND'])(
    'with %s is answered',
    async (method) => {
      for (const path of ['/api', '/api/organisations/default/health', '/metrics', '/api/docs']) {
        const { status } = await askAdmin(backstay, path, { method })
        expect(status).toBeLessThan(500)
      }
    },
  )

  it('is understood, or refused, where it comes in chunks', async () => {
    const sent = async (text: string): Promise<number> => {
      const response = await fetch(`${backstay.adminUrl}/api/organisations/default/explain`, {
        method: 'POST',
        headers: { 'authorization': `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
        body: ReadableStream.from([Buffer.from(text.slice(0, 5)), Buffer.from(text.slice(5))]),
        duplex: 'half',
      })
      await response.text()
      return response.status
    }
    expect(await sent('{"model":"chat"}')).toBe(200)
    expect(await sent('{"model":')).toBe(400)
    expect(await sent(JSON.stringify({ model: 'x'.repeat(9_000_000) }))).toBe(413)
  })

  it('is read only as far as a route takes', async () => {
    const large = JSON.stringify({ state: 'drain', reason: 'x'.repeat(300_000) })
    const { status, body: answer } = await askAdmin(backstay, 'deployments/chat%2Fonly/state', {
      body: large,
    })
    expect(status).toBe(413)
    expect(answer).toMatchObject({ error: { code: 'body_too_large' } })
  })
})

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

interface Operation {
  readonly method: string
  readonly path: string
  /** Bodies that nearly fit; `null`: it takes none. */
  readonly body: fc.Arbitrary<string> | null
}

interface Described {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

/** Every route that the gateway itself describes, with what it takes. */
async function operations(): Promise<readonly Operation[]> {
  const { body: document } = await askAdmin(backstay, '/api/openapi.json')
  const { paths, components } = document as {
    paths: Record<string, Record<string, Described>>
    components: { schemas?: Record<string, Schema> }
  }
  const resolve = (ref: string): Schema => components.schemas?.[ref.split('/').at(-1) ?? ''] ?? {}
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema
      const fitting =
        schema === undefined ? null : nearly(schema, resolve).map((value) => JSON.stringify(value))
      return { method: method.toUpperCase(), path, body: fitting }
    }),
  )
}

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
const query = fc.array(
  fc.tuple(
    fc.constantFrom(
      'limit',
      'cursor',
      'from',
      'to',
      'since',
      'kind',
      'status',
      'moved',
      'probe',
      'failed',
      'model',
      'x',
    ),
    fc.oneof(
      fc.constantFrom('1', '0', '-1', 'true', '1~a', '0'.repeat(24), '2026-01-01'),
      fc.string({ unit: 'binary' }).map(encodeURIComponent),
    ),
  ),
  { maxLength: 4 },
)

describe('whatever is sent to the admin API', () => {
  it('is answered with 2xx or 4xx in its own shape, and the gateway has no bug to tell of', async () => {
    const routes = (await operations()).filter(({ path }) => !path.endsWith('/live'))
    expect(routes.length).toBeGreaterThan(5)
    const route = fc.constantFrom(...routes).chain((one) => {
      const sent =
        one.body === null
          ? body
          : fc.oneof({ weight: 3, arbitrary: one.body }, { weight: 1, arbitrary: body })
      return fc.tuple(fc.constant(one), sent)
    })
    const property = fc.asyncProperty(
      route,
      fc.constantFrom('default', 'default', 'other', '%'),
      segment,
      query,
      fc.constantFrom(
        'application/json',
        'application/json',
        'text/plain',
        'multipart/form-data; boundary=x',
        '',
      ),
      async ([{ method, path }, sent], organisation, id, pairs, type) => {
        const url = path.replace('{organisationId}', organisation).replaceAll(/\{\w+\}/g, id)
        const reply = await askAdmin(backstay, `${url}?${pairs.map((pair) => pair.join('=')).join('&')}`, {
          method,
          ...(method !== 'GET' && { body: sent }),
          headers: { 'content-type': type },
        })
        expect([reply.status, reply.body]).toEqual([
          expect.toSatisfy((status: number) => status < 500),
          expect.anything(),
        ])
        if (reply.status >= 400) expect(reply.body).toEqual(REFUSAL)
      },
    )
    await fc.assert(property, { numRuns: 600 })
    expect((await askAdmin(backstay, 'health')).status).toBe(200)
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createdServiceTokenSchema } from '@backstay/contract/admin'
import type { Operation } from './admin-operations.ts'
import { adminOperations } from './admin-operations.ts'
import type { AdminQuestion, AdminReply } from './ask-admin.ts'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

/** Stands in everything that the first organisation has. */
const MARK = 'only-of-the-first'

const CONFIG = {
  providers: { [`${MARK}-provider`]: { kind: 'openai', base_url: '${SIM0}', api_key: 'key' } },
  models: [
    { name: `${MARK}-model`, deployments: [{ provider: `${MARK}-provider`, model: `${MARK}-upstream` }] },
  ],
  fallback: {
    default: [`${MARK}-model`],
    chains: [
      {
        name: `${MARK}-chain`,
        models: [{ provider: `${MARK}-provider`, model: `${MARK}-upstream` }],
        triggers: ['all'],
      },
    ],
  },
  keys: [{ name: `${MARK}-key`, key: '${KEY}' }],
}

/** By which names the first organisation's things might be asked for. */
const IDS = ['key', 'model', 'chain', 'provider', `model/${MARK}-provider`].map((name) =>
  encodeURIComponent(`${MARK}-${name}`),
)

let backstay: Backstay
let operations: readonly Operation[]
/** Tokens: of a viewer of the first organisation, and of the owners of both. */
let viewer: string
let first: string
let second: string

beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
  operations = await adminOperations(backstay)
  await askAdmin(backstay, '/api/organisations', { body: { id: 'second', name: 'Second' } })
  const tokenOf = async (organisation: string, role: string): Promise<string> => {
    const path = `/api/organisations/${organisation}/service-tokens`
    const { body } = await askAdmin(backstay, path, { body: { name: `${organisation} ${role}`, role } })
    return createdServiceTokenSchema.parse(body).token
  }
  ;[viewer, first, second] = await Promise.all([
    tokenOf('default', 'viewer'),
    tokenOf('default', 'owner'),
    tokenOf('second', 'owner'),
  ])
  // Something in every list of the first organisation.
  await askAdmin(backstay, `deployments/${MARK}-model%2F${MARK}-provider/state`, {
    body: { state: 'drain', reason: MARK },
  })
  await askAdmin(backstay, 'members', { body: { email: `${MARK}@example.com`, role: 'viewer' } })
})
afterAll(() => backstay.close())

const isLive = ({ path }: Operation): boolean => path.endsWith('/live')
const pathOf = ({ path }: Operation, organisation: string, id = 'x'): string =>
  path.replace('{organisationId}', organisation).replaceAll(/\{\w+\}/g, id)

const as = (token: string | null, operation: Operation, path: string): Promise<AdminReply> => {
  const question: AdminQuestion = {
    method: operation.method,
    ...(operation.method !== 'GET' && { body: '{}' }),
    headers: { authorization: token === null ? '' : `Bearer ${token}` },
  }
  return askAdmin(backstay, path, question)
}

/** Every failure by its name, so that one run shows all of them. */
async function failures(
  which: readonly Operation[],
  check: (operation: Operation) => Promise<string | null>,
): Promise<string[]> {
  expect(which.length).toBeGreaterThan(5)
  const found: string[] = []
  for (const operation of which) {
    const wrong = await check(operation)
    if (wrong !== null) found.push(`${operation.method} ${operation.path}: ${wrong}`)
  }
  return found
}

const unless = (status: number, { status: got }: AdminReply): string | null =>
  status === got ? null : `answered ${got}, not ${status}`

describe('every route of the admin API', () => {
  it('is closed to those who are not signed in, but for the ways to sign in', async () => {
    expect(operations.filter(({ open }) => open).every(({ path }) => path.startsWith('/api/auth/'))).toBe(
      true,
    )
    const closed = operations.filter(({ open }) => !open)
    expect(
      await failures(closed, async (operation) =>
        unless(401, await as(null, operation, pathOf(operation, 'default'))),
      ),
    ).toEqual([])
    const wrong = 'bst_0123456789012345678901234567890123456789012'
    expect(
      await failures(closed, async (operation) =>
        unless(401, await as(wrong, operation, pathOf(operation, 'default'))),
      ),
    ).toEqual([])
  })

  it('that changes something is closed to viewers', async () => {
    const writing = operations.filter(({ writes }) => writes)
    expect(
      await failures(writing, async (operation) =>
        unless(403, await as(viewer, operation, pathOf(operation, 'default'))),
      ),
    ).toEqual([])
  })

  it('says that it writes, if it is not GET, explains, tests, or is about whoever asks', async () => {
    const silent = operations.filter(({ method, writes, open }) => method !== 'GET' && !writes && !open)
    expect(
      silent.filter(
        ({ permission }) =>
          !['routing:explain', 'deployments:test', 'session:own'].includes(permission) &&
          !permission.endsWith(':read'),
      ),
    ).toEqual([])
  })

  it('is closed to those who belong to another organisation', async () => {
    const within = operations.filter(({ path }) => path.includes('{organisationId}'))
    expect(
      await failures(within, async (operation) => {
        const wrong = unless(404, await as(second, operation, pathOf(operation, 'default')))
        return wrong ?? unless(404, await as(first, operation, pathOf(operation, 'second')))
      }),
    ).toEqual([])
  })

  it('shows nothing of another organisation, whatever is asked for by name', async () => {
    const reading = operations.filter(
      (operation) => operation.method === 'GET' && !operation.open && !isLive(operation),
    )
    expect(
      await failures(reading, async (operation) => {
        for (const id of IDS) {
          const { status, body } = await as(second, operation, pathOf(operation, 'second', id))
          if (status >= 500) return `answered ${status}`
          // An error repeats what was asked for.
          if (status < 400 && JSON.stringify(body).includes(MARK)) return `shows ${MARK}`
        }
        return null
      }),
    ).toEqual([])
  })

  it('changes nothing of another organisation, whatever is named', async () => {
    const seen = async (): Promise<string> => {
      const lists = ['models', 'providers', 'chains', 'apikeys', 'settings', 'routing', 'members']
      const replies = await Promise.all(lists.map((list) => askAdmin(backstay, list)))
      return JSON.stringify(replies.map(({ body }) => body))
    }
    const before = await seen()
    const writing = operations.filter(({ writes, path }) => writes && path.includes('{'))
    expect(
      await failures(writing, async (operation) => {
        for (const id of IDS.filter(() => /\{(?!organisationId)/.test(operation.path))) {
          const { status } = await as(second, operation, pathOf(operation, 'second', id))
          if (status >= 500 || status < 400) return `answered ${status}`
        }
        return null
      }),
    ).toEqual([])
    expect(await seen()).toBe(before)
  })

  it('that has pages tells everything once, page by page', async () => {
    for (let n = 0; n < 3; n++) {
      const made = [
        ['providers', { name: `p${n}`, kind: 'openai', apiKey: 'k' }],
        ['models', { name: `m${n}`, deployments: [{ provider: `${MARK}-provider`, model: 'm' }] }],
        ['chains', { name: `c${n}`, models: [{ model: `${MARK}-model` }], triggers: ['5xx'] }],
        ['apikeys', { name: `k${n}` }],
        ['members', { email: `${n}@example.com`, role: 'viewer' }],
        ['service-tokens', { name: `t${n}`, role: 'viewer' }],
        ['webhooks', { name: `w${n}`, url: 'http://127.0.0.1:1/' }],
      ] as const
      for (const [list, body] of made)
        expect((await askAdmin(backstay, list, { body })).status).toBeLessThan(300)
      await ask(backstay.client, { model: `${MARK}-model`, stream: false })
    }
    await backstay.records(3)
    const paged = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'))
    const wrong = await failures(paged, async ({ path }) => {
      const url = path.replace('{organisationId}', 'default')
      const page = async (query: string) => {
        const { body } = await askAdmin(backstay, `${url}?${query}`)
        return body as { readonly data: readonly unknown[]; readonly nextCursor: string | null }
      }
      const some = (await page('limit=4')).data.map((one) => JSON.stringify(one))
      if (some.length < 3) return `has ${some.length} entries`
      const single: string[] = []
      for (let cursor: string | null = ''; cursor !== null && single.length < some.length;) {
        const { data, nextCursor }: Awaited<ReturnType<typeof page>> = await page(
          `limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        )
        if (data.length !== 1) return `has ${data.length} entries in a page of one`
        single.push(...data.map((one) => JSON.stringify(one)))
        cursor = nextCursor
      }
      return single.join() === some.join() ? null : 'pages differ from the list'
    })
    expect(wrong).toEqual([])
  })
})

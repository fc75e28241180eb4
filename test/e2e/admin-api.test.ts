import {
  explanationSchema,
  healthSchema,
  usagePageSchema,
  usageRecordSchema,
  usageSummarySchema,
} from '@backstay/contract/admin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serverError } from '#simulator/faults'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: {
    first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
    second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
  },
  models: [
    {
      name: 'chat',
      deployments: [
        {
          provider: 'first',
          model: 'one',
          region: 'eu',
          tokens_per_minute: 100_000,
          requests_per_minute: 50,
        },
        {
          provider: 'second',
          model: 'two',
          region: 'us',
          tokens_per_minute: 100_000,
          requests_per_minute: 50,
        },
      ],
    },
  ],
  breaker: { failures: 2, open_ms: 60_000, open_max_ms: 60_000 },
  keys: [{ name: 'app', key: '${KEY}' }],
}

const chat = (backstay: Backstay) => ask(backstay.client, { model: 'chat', stream: false })

describe('signing in', () => {
  it('takes the token and nothing else', async () => {
    await using backstay = await startBackstay(CONFIG)
    const asked = (authorization: string) => askAdmin(backstay, 'health', { headers: { authorization } })

    expect((await askAdmin(backstay, 'health')).status).toBe(200)
    for (const wrong of ['', 'Bearer', 'Bearer x', `Bearer ${backstay.client.apiKey}`, 'Basic YTpi']) {
      const { status, body, headers } = await asked(wrong)
      expect(status).toBe(401)
      expect(headers.get('www-authenticate')).toContain('Bearer')
      expect(body).toMatchObject({
        error: { code: 'not_signed_in', message: expect.stringContaining('BACKSTAY_ADMIN_TOKEN') as string },
      })
    }
  })

  it('opens one organisation only', async () => {
    await using backstay = await startBackstay(CONFIG)
    const { status, body } = await askAdmin(backstay, '/api/organisations/other/health')

    expect(status).toBe(404)
    expect(body).toMatchObject({ error: { code: 'resource_not_found', param: 'organisationId' } })
  })
})

describe('the explanation of a request', () => {
  it('is what would really happen, and takes no turn of real requests', async () => {
    await using backstay = await startBackstay(CONFIG)
    const served: (string | null)[] = []
    for (let n = 0; n < 6; n++) {
      const { body, status } = await askAdmin(backstay, 'explain', { body: { model: 'chat' } })
      expect(status).toBe(200)
      const { order } = explanationSchema.parse(body)
      for (let again = 0; again < n; again++) await askAdmin(backstay, 'explain', { body: { model: 'chat' } })
      const { headers } = await chat(backstay)
      expect(headers.get('x-backstay-deployment')).toBe(order[0]?.deployment)
      served.push(headers.get('x-backstay-deployment'))
    }
    expect(served.filter((one) => one === 'chat/first')).toHaveLength(3)
    expect(served[0]).not.toBe(served[1])
  })

  it('knows the states of the moment, and names everything that is excluded', async () => {
    await using backstay = await startBackstay(CONFIG)
    backstay.simulators[0]?.script.always(serverError())
    for (let n = 0; n < 4; n++) await chat(backstay)
    const explained = async () =>
      explanationSchema.parse((await askAdmin(backstay, 'explain', { body: { model: 'chat' } })).body)
    const whileOpen = await explained()
    expect(whileOpen.order.map(({ deployment }) => deployment)).toEqual(['chat/second', 'chat/first'])
    expect(whileOpen.skipped).toEqual([
      { deployment: 'chat/first', reason: 'put last: open after server_error' },
    ])

    const state = { state: 'drain', forMs: 60_000, reason: 'tests' }
    for (const name of ['first', 'second']) {
      await askAdmin(backstay, `deployments/${encodeURIComponent(`chat/${name}`)}/state`, { body: state })
    }
    const drained = await explained()
    expect(drained.refusal?.code).toBe('nothing_eligible')
    for (const name of ['chat/first: drained', 'chat/second: drained']) {
      expect(drained.refusal?.message).toContain(name)
    }
    expect(drained.skipped).toHaveLength(2)
  })

  it('takes a whole request: body, headers, and a key with its policy', async () => {
    await using backstay = await startBackstay({
      ...CONFIG,
      keys: [...CONFIG.keys, { name: 'narrow', key: 'bs-narrow-0123456789', models: ['second/*'] }],
    })
    const body = {
      messages: [{ role: 'user', content: 'x'.repeat(4_000) }],
      backstay: { timeouts: { total_ms: 5_000 } },
    }
    const explained = async (more: object) =>
      explanationSchema.parse(
        (await askAdmin(backstay, 'explain', { body: { model: 'chat', ...more } })).body,
      )

    const whole = await explained({ body, headers: { 'X-Deadline-Ms': '1234' } })
    expect(whole).toMatchObject({ deadlineMs: 1_234, key: '(a key that may use everything)' })
    expect(whole.estimatedInputTokens).toBeGreaterThan(500)
    expect((await explained({ key: 'narrow' })).refusal?.code).toBe('model_not_granted')
    expect((await explained({ model: 'nobody' })).refusal?.code).toBe('model_not_found')
  })

  describe('of a request that is none', () => {
    let backstay: Backstay
    beforeAll(async () => {
      backstay = await startBackstay(CONFIG)
    })
    afterAll(() => backstay.close())

    it.each([
      [{}, 'model'],
      [{ model: 7 }, 'model'],
      [{ model: 'chat', bodi: {} }, 'bodi'],
      [{ model: 'chat', key: 'nobody' }, 'key'],
      [{ model: 'chat', body: { messages: 'x' } }, 'messages'],
      [{ model: 'chat', headers: { 'x-deadline-ms': '-1' } }, 'x-deadline-ms'],
    ])('says what is wrong with %j', async (body, param) => {
      const reply = await askAdmin(backstay, 'explain', { body })

      expect(reply.status).toBe(400)
      expect(reply.body).toMatchObject({ error: { param } })
    })
  })
})

describe('the health of deployments', () => {
  it('tells every deployment, credential and region', async () => {
    await using backstay = await startBackstay(CONFIG)
    backstay.simulators[0]?.script.always(serverError())
    for (let n = 0; n < 30; n++) await chat(backstay)
    const { body } = await askAdmin(backstay, 'health')
    const { deployments, credentials, regions, at } = healthSchema.parse(body)
    const [first, second] = deployments

    expect(first).toMatchObject({
      deployment: 'chat/first',
      state: 'open',
      class: 'server_error',
      errorRate: 1,
    })
    expect(Math.abs((first?.until ?? 0) - at - 60_000)).toBeLessThan(15_000)
    expect(first?.since).toBeLessThanOrEqual(at)
    expect(second).toMatchObject({
      deployment: 'chat/second',
      state: 'healthy',
      errorRate: 0,
      attempts: 30,
      inFlight: 0,
    })
    expect(second?.answerMs?.p95).toBeGreaterThanOrEqual(second?.answerMs?.p50 ?? 0)
    expect(second?.requestsLeft).toBe(20)
    expect(second?.tokensLeft).toBeLessThan(100_000)
    expect(credentials.map(({ benched }) => benched)).toEqual([null, null])
    expect(regions).toEqual([
      { region: 'eu', deployments: 1, healthy: 0, down: true },
      { region: 'us', deployments: 1, healthy: 1, down: false },
    ])
  })
})

describe('usage records', () => {
  it('are listed by page and by filter, and found by the id of the request', async () => {
    await using backstay = await startBackstay(CONFIG)
    const ids: (string | null)[] = []
    for (let n = 0; n < 5; n++) ids.push((await chat(backstay)).headers.get('x-request-id'))
    await backstay.records(5)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await askAdmin(backstay, `usage?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      const page = usagePageSchema.parse(body)
      seen.push(...page.data.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(ids.toReversed())

    const one = usageRecordSchema.parse((await askAdmin(backstay, `usage/${ids[2]}`)).body)
    expect(one).toMatchObject({ id: ids[2], key: 'app', probe: false, routing: { fallbacks: [] } })
    const count = async (query: string): Promise<number> =>
      usagePageSchema.parse((await askAdmin(backstay, `usage?${query}`)).body).data.length
    expect(await count('key=app&failed=false&moved=false&model=chat')).toBe(5)
    expect(await count('provider=first')).toBeLessThan(5)
    expect(await count('key=other')).toBe(0)
    expect(await count(`from=${Date.now() - 60_000}&to=2999-01-01`)).toBe(5)
    expect((await askAdmin(backstay, 'usage/nobody')).status).toBe(404)
  })

  describe('with a query that is none', () => {
    let backstay: Backstay
    beforeAll(async () => {
      backstay = await startBackstay(CONFIG)
    })
    afterAll(() => backstay.close())

    it.each([
      ['limit=0', 'limit'],
      ['limit=x', 'limit'],
      ['from=yesterday', 'from'],
      ['from=2&to=1', 'from'],
      ['cursor=x', 'cursor'],
      ['moved=maybe', 'moved'],
      ['status=9999', 'status'],
    ])('are not listed by %s', async (query, param) => {
      const { status, body } = await askAdmin(backstay, `usage?${query}`)

      expect(status).toBe(400)
      expect(body).toMatchObject({ error: { code: 'invalid_parameter', param } })
    })
  })
})

describe('usage summed up', () => {
  it('counts what was asked, by outcome, deployment and reason, as soon as it is recorded', async () => {
    await using backstay = await startBackstay({ ...CONFIG, breaker: { failures: 100 } })
    backstay.simulators[0]?.script.always(serverError())
    for (let n = 0; n < 4; n++) expect((await chat(backstay)).error).toBeNull()
    const records = await backstay.records(4)
    const summary = async (query: string) => {
      const { status, body } = await askAdmin(backstay, `usage/summary?${query}`)
      expect(status).toBe(200)
      return usageSummarySchema.parse(body)
    }
    const all = await summary('')
    const moved = records.filter(({ routing }) => routing.fallbacks.length > 0).length
    expect(moved).toBeGreaterThan(0)
    expect(all.totals).toMatchObject({ requests: 4, failed: 0, moved })
    expect(all.outcomes).toEqual([{ status: 200, errorClass: null, requests: 4 }])
    expect(all.deployments).toMatchObject([{ name: 'chat/second', requests: 4 }])
    expect(all.fallbacks).toEqual([{ reason: 'server_error', moves: moved }])
    expect(all.switchMs.count).toBe(moved)
    expect(all.span).toBe('1h')
    expect((await summary('span=5m&moved=true')).totals.requests).toBe(moved)
    expect((await summary('key=nobody')).totals.requests).toBe(0)
    expect((await summary('from=0')).series).toHaveLength(1)
    const { status, body } = await askAdmin(backstay, 'usage/summary?span=5m&from=0')
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: { param: 'span' } })
  })
})

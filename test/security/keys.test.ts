import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backstay } from '../e2e/start-backstay.ts'
import { ADMIN_TOKEN, KEY, startBackstay } from '../e2e/start-backstay.ts'

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(
    {
      providers: { main: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' } },
      models: [
        { name: 'open', deployments: [{ provider: 'main', model: 'a' }] },
        { name: 'hidden', deployments: [{ provider: 'main', model: 'b' }] },
      ],
      keys: [{ name: 'app', key: '${KEY}', models: ['open'] }],
    },
    1,
  )
})

afterAll(() => backstay.close())

/** Status, body and names of headers; what differs for every request is taken out. */
async function answerTo(path: string, key: string, model = 'open'): Promise<unknown> {
  const response = await fetch(new URL(path, backstay.url), {
    method: path.startsWith('/api') ? 'GET' : 'POST',
    headers: { 'authorization': `Bearer ${key}`, 'content-type': 'application/json' },
    ...(path.startsWith('/api')
      ? {}
      : { body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }) }),
  })
  const body = (await response.text()).replaceAll(/req_[\w-]+/g, 'ID').replaceAll(model, 'MODEL')
  return { status: response.status, body, headers: [...response.headers.keys()] }
}

/** Near misses of every sort. */
const wrongKeys = (right: string): string[] => [
  'x',
  right.slice(0, -1),
  `${right}0`,
  right.toUpperCase(),
  `${right.slice(0, -1)}${right.endsWith('0') ? '1' : '0'}`,
  'f'.repeat(2_000),
]

describe('keys', () => {
  it('that are nearly right are answered like any other that is wrong', async () => {
    const answers = await Promise.all(wrongKeys(KEY).map((key) => answerTo('/v1/chat/completions', key)))

    expect(answers[0]).toMatchObject({ status: 401 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it('that are wrong do not tell which models there are', async () => {
    const [open, unknown] = await Promise.all(
      ['open', 'no-such-model'].map((model) => answerTo('/v1/chat/completions', 'wrong', model)),
    )
    expect(open).toEqual(unknown)
  })

  it('see no models in the list that they may not use', async () => {
    const response = await fetch(`${backstay.url}/v1/models`, { headers: { authorization: `Bearer ${KEY}` } })
    const text = await response.text()

    expect(text).toContain('open')
    expect(text).not.toContain('hidden')
  })

  it('of the gateway do not open the admin API, and tokens that are nearly right do not either', async () => {
    const path = '/api/organisations/default/health'
    const answers = await Promise.all([...wrongKeys(ADMIN_TOKEN), KEY].map((key) => answerTo(path, key)))

    expect(answers[0]).toMatchObject({ status: 401 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await answerTo('/v1/chat/completions', ADMIN_TOKEN)).toMatchObject({ status: 401 })
  })
})

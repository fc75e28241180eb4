import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backstay } from './start-backstay.ts'
import { ADMIN_TOKEN, KEY, startBackstay } from './start-backstay.ts'

let server: Server
let backstay: Backstay
let anthropic: Anthropic
const asked: { path: string; body: Record<string, unknown> }[] = []

/** Counts as Anthropic, Google and OpenAI do. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      asked.push({ path, body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> })
      const broken = path.startsWith('/broken')
      const body = broken
        ? { error: { message: 'no such route' } }
        : { input_tokens: 4711, totalTokens: 4711, object: 'response.input_tokens' }
      response.writeHead(broken ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const place = (provider: string): object => ({ provider, model: 'theirs', params: { top_k: 3 } })
  backstay = await startBackstay({
    server: { cors: ['https://app.example'] },
    providers: {
      anthropic: { kind: 'anthropic', base_url: url, api_key: 'k' },
      google: { kind: 'google', base_url: url, api_key: 'k' },
      openai: { kind: 'openai', base_url: `${url}/v1`, api_key: 'k' },
      broken: { kind: 'anthropic', base_url: `${url}/broken`, api_key: 'k' },
      simulated: { kind: 'openai', base_url: '${SIM0}', api_key: 'k' },
      another: { kind: 'openai', base_url: '${SIM1}', api_key: 'k' },
    },
    models: [
      ...['anthropic', 'google', 'openai', 'broken'].map((provider) => ({
        name: `at-${provider}`,
        deployments: [place(provider)],
      })),
      { name: 'elsewhere', deployments: [place('simulated')] },
      { name: 'narrow', context_window: 5, deployments: [place('anthropic')] },
      {
        name: 'both',
        deployments: [
          { provider: 'simulated', model: 'm', priority: 1 },
          { provider: 'another', model: 'm', priority: 2 },
        ],
      },
    ],
    keys: [{ name: 'e2e', key: '${KEY}', models: ['*'] }],
  })
  anthropic = new Anthropic({ baseURL: backstay.url, apiKey: KEY, maxRetries: 0 })
})

afterAll(async () => {
  await backstay.close()
  server.closeAllConnections()
  server.close()
})

const MESSAGES = [{ role: 'user' as const, content: 'How long is this? '.repeat(20) }]

describe('the tokens of a request', () => {
  it('are counted by Anthropic for clients of Messages', async () => {
    const counted = await anthropic.messages.countTokens({ model: 'at-anthropic', messages: MESSAGES })
    expect(counted.input_tokens).toBe(4711)
    const { path, body } = asked.at(-1) ?? {}
    expect([path, body]).toEqual(['/v1/messages/count_tokens', { model: 'theirs', messages: MESSAGES }])
  })

  it('are counted by Google for clients of Gemini', async () => {
    const google = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: backstay.url } })
    const counted = await google.models.countTokens({ model: 'at-google', contents: 'How long is this?' })
    expect(counted.totalTokens).toBe(4711)
    expect(asked.at(-1)?.path).toBe('/v1beta/models/theirs:countTokens')
  })

  it('are counted by OpenAI for clients of Responses', async () => {
    const counted = await backstay.client.responses.inputTokens.count({ model: 'at-openai', input: 'Hi' })
    expect(counted.input_tokens).toBe(4711)
  })

  it('are counted even of what the model could not take', async () => {
    const counted = await anthropic.messages.countTokens({ model: 'narrow', messages: MESSAGES })
    expect(counted.input_tokens).toBe(4711)
  })

  it.each(['elsewhere', 'broken', 'at-google'])('are estimated, and said to be, for %s', async (name) => {
    const model = name === 'broken' ? 'at-broken' : name
    const { data, response } = await anthropic.messages
      .countTokens({ model, messages: MESSAGES })
      .withResponse()
    expect(data.input_tokens).toBeGreaterThan(40)
    expect(data.input_tokens).toBeLessThan(160)
    expect(response.headers.get('x-backstay-warnings')).toContain('estimated')
  })

  it('say nothing of how a place answers', async () => {
    for (let n = 0; n < 6; n += 1) {
      await anthropic.messages.countTokens({ model: 'at-broken', messages: MESSAGES })
    }
    const health = await fetch(`${backstay.adminUrl}/api/organisations/default/health`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    })
    const { deployments } = (await health.json()) as {
      deployments: readonly { deployment: string; state: string }[]
    }
    expect(deployments.find(({ deployment }) => deployment.startsWith('at-broken'))?.state).toBe('healthy')
  })

  it('are not counted for a model that nobody knows', async () => {
    const counted = anthropic.messages.countTokens({ model: 'unknown', messages: MESSAGES })
    await expect(counted).rejects.toMatchObject({ status: 404 })
  })
})

describe('the endpoint that is no vendor’s', () => {
  async function chat(body: object): Promise<Response> {
    return fetch(`${backstay.url}/v1/llm/chat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, origin: 'https://app.example' },
      body: JSON.stringify({ model: 'both', messages: [{ role: 'user', content: 'Hi' }], ...body }),
    })
  }

  it('answers like chat completions, by the provider that is named', async () => {
    for (const provider of ['simulated', 'another']) {
      const answered = await chat({ provider })
      expect([answered.status, answered.headers.get('x-backstay-provider')]).toEqual([200, provider])
    }
    const object = await chat({ provider: { order: ['another'] } })
    expect(object.headers.get('x-backstay-provider')).toBe('another')
    expect((await chat({ provider: 'nobody' })).status).toBeGreaterThanOrEqual(400)
  })

  it('may be called by pages of the listed origins', async () => {
    const answered = await chat({})
    expect(answered.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(answered.headers.get('x-backstay-model')).toBe('both')
    const before = await fetch(`${backstay.url}/v1/llm/chat`, {
      method: 'OPTIONS',
      headers: { 'origin': 'https://app.example', 'access-control-request-method': 'POST' },
    })
    expect([before.status, before.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, POST'])
  })
})

it('describes one model', async () => {
  const model = await backstay.client.models.retrieve('both')
  expect(model).toMatchObject({ id: 'both', object: 'model' })
  await expect(backstay.client.models.retrieve('unknown')).rejects.toMatchObject({ status: 404 })
})

it.each(['files', 'batches', 'realtime', 'realtime/sessions', 'uploads/x'])(
  'says that /v1/%s is not here',
  async (path) => {
    const answered = await fetch(`${backstay.url}/v1/${path}`, {
      headers: { authorization: `Bearer ${KEY}` },
    })
    const { error } = (await answered.json()) as { error: { code: string; docs: string } }
    expect([answered.status, error.code]).toEqual([404, 'endpoint_not_supported'])
  },
)

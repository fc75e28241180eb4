import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import OpenAI from 'openai'
import { modelNotFound, overloaded, promptFiltered, rateLimited, serverError } from '#simulator/faults'
import { PUBLISHED_CHAINS } from '#snapshot/published-chains'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

/** The published example of fallback chains, as users bring it along, plus what it leaves out. */
const CHAINS = `
providers:
  openai:    { kind: openai, base_url: "\${SIM0}", api_key: key-openai }
  anthropic: { kind: anthropic, base_url: "\${HOST1}", api_key: key-anthropic }
  google:    { kind: google, base_url: "\${HOST2}", api_key: key-google }
keys: [{ name: app, key: "\${KEY}" }]

${PUBLISHED_CHAINS}`

const chat = (text: string, from: string, to: string): string => text.replaceAll(from, to)

describe('the published chains', () => {
  let backstay: Backstay

  beforeAll(async () => {
    // As it stands, but for waits that nobody wants in a test.
    const quick = chat(chat(CHAINS, 'threshold_ms: 5000', 'threshold_ms: 150'), '"exponential"', '"none"')
    backstay = await startBackstay(quick, 3)
  })

  afterAll(() => backstay.close())

  beforeEach(async () => {
    for (const { script } of backstay.simulators) script.reset()
  })

  it('load unchanged', async () => {
    await using unchanged = await startBackstay(CHAINS, 3)

    expect(await ask(unchanged.client, { model: 'premium-reasoning', stream: false })).toMatchObject({
      model: 'gpt-4-turbo',
    })
  })

  it.each([false, true])('are called by name and start with the first model, streamed %s', async (stream) => {
    const reply = await ask(backstay.client, { model: 'premium-reasoning', stream })

    expect(reply).toMatchObject({ error: null, model: 'gpt-4-turbo' })
    expect(reply.headers.get('x-backstay-provider')).toBe('openai')
  })

  it.each([false, true])(
    'move when the first token takes longer than the threshold, streamed %s',
    async (stream) => {
      backstay.simulators[0]?.script.always({ delays: { beforeFirstTokenMs: 3_000 } })
      const reply = await ask(backstay.client, { model: 'premium-reasoning', stream })

      expect(reply).toMatchObject({ error: null, model: 'claude-3-opus' })
      expect(reply.headers.get('x-backstay-fallback-reason')).toBe('latency')
    },
  )

  it('try an error three times in place, then the next provider', async () => {
    const [openai, anthropic] = backstay.simulators
    openai?.clearRequests()
    openai?.script.always(serverError())
    anthropic?.script.always(rateLimited({ retryAfterS: 60 }))
    const reply = await ask(backstay.client, { model: 'premium-reasoning', stream: false })

    expect(reply.model).toBe('gemini-pro')
    expect(openai?.counts().requests).toBe(3)
    expect(reply.headers.get('x-backstay-attempts')).toBe('5')
    expect(reply.headers.get('x-backstay-fallback-reason')).toBe('server_error, rate_limit')
  })

  it('under `all` move on everything but what the caller has to mend', async () => {
    const [openai] = backstay.simulators
    openai?.script.forModel('gpt-3.5-turbo', modelNotFound())
    expect((await ask(backstay.client, { model: 'fast-chat', stream: false })).model).toBe('claude-instant')
    await using fresh = await startBackstay(CHAINS, 3)
    fresh.simulators[0]?.script.forModel('gpt-3.5-turbo', promptFiltered())
    expect((await ask(fresh.client, { model: 'fast-chat', stream: false })).error).toMatchObject({
      status: 400,
    })
  })
})

describe('the published snippets', () => {
  let backstay: Backstay
  let client: OpenAI

  beforeAll(async () => {
    backstay = await startBackstay(
      `
providers:
  openai:    { kind: openai, base_url: "\${SIM0}", api_key: key-openai }
  anthropic: { kind: anthropic, base_url: "\${HOST1}", api_key: key-anthropic }
  google:    { kind: google, base_url: "\${HOST2}", api_key: key-google }
models:
  - { name: openai/gpt-4o, deployments: [{ provider: openai, model: gpt-4o }] }
  - { name: anthropic/claude-sonnet-4.5, deployments: [{ provider: anthropic, model: claude-sonnet-4-5 }] }
  - { name: google/gemini-3-flash-preview, deployments: [{ provider: google, model: gemini-3-flash-preview }] }
breaker: { failures: 1000, min_requests: 1000 }
keys: [{ name: app, key: "\${KEY}" }]
`,
      3,
    )
    client = new OpenAI({ baseURL: `${backstay.url}/v1`, apiKey: KEY, maxRetries: 0 })
  })

  afterAll(() => backstay.close())

  it('in TypeScript answers through the fallbacks, in order', async () => {
    backstay.simulators[0]?.script.always(overloaded())
    const response = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [{ role: 'user', content: 'Hello' }],
      // @ts-ignore: a parameter that the SDK does not know.
      provider: {
        fallback: ['anthropic/claude-sonnet-4.5', 'google/gemini-3-flash-preview'],
      },
    })

    expect(response.model).toBe('claude-sonnet-4-5')
  })

  it('in Python sends the same bytes, which work too', async () => {
    backstay.simulators[0]?.script.always(overloaded())
    backstay.simulators[1]?.script.always(serverError())
    const response = await fetch(`${backstay.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'authorization': `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: `{"messages":[{"role":"user","content":"Hello"}],"model":"openai/gpt-4o","provider":{"fallback":["anthropic/claude-sonnet-4.5","google/gemini-3-flash-preview"]}}`,
    })

    expect(await response.json()).toMatchObject({ model: 'gemini-3-flash-preview' })
  })

  it('with latency routing is taken at its word', async () => {
    for (const { script } of backstay.simulators) script.reset()
    const reply = await ask(client, {
      model: 'openai/gpt-4o',
      stream: false,
      body: { provider: { routing: 'latency', fallback: ['anthropic/claude-sonnet-4.5'] } },
    })

    expect(reply.model).toBe('gpt-4o')
    expect(reply.headers.get('x-backstay-warnings')).toBeNull()
  })
})

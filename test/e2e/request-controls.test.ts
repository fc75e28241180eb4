import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { overloaded, serverError } from '#simulator/faults'
import type { Question, Reply } from './ask.ts'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const priced = (input: number, output: number): object => ({ price: { input, output } })

const CONFIG = {
  providers: {
    'openai': { kind: 'openai', base_url: '${SIM0}', api_key: 'a', data_collection: 'allow' },
    'claude-eu': { kind: 'openai-compatible', base_url: '${SIM1}', api_key: 'b', data_collection: 'deny' },
    'anthropic': { kind: 'openai-compatible', base_url: '${SIM1}', api_key: 'c', zdr: true },
    'google': { kind: 'openai-compatible', base_url: '${SIM2}', api_key: 'd' },
  },
  breaker: { failures: 1_000, min_requests: 10_000 },
  models: [
    {
      name: 'gpt-4o',
      ...priced(2.5, 10),
      deployments: [{ provider: 'openai', model: 'gpt-4o-2024-08-06' }],
    },
    {
      name: 'sonnet',
      ...priced(3, 15),
      deployments: [
        { provider: 'claude-eu', model: 'sonnet-in-europe', priority: 1 },
        { provider: 'anthropic', model: 'claude-sonnet-4-5-20250929', priority: 2 },
      ],
    },
    {
      name: 'flash',
      ...priced(0.3, 2.5),
      deployments: [{ provider: 'google', model: 'gemini-3-flash-preview' }],
    },
    {
      name: 'everywhere',
      deployments: [
        { provider: 'openai', model: 'at-openai', priority: 1 },
        { provider: 'google', model: 'at-google', priority: 2 },
        { provider: 'anthropic', model: 'at-anthropic', priority: 3 },
      ],
    },
    { name: 'slow', deployments: [{ provider: 'openai', model: 'slow' }] },
  ],
  fallback: {
    default: ['flash'],
    chains: [{ name: 'safe', models: [{ model: 'sonnet' }, { model: 'flash' }] }],
  },
  keys: [
    { name: 'app', key: '${KEY}' },
    { name: 'narrow', key: 'key-narrow', models: ['gpt-4o', 'flash'] },
  ],
}

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 3)
})

afterAll(() => backstay.close())

beforeEach(() => {
  for (const simulator of backstay.simulators) {
    simulator.script.reset()
    simulator.clearRequests()
  }
})

function askFor(model: string, question: Partial<Question> = {}): Promise<Reply> {
  return ask(backstay.client, { model, stream: false, ...question })
}

const down = (simulator: number, model: string): void => {
  backstay.simulators[simulator]?.script.forModel(model, overloaded())
}

describe('the published request with fallbacks, against models that are configured under names of their own', () => {
  const provider = { fallback: ['anthropic/claude-sonnet-4.5', 'google/gemini-3-flash-preview'] }

  it.each([false, true])('goes to the first model, and on in its order, streamed %s', async (stream) => {
    const body = { provider }
    expect((await askFor('openai/gpt-4o', { body, stream })).model).toBe('gpt-4o-2024-08-06')
    down(0, 'gpt-4o-2024-08-06')
    expect((await askFor('openai/gpt-4o', { body, stream })).model).toBe('sonnet-in-europe')
    backstay.simulators[1]?.script.always(serverError())
    const reply = await askFor('openai/gpt-4o', { body, stream })
    expect(reply.model).toBe('gemini-3-flash-preview')
    expect(reply.headers.get('x-backstay-model')).toBe('flash')
  })

  it('may add the order of providers, and leaves nothing of it in what is sent on', async () => {
    const body = { provider: { ...provider, routing: 'latency' }, session_id: 's', fallbacks: [] }
    const reply = await askFor('openai/gpt-4o', { body })

    expect(reply.error).toBeNull()
    expect(reply.headers.get('x-backstay-warnings')).toBe('fallbacks is ignored: provider.fallback counts')
    const [sent] = backstay.simulators[0]?.requests ?? []
    expect(Object.keys(sent?.body as object).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'messages',
      'model',
      'stream',
    ])
  })
})

describe('requests in the style of OpenRouter', () => {
  const wanting = (provider: object, more: object = {}): Partial<Question> => ({
    body: { provider, ...more },
  })

  it.each([
    ['an order', { order: ['anthropic', 'google'] }, 'at-anthropic'],
    ['an order with names in another case', { order: ['Google'] }, 'at-google'],
    ['only some', { only: ['anthropic'] }, 'at-anthropic'],
    ['not some', { ignore: ['openai'] }, 'at-google'],
    ['nobody who collects data', { data_collection: 'deny' }, 'at-anthropic'],
    ['nobody who retains data', { zdr: true }, 'at-anthropic'],
    ['what is required being carried everywhere here', { require_parameters: true }, 'at-openai'],
  ])('choose %s', async (_, provider, served) => {
    expect(await askFor('everywhere', wanting(provider))).toMatchObject({ error: null, model: served })
  })

  it('have no other provider without fallbacks, and no other model', async () => {
    down(0, 'at-openai')
    expect((await askFor('everywhere')).model).toBe('at-google')
    const reply = await askFor('everywhere', wanting({ allow_fallbacks: false }))
    expect(reply.error).toMatchObject({ status: 503, code: 'upstream_failed' })
    const listed = wanting({ order: ['openai', 'anthropic'], allow_fallbacks: false })
    expect((await askFor('everywhere', listed)).model).toBe('at-anthropic')
  })

  it('move to other models on almost anything', async () => {
    down(0, 'gpt-4o-2024-08-06')
    expect((await askFor('gpt-4o', { body: { models: ['sonnet'] } })).model).toBe('sonnet-in-europe')
  })

  it('have a highest price', async () => {
    const reply = await askFor('sonnet', wanting({ max_price: { prompt: 1, completion: 5 } }))
    expect(reply.model).toBe('gemini-3-flash-preview')
    const refused = await askFor('sonnet', wanting({ max_price: { prompt: 0.1 } }))
    expect(refused.error).toMatchObject({ status: 403, code: 'not_permitted' })
    for (const part of ['sonnet/claude-eu', 'sonnet/anthropic', 'flash/google', 'costs 0.3 USD']) {
      expect(refused.error?.message).toContain(part)
    }
  })

  it.each([
    ['price', 'gemini-3-flash-preview'],
    [{ by: 'price', partition: 'none' }, 'gemini-3-flash-preview'],
  ])('are sorted over all models by %j', async (sort, served) => {
    const by = typeof sort === 'string' ? { by: sort, partition: 'none' } : sort
    const reply = await askFor('sonnet', wanting({ sort: by }, { models: ['gpt-4o', 'flash'] }))
    expect(reply.model).toBe(served)
  })

  it('may name the order with the model', async () => {
    expect((await askFor('sonnet:floor')).error).toBeNull()
    expect((await askFor('openai/gpt-4o:nitro')).model).toBe('gpt-4o-2024-08-06')
    expect((await askFor('gpt-4o:free')).error).toMatchObject({ status: 404 })
  })

  it('hear of what nobody has, and of what is not acted on', async () => {
    const reply = await askFor('everywhere', wanting({ ignore: ['deepinfra'], quantizations: ['fp8'] }))
    expect(reply.headers.get('x-backstay-warnings')).toBe(
      'provider.quantizations is not acted on in this version; ignore: no provider here is called "deepinfra"',
    )
  })
})

describe('requests in the style of Vercel', () => {
  const wanting = (gateway: object): Partial<Question> => ({ body: { providerOptions: { gateway } } })

  it.each([
    [{ order: ['google'] }, 'at-google'],
    [{ only: ['anthropic', 'google'] }, 'at-google'],
    [{ zeroDataRetention: true }, 'at-anthropic'],
    [{ sort: 'cost' }, 'at-openai'],
  ])('choose with %j', async (gateway, served) => {
    expect(await askFor('everywhere', wanting(gateway))).toMatchObject({ error: null, model: served })
  })

  it('bring models', async () => {
    down(0, 'gpt-4o-2024-08-06')
    expect((await askFor('gpt-4o', wanting({ models: ['sonnet'] }))).model).toBe('sonnet-in-europe')
  })
})

describe('the model "auto"', () => {
  const auto = (config?: object): Partial<Question> =>
    config === undefined ? {} : { body: { model_routing_config: config } }

  it.each([
    [{ models: ['gpt-4o', 'sonnet', 'flash'], preference: 'cost' }, 'gemini-3-flash-preview'],
    [{ models: ['gpt-4o', 'sonnet', 'flash'], preference: 'quality' }, 'sonnet-in-europe'],
    [{ models: ['gpt-4o'], preference: 'speed' }, 'gpt-4o-2024-08-06'],
    [{ models: ['gpt-4o'] }, 'gpt-4o-2024-08-06'],
  ])('is chosen by %j', async (config, served) => {
    expect(await askFor('auto', auto(config))).toMatchObject({ error: null, model: served })
  })

  it('is any model that the key may use, and no other', async () => {
    const client = backstay.clientFor('key-narrow')
    const served = new Set<string | null>()
    for (let turn = 0; turn < 6; turn++) {
      served.add((await ask(client, { model: 'auto', stream: false })).model)
    }
    expect([...served].every((name) => name?.startsWith('gpt-4o') || name?.startsWith('gemini'))).toBe(true)
    const reply = await ask(client, {
      model: 'auto',
      stream: false,
      body: { model_routing_config: { models: ['sonnet'] } },
    })
    expect(reply.error).toMatchObject({ status: 403 })
    expect(reply.error?.message).toContain('sonnet: not granted to this key')
  })
})

describe('our own controls', () => {
  const own = (controls: object): Partial<Question> => ({ body: { backstay: controls } })

  it('take a chain behind the requested model', async () => {
    down(0, 'gpt-4o-2024-08-06')
    expect((await askFor('gpt-4o', own({ chain: 'safe' }))).model).toBe('sonnet-in-europe')
    const typo = await askFor('gpt-4o', own({ chain: 'save' }))
    expect(typo.error).toMatchObject({ status: 503 })
    expect(typo.headers.get('x-backstay-warnings')).toContain('backstay.chain: there is no chain "save"')
  })

  it('take triggers with fields', async () => {
    backstay.simulators[0]?.script.forModel('slow', { delays: { beforeFirstTokenMs: 3_000 } })
    const triggers = [{ type: 'latency', threshold_ms: 150 }]
    const reply = await askFor('slow', { ...own({ triggers }), stream: true })
    expect(reply.model).toBe('gemini-3-flash-preview')
    expect(reply.headers.get('x-backstay-fallback-reason')).toBe('latency')
  })

  it.each([
    [{ triggers: [{ type: 'latency', threshold: 1 }] }, 'backstay.triggers[0].threshold'],
    [
      { triggers: [{ type: 'quality', checks: [{ type: 'webhook', url: 'http://x' }] }] },
      'backstay.triggers[0].checks[0]',
    ],
    [{ chain: 5 }, 'backstay.chain'],
  ])('that are malformed are refused with their path: %j', async (controls, param) => {
    expect((await askFor('gpt-4o', own(controls))).error).toMatchObject({ status: 400, param })
  })
})

describe('requests of another dialect', () => {
  const messages = async (body: object): Promise<{ readonly status: number; readonly text: string }> => {
    const answer = await fetch(`${backstay.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
      body: JSON.stringify({ max_tokens: 50, messages: [{ role: 'user', content: 'Hello' }], ...body }),
    })
    return { status: answer.status, text: await answer.text() }
  }

  it('bring the same members', async () => {
    down(0, 'gpt-4o-2024-08-06')
    const { status, text } = await messages({ model: 'gpt-4o', fallbacks: [{ model: 'sonnet' }] })
    expect({ status, model: (JSON.parse(text) as { model: string }).model }).toEqual({
      status: 200,
      model: 'sonnet-in-europe',
    })
    const auto = await messages({ model: 'auto', model_routing_config: { models: ['flash'] } })
    expect(auto.text).toContain('gemini-3-flash-preview')
  })

  it('are kept from where not all of them can be carried, if they require that', async () => {
    const asked = { model: 'gpt-4o', top_k: 5 }
    expect((await messages(asked)).text).toContain('"model":"gpt-4o-2024-08-06"')
    const required = { ...asked, provider: { require_parameters: true } }
    expect((await messages(required)).text).toContain('"model":"gemini-3-flash-preview"')
    const { status, text } = await messages({ ...required, fallbacks: [] })
    expect(status).toBe(403)
    expect(text).toContain('gpt-4o/openai: the request requires its parameters: top_k')
    expect((await messages({ ...required, top_k: undefined, fallbacks: [] })).status).toBe(200)
  })
})

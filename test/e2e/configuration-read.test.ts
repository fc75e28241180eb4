import {
  chainPageSchema,
  keyPageSchema,
  modelPageSchema,
  modelResourceSchema,
  providerPageSchema,
  settingsResourceSchema,
} from '@backstay/contract/admin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAdmin } from './ask-admin.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const SECRETS = {
  provider: 'sk-provider-secret-0123456789',
  header: 'header-secret-0123456789',
  deployment: 'sk-deployment-secret-0123456789',
  key: 'bs-key-secret-0123456789',
}

const TYPES = ['chat', 'reasoning', 'image', 'embeddings', 'audio', 'moderation', 'transcription', 'tts']

const CONFIG = {
  providers: {
    first: {
      kind: 'openai',
      base_url: '${SIM0}',
      api_key: SECRETS.provider,
      headers: { 'x-extra': SECRETS.header },
    },
  },
  models: [
    ...TYPES.map((type) => ({
      name: `a-${type}`,
      type,
      deployments: [{ provider: 'first', model: `one-${type}` }],
    })),
    {
      name: 'shared',
      aliases: ['also-shared'],
      deployments: [
        { provider: 'first', model: 'one', api_key: SECRETS.deployment, tokens_per_minute: 300_000 },
        { provider: 'first', model: 'two', tokens_per_minute: 100_000 },
        { provider: 'first', model: 'three', enabled: false, tokens_per_minute: 100_000 },
      ],
    },
  ],
  fallback: {
    default: ['premium'],
    chains: [
      {
        name: 'premium',
        models: [
          { provider: 'first', model: 'also-shared', priority: 1 },
          { model: 'a-chat', priority: 2 },
        ],
        triggers: ['rate_limit', { type: 'latency', threshold_ms: 5_000 }],
      },
    ],
  },
  keys: [
    {
      name: 'app',
      key: SECRETS.key,
      models: ['*'],
      routing: { chat: { candidates: [{ modelName: 'shared', priority: 1 }], failoverOn: ['5xx'] } },
    },
  ],
}

let backstay: Backstay
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
})
afterAll(() => backstay.close())

const read = async (path: string): Promise<unknown> => {
  const { status, body } = await askAdmin(backstay, path)
  expect([status, body]).toEqual([200, expect.anything()])
  const text = JSON.stringify(body)
  for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret)
  return body
}

describe('what the file declares', () => {
  it('is listed with its source, secrets masked', async () => {
    const providers = providerPageSchema.parse(await read('providers'))
    expect(providers.data).toMatchObject([
      {
        id: 'first',
        source: 'file',
        revision: 0,
        apiKey: 'sk-…6789',
        headers: { 'x-extra': 'hea…6789' },
        deployments: TYPES.length + 3,
      },
    ])
    const keys = keyPageSchema.parse(await read('apikeys'))
    expect(keys.data).toMatchObject([{ name: 'app', source: 'file', state: 'active', hint: 'bs-…6789' }])
  })

  it('is listed for every type of model, a page at a time', async () => {
    const first = modelPageSchema.parse(await read('models?limit=6'))
    const second = modelPageSchema.parse(await read(`models?limit=6&cursor=${first.nextCursor ?? ''}`))
    expect(second.nextCursor).toBeNull()
    const types = [...first.data, ...second.data].map((model) => (model as { type?: string }).type)
    expect(new Set(types)).toEqual(new Set(TYPES))
    expect(types).toHaveLength(TYPES.length + 1)
  })

  it('tells of a model what each deployment gets of its traffic, and who uses it', async () => {
    const model = modelResourceSchema.parse(await read('models/shared'))
    expect(model).toMatchObject({
      effectiveStrategy: 'weighted',
      deployments: [
        { share: 0.75, apiKey: 'sk-…6789', tokensPerMinute: 300_000 },
        { share: 0.25, apiKey: null },
        { share: 0, enabled: false },
      ],
      usedBy: expect.arrayContaining([
        { kind: 'key', name: 'app', at: 'routing.chat.candidates[0].modelName' },
        { kind: 'chain', name: 'premium', at: 'models[0].model' },
      ]) as unknown,
    })
    expect(await read('models/shared/deployments')).toMatchObject({ data: model.deployments })
  })

  it('tells of chains who uses them, in the words of the API', async () => {
    const { data } = chainPageSchema.parse(await read('chains'))
    expect(data).toMatchObject([
      {
        name: 'premium',
        triggers: ['rate_limit', { type: 'latency', thresholdMs: 5_000 }],
        usedBy: [{ kind: 'settings', name: '', at: 'fallback.default[0]' }],
      },
    ])
  })

  it('stands in the settings and the two switches of routing', async () => {
    const settings = settingsResourceSchema.parse(await read('settings'))
    expect(settings).toMatchObject({
      fallback: { default: ['premium'], routing: 'priority' },
      organisation: { refusalLock: false },
      declared: ['fallback.default'],
    })
    expect(await read('routing')).toEqual({ routing: { enabled: true } })
    const routing = await read('apikeys/app/routing')
    expect(routing).toMatchObject({
      routing: { chat: { strategy: 'failover', candidates: [{ modelName: 'shared', priority: 1 }] } },
    })
    expect(await read('/api/admin/apikeys/app/routing')).toEqual(routing)
  })

  it('is not found by a name that nothing has', async () => {
    for (const path of ['providers/x', 'models/x', 'models/x/deployments', 'chains/x', 'apikeys/x']) {
      expect(await askAdmin(backstay, path)).toMatchObject({
        status: 404,
        body: { error: { code: 'resource_not_found' } },
      })
    }
  })
})

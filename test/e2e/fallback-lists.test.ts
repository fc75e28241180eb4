import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contextLength, serverError, unauthorized } from '#simulator/faults'
import type { Question, Reply } from './ask.ts'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const NAMES = [
  'file-list',
  'model-list',
  'chain-step',
  'key-list',
  'request-list',
  'second-of-request',
] as const
const plain = (name: string, more: object = {}): object => ({
  name,
  deployments: [{ provider: 'main', model: name }],
  ...more,
})

const CONFIG = {
  providers: {
    main: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' },
    other: { kind: 'openai', base_url: '${SIM0}', api_key: 'other-upstream-key' },
  },
  breaker: { failures: 1_000, min_requests: 10_000 },
  models: [
    ...NAMES.map((name) => plain(name)),
    plain('down'),
    plain('down-with-list', { fallbacks: ['model-list'] }),
    plain('down-without-list', { fallbacks: [] }),
    plain('other/gpt'),
    {
      name: 'two-places',
      deployments: ['down', 'up'].map((model, n) => ({ provider: 'main', model, priority: n })),
    },
    { name: 'named', aliases: ['nickname'], deployments: [{ provider: 'main', model: 'named-upstream' }] },
  ],
  fallback: {
    default: ['file-list'],
    chains: [
      { name: 'chain', models: [{ model: 'down' }, { model: 'chain-step' }] },
      { name: 'one-step', models: [{ model: 'down' }] },
    ],
  },
  keys: [
    { name: 'app', key: '${KEY}' },
    {
      name: 'listed',
      key: 'key-listed',
      routing: { chat: { candidates: [{ modelName: 'down' }, { modelName: 'key-list' }] } },
    },
    { name: 'narrow', key: 'key-narrow', models: ['named', 'down', 'chain', 'request-list'] },
    { name: 'direct', key: 'key-direct', models: ['main/*'] },
  ],
}

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(CONFIG)
})

afterAll(() => backstay.close())

beforeEach(() => {
  const { script } = backstay.simulators[0] ?? {}
  script?.reset()
  for (const name of ['down', 'down-with-list', 'down-without-list']) script?.forModel(name, serverError())
})

function askFor(model: string, question: Partial<Question> & { readonly key?: string } = {}): Promise<Reply> {
  const client = question.key === undefined ? backstay.client : backstay.clientFor(question.key)
  return ask(client, { model, stream: false, ...question })
}

const fallback = (list: unknown): Partial<Question> => ({ body: { provider: { fallback: list } } })

describe('the list of fallbacks in force', () => {
  it.each([
    ['the file', 'down', {}, 'file-list', 'file'],
    ['the model before the file', 'down-with-list', {}, 'model-list', 'model'],
    ['the chain before the file', 'chain', {}, 'chain-step', 'chain'],
    ['the key before the model', 'down-with-list', { key: 'key-listed' }, 'key-list', 'key'],
    ['the key before a chain', 'chain', { key: 'key-listed' }, 'key-list', 'key'],
    ['the request before the file', 'down', fallback(['request-list']), 'request-list', 'request'],
    ['the request before the model', 'down-with-list', fallback(['request-list']), 'request-list', 'request'],
    ['the request before a chain', 'one-step', fallback(['request-list']), 'request-list', 'request'],
    [
      'the request before the key',
      'down',
      { ...fallback(['request-list']), key: 'key-listed' },
      'request-list',
      'request',
    ],
  ] as const)('is that of %s', async (_, model, question, served, source) => {
    const reply = await askFor(model, question)

    expect(reply).toMatchObject({ error: null, model: served })
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.source['candidates']).toBe(source)
  })

  it.each([
    ['a list', ['request-list', 'second-of-request'], 'request-list'],
    ['one name', 'request-list', 'request-list'],
    ['true: what is configured', true, 'model-list'],
    ['null: what is configured', null, 'model-list'],
    ['an empty list: none', [], null],
    ['false: none', false, null],
    ['unknown names, which are skipped', ['no-such-model', 'request-list'], 'request-list'],
  ])('can be given by a request as %s', async (_, list, served) => {
    const reply = await askFor('down-with-list', fallback(list))

    expect(reply.model).toBe(served)
    if (served === null) expect(reply.error).toMatchObject({ status: 502, code: 'upstream_failed' })
  })

  it.each([[5], [{ a: 1 }], [['request-list', 5]]])('has to be names in a request, not %j', async (list) => {
    const reply = await askFor('down', fallback(list))

    expect(reply.error).toMatchObject({ status: 400, code: 'invalid_body', param: 'provider.fallback' })
  })

  it('is switched off by a header, for other models but not for other places', async () => {
    const headers = { 'x-backstay-no-fallback': '1' }

    expect((await askFor('down', { headers })).error).toMatchObject({ status: 502 })
    expect((await askFor('chain', { headers })).error).toMatchObject({ status: 502 })
    expect((await askFor('two-places', { headers })).model).toBe('up')
  })

  it('moves on a context that is too long where the model or chain lists fallbacks, not for the list of the file', async () => {
    const { script } = backstay.simulators[0] ?? {}
    for (const name of ['down', 'down-with-list']) script?.forModel(name, contextLength())

    expect((await askFor('down')).error).toMatchObject({ status: 400, code: 'context_length_exceeded' })
    expect((await askFor('down-with-list')).model).toBe('model-list')
    expect((await askFor('chain')).model).toBe('chain-step')
  })

  it('is not left for another model because a wrong key was benched before', async () => {
    await using fresh = await startBackstay(CONFIG)
    fresh.simulators[0]?.script.forModel('down', unauthorized())
    const first = await ask(fresh.client, { model: 'down', stream: false })
    const second = await ask(fresh.client, { model: 'down', stream: false })

    expect(first.error).toMatchObject({ status: 502 })
    expect(second.error).toMatchObject({ status: 502 })
  })
})

describe('names and grants', () => {
  it.each([
    ['nickname', 'key-narrow', 'named-upstream'],
    ['named', 'key-narrow', 'named-upstream'],
    ['main/gpt-x', 'key-direct', 'gpt-x'],
    ['main/org/gpt-x', 'key-direct', 'org/gpt-x'],
    ['other/gpt', KEY, 'other/gpt'],
  ])('lets %s be called with %s', async (model, key, upstream) => {
    expect(await askFor(model, { key })).toMatchObject({ error: null, model: upstream })
  })

  it.each([
    ['file-list', 'key-narrow', 403, 'model_not_granted'],
    ['named', 'key-direct', 403, 'model_not_granted'],
    ['main/gpt-x', KEY, 403, 'model_not_granted'],
    ['other/gpt-x', 'key-direct', 403, 'model_not_granted'],
    ['no-such-model', KEY, 404, 'model_not_found'],
    ['nowhere/gpt-x', 'key-direct', 404, 'model_not_found'],
    ['main/', 'key-direct', 404, 'model_not_found'],
    ['/gpt-x', 'key-direct', 404, 'model_not_found'],
  ])('refuses %s with %s: %i', async (model, key, status, code) => {
    expect((await askFor(model, { key })).error).toMatchObject({ status, code })
  })

  it('hold for fallbacks as for anything else', async () => {
    const reply = await askFor('down', { key: 'key-narrow', ...fallback(['file-list', 'request-list']) })

    expect(reply.model).toBe('request-list')
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.skipped).toContainEqual({
      deployment: 'file-list',
      reason: 'not granted to this key',
    })
  })

  it('decide what a key sees in the list of models', async () => {
    const narrow = await Array.fromAsync(await backstay.clientFor('key-narrow').models.list())
    const all = await Array.fromAsync(await backstay.client.models.list())

    expect(narrow.map(({ id }) => id)).toEqual(['chain', 'down', 'named', 'nickname', 'request-list'])
    expect(all.length).toBeGreaterThan(narrow.length)
    expect(await backstay.client.models.retrieve('other/gpt')).toMatchObject({ id: 'other/gpt' })
    await expect(backstay.clientFor('key-narrow').models.retrieve('file-list')).rejects.toMatchObject({
      status: 404,
    })
  })
})

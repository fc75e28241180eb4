import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { overloaded } from '#simulator/faults'
import { ask } from './ask.ts'
import type { Question } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const places = (...names: readonly string[]): object[] => names.map((model) => ({ provider: 'main', model }))
const inRegions = (...names: readonly string[]): object[] =>
  names.map((model) => ({ provider: 'main', model, region: model.slice(0, 2) }))

const CONFIG = {
  providers: { main: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' } },
  breaker: { failures: 1, open_ms: 60_000, open_max_ms: 60_000 },
  models: [
    { name: 'even', deployments: places('a', 'b', 'c') },
    { name: 'loose', deployments: places('x', 'y'), routing: { affinity: 'none' } },
    { name: 'by-prefix', deployments: places('p', 'q'), routing: { affinity: 'prefix' } },
    {
      name: 'near',
      deployments: inRegions('us-1', 'eu-1', 'eu-2', 'eu-3'),
      triggers: ['standard', { type: 'region', prefer: ['eu', 'us'] }],
    },
    {
      name: 'here-only',
      deployments: inRegions('us-2', 'eu-4'),
      triggers: ['standard', { type: 'region', allow: ['eu'] }],
    },
    { name: 'us-model', deployments: inRegions('us-3') },
    { name: 'eu-model', deployments: inRegions('eu-5') },
    {
      name: 'mixed-1',
      deployments: ['m-1', 'm-2'].map((model, at) => ({ provider: 'main', model, priority: 2 * at + 1 })),
      fallbacks: ['mixed-2'],
      routing: { partition: 'none' },
    },
    { name: 'mixed-2', deployments: [{ provider: 'main', model: 'n-1', priority: 2 }] },
    { name: 'joint-1', deployments: [{ provider: 'main', model: 'j1', weight: 1 }] },
    { name: 'joint-2', deployments: [{ provider: 'main', model: 'j2', weight: 3 }] },
  ],
  fallback: {
    chains: [
      {
        name: 'abroad',
        models: [{ model: 'us-model' }, { model: 'eu-model' }],
        triggers: ['error', { type: 'region', prefer: ['eu'] }],
      },
      { name: 'loaded', models: [{ model: 'us-model' }, { model: 'eu-model' }], triggers: ['error', 'load'] },
      {
        name: 'joint',
        models: [{ model: 'joint-1' }, { model: 'joint-2' }],
        strategy: 'weighted',
        routing: { partition: 'none' },
      },
    ],
  },
  keys: [
    { name: 'app', key: '${KEY}' },
    { name: 'other', key: 'key-other' },
  ],
}

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
})

afterAll(() => backstay.close())

beforeEach(() => {
  backstay.simulators[0]?.script.reset()
})

async function served(model: string, question: Partial<Question> = {}, key = KEY): Promise<string | null> {
  const reply = await ask(backstay.clientFor(key), { model, stream: false, ...question })
  if (reply.error !== null) throw reply.error
  return reply.model
}

/** Who answers so many requests, one after the other. */
async function inTurn(times: number, one: () => Promise<string | null>): Promise<readonly (string | null)[]> {
  const names: (string | null)[] = []
  for (let turn = 0; turn < times; turn++) names.push(await one())
  return names
}

describe('the requests of a session', () => {
  it.each([
    ['session_id', (id: string) => ({ body: { session_id: id } })],
    ['x-session-id', (id: string) => ({ headers: { 'x-session-id': id } })],
    ['prompt_cache_key', (id: string) => ({ body: { prompt_cache_key: id } })],
  ])('by %s stay where they were, and take no turn from the others', async (name, question) => {
    const first = await served('even', question(name))
    const plain = await served('even')
    expect(await inTurn(4, () => served('even', question(name)))).toEqual([first, first, first, first])
    const turns = ['a', 'b', 'c']
    const next = turns[(turns.indexOf(String(plain)) + 1) % 3]
    expect(await served('even')).toBe(next)
  })

  it('are those of one key', async () => {
    const question = { body: { session_id: 'shared' } }
    const mine = await served('even', question)
    const theirs = new Set(
      await inTurn(3, () => served('even', { body: { session_id: `shared-${Math.random()}` } }, 'key-other')),
    )
    expect(theirs.size).toBe(3)
    await served('even')
    const other = await served('even', question, 'key-other')
    expect(await served('even', question)).toBe(mine)
    expect(await served('even', question, 'key-other')).toBe(other)
  })

  it('go elsewhere at once when their place is ill, and stay there', async () => {
    await using fresh = await startBackstay(CONFIG, 1)
    const go = async (): Promise<string | null> => {
      const reply = await ask(fresh.client, { model: 'even', stream: true, body: { session_id: 's' } })
      return reply.model
    }
    const first = await go()
    fresh.simulators[0]?.script.forModel(String(first), overloaded())
    const second = await go()
    expect(second).not.toBe(first)
    fresh.simulators[0]?.script.reset()
    expect(await inTurn(3, go)).toEqual([second, second, second])
  })

  it('stay nowhere where affinity is switched off', async () => {
    const question = { body: { session_id: 's' } }
    expect(new Set(await inTurn(4, () => served('loose', question))).size).toBe(2)
  })

  it('may be known by how they begin', async () => {
    const begun = (topic: string, turns: number) => ({
      body: {
        messages: [
          { role: 'system', content: `${topic} `.repeat(2_000) },
          ...Array.from({ length: turns }, (_, turn) => ({ role: 'user', content: `turn ${turn}` })),
        ],
      },
    })
    const first = await served('by-prefix', begun('cats', 1))
    const other = await served('by-prefix', begun('dogs', 1))
    expect(other).not.toBe(first)
    expect([
      await served('by-prefix', begun('cats', 2)),
      await served('by-prefix', begun('cats', 3)),
    ]).toEqual([first, first])
    expect(new Set(await inTurn(2, () => served('by-prefix'))).size).toBe(2)
  })
})

describe('the trigger region', () => {
  it('prefers regions, until most of one is out of service', async () => {
    await using fresh = await startBackstay(CONFIG, 1)
    const go = async (): Promise<string> => {
      const reply = await ask(fresh.client, { model: 'near', stream: false })
      return String(reply.model)
    }
    const before = await inTurn(3, go)
    expect([...before].toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      'eu-1',
      'eu-2',
      'eu-3',
    ])
    const { script } = fresh.simulators[0] ?? {}
    script?.forModel('eu-1', overloaded())
    script?.forModel('eu-2', overloaded())
    // Each of the two is found out by a request, which goes elsewhere.
    await inTurn(6, go)
    expect(await inTurn(3, go)).toEqual(['us-1', 'us-1', 'us-1'])
  })

  it('keeps out what is not allowed, and says so where that leaves nothing', async () => {
    expect(await inTurn(3, () => served('here-only'))).toEqual(['eu-4', 'eu-4', 'eu-4'])
    const reply = await ask(backstay.client, {
      model: 'here-only',
      stream: false,
      body: { backstay: { triggers: [{ type: 'region', allow: ['us'] }] } },
    })
    expect(reply.error).toMatchObject({ status: 403, code: 'not_permitted' })
    expect(reply.error?.message).toContain('here-only/main: is in region us; allowed are none')
    expect(reply.error?.message).toContain('here-only/main#2: is in region eu; allowed are none')
  })

  it('orders the steps of a chain', async () => {
    expect(await served('abroad')).toBe('eu-5')
    expect(await served('loaded')).toBe('us-3')
  })
})

describe('spreading', () => {
  it('over the steps of a chain with load', async () => {
    const names = await inTurn(4, () => served('loaded'))
    expect(names.filter((name) => name === 'us-3')).toHaveLength(2)
  })

  it('in one order moves on from one model to the other and back', async () => {
    await using fresh = await startBackstay(CONFIG, 1)
    const { script } = fresh.simulators[0] ?? {}
    for (const name of ['m-1', 'n-1']) script?.forModel(name, overloaded())
    const reply = await ask(fresh.client, { model: 'mixed-1', stream: true })
    expect(reply.model).toBe('m-2')
    expect(reply.headers.get('x-backstay-fallback-reason')).toBe('overloaded, overloaded')
    const record = await fresh.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.attempts.map(({ modelName }) => modelName)).toEqual([
      'mixed-1',
      'mixed-2',
      'mixed-1',
    ])
    expect(record.routing.source).toMatchObject({ partition: 'model' })
  })

  it('over the deployments of all steps in one order', async () => {
    const names = await inTurn(8, () => served('joint'))
    expect(names.filter((name) => name === 'j2')).toHaveLength(6)
  })
})

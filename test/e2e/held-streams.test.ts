import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { APIError } from 'openai'
import type { Behavior } from '#simulator/behavior'
import { cutAt } from '#simulator/faults'
import type { Question, Reply } from './ask.ts'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const WORDS = 'one two three four five six seven eight'
const TEXT: Behavior = { text: WORDS.split(/(?= )/u) }

let backstay: Backstay

const deployments = [
  { provider: 'first', model: 'm', priority: 1 },
  { provider: 'second', model: 'm', priority: 2 },
]

beforeAll(async () => {
  backstay = await startBackstay({
    providers: {
      first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
      second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
    },
    breaker: { failures: 1_000, min_requests: 1_000 },
    models: [
      { name: 'buffered', deployments, mid_stream: { mode: 'buffer', buffer_tokens: 6 } },
      { name: 'whole', deployments, mid_stream: { mode: 'buffer', buffer: 'all' } },
      { name: 'plain', deployments, mid_stream: 'error' },
      { name: 'alone', deployments: [{ provider: 'first', model: 'm' }] },
      { name: 'other', deployments: [{ provider: 'second', model: 'n' }] },
    ],
    fallback: {
      chains: [{ name: 'chain', models: [{ model: 'alone' }, { model: 'other' }], buffer: 'all' }],
    },
    keys: [{ name: 'app', key: '${KEY}' }],
  })
})

afterAll(() => backstay.close())

beforeEach(() => {
  for (const { script } of backstay.simulators) {
    script.reset()
    script.always(TEXT)
  }
})

/** The first provider does this with the whole text, the second that. */
function scripted(first: Behavior, second: Behavior = {}): void {
  backstay.simulators[0]?.script.always({ ...TEXT, ...first })
  backstay.simulators[1]?.script.always({ ...TEXT, ...second })
}

const stream = (model: string, more: Partial<Question> = {}): Promise<Reply> =>
  ask(backstay.client, { model, stream: true, ...more })

describe('a stream that is held back', () => {
  it('falls back unseen while it is', async () => {
    scripted(cutAt({ afterTokens: 3 }), { text: 'another answer' })
    for (const model of ['buffered', 'whole', 'chain']) {
      const reply = await stream(model)
      expect(reply).toMatchObject({ error: null, text: 'another answer', finish: 'stop' })
      expect(reply.headers.get('x-backstay-provider')).toBe('second')
    }
  })

  it('is an ordinary stream once it is let go', async () => {
    scripted(cutAt({ afterTokens: 7 }))
    const reply = await stream('buffered')
    expect(reply.error).toBeInstanceOf(APIError)
    expect(reply.text).toBe('one two three four five six seven')
    expect(await stream('whole')).toMatchObject({ error: null, text: WORDS })
  })

  it('is let go when it is complete', async () => {
    for (const model of ['buffered', 'whole']) {
      expect(await stream(model)).toMatchObject({ error: null, text: WORDS, finish: 'stop' })
    }
  })

  it('can be asked for by a request', async () => {
    scripted(cutAt({ afterTokens: 3 }), { text: 'another answer' })
    const body = { backstay: { mid_stream: { mode: 'buffer', buffer: 'all' } } }
    expect(await stream('plain', { body })).toMatchObject({ error: null, text: 'another answer' })
  })
})

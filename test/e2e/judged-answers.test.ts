import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Question, Reply } from './ask.ts'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const chain = (name: string, check: unknown): object => ({
  name,
  models: [{ model: 'first' }, { model: 'second' }],
  triggers: ['5xx', { type: 'quality', checks: [check] }],
})
const CONFIG = {
  providers: { main: { kind: 'openai-compatible', base_url: '${SIM0}', api_key: 'upstream-key' } },
  models: ['first', 'second', 'judge'].map((name) => ({
    name,
    price: { input: 1, output: 1 },
    deployments: [{ provider: 'main', model: name }],
  })),
  fallback: {
    chains: [
      chain('json', 'valid_json'),
      chain('bare', 'json_schema'),
      chain('judged', { type: 'judge', model: 'judge', threshold: 0.7, timeout_ms: 2_000 }),
    ],
  },
  keys: [{ name: 'app', key: '${KEY}', models: ['json', 'bare', 'judged'] }],
}

let backstay: Backstay
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
})
afterAll(() => backstay.close())
beforeEach(() => backstay.simulators[0]?.script.reset())

const says = (model: string, text: string, more: object = {}): void =>
  backstay.simulators[0]?.script.forModel(model, { text, ...more })
const asking = (model: string, more: Partial<Question> = {}): Promise<Reply> =>
  ask(backstay.client, { model, stream: false, ...more })
const header = (reply: Reply, name: string): string | null => reply.headers.get(`x-backstay-${name}`)

describe('a judge', () => {
  const judges = (score: number, more: object = {}): void =>
    says('judge', JSON.stringify({ score }), { usage: { input: 100, output: 10 }, ...more })

  it('that gives less than is asked for moves the request on, and stands in a record of its own', async () => {
    says('first', 'Four.')
    judges(0.2)
    const reply = await asking('judged', { body: { messages: [{ role: 'user', content: 'Two and two?' }] } })
    expect(reply.status).toBe(502)
    expect(reply.error?.message).toContain('the judge gave 0.2')
    const id = reply.headers.get('x-request-id')
    await backstay.recordOf(id)
    const own = (await backstay.records(1)).filter(({ routing }) => routing.judges === id)
    expect(own.map(({ servedModel, key, costUsd }) => [servedModel, key, (costUsd ?? 0) > 0])).toEqual([
      ['judge', 'app', true],
      ['judge', 'app', true],
    ])
    const asked = backstay.simulators[0]?.requests.filter(({ model }) => model === 'judge') ?? []
    expect(asked.length).toBe(2)
    expect(asked[0]?.bodyText).toMatch(/Two and two\?.*Four\./u)
  })

  it('that is content lets the answer pass', async () => {
    says('first', 'Four.')
    judges(0.9)
    expect((await asking('judged')).text).toBe('Four.')
  })

  it('that cannot be asked, or says nothing of use, lets the answer pass and is listed', async () => {
    says('first', 'Four.')
    backstay.simulators[0]?.script.forModel('judge', { status: 500 })
    const broken = await asking('judged')
    expect([broken.text, header(broken, 'warnings')]).toEqual(['Four.', expect.stringContaining('judge')])
    says('judge', 'lovely')
    expect(header(await asking('judged'), 'warnings')).toContain('score')
  })

  it('never holds up a stream: it is asked when the stream is over', async () => {
    says('first', 'one two three', { tokens: 3 })
    judges(0.1, { delays: { beforeHeadersMs: 1_500 } })
    const reply = await asking('judged', { stream: true })
    expect([reply.status, reply.text, reply.error]).toEqual([200, 'one two three', null])
    const id = reply.headers.get('x-request-id')
    const own = await backstay.recordOf(id)
    expect(own.status).toBe(200)
    const judged = await poll(async () =>
      (await backstay.records(1)).find(({ routing }) => routing.judges === id),
    )
    expect(judged.at).toBeGreaterThanOrEqual(own.at)
    expect(own.totalMs).toBeLessThan(judged.totalMs)
  })
})

describe('a client of another dialect', () => {
  const body = { max_tokens: 100, messages: [{ role: 'user' as const, content: 'Two and two?' }] }
  const messages = (): Anthropic['messages'] =>
    new Anthropic({ baseURL: backstay.url, apiKey: KEY, maxRetries: 0 }).messages

  it('gets an answer that was checked just the same', async () => {
    says('first', 'no JSON')
    says('second', '{}')
    const answer = await messages().create({ ...body, model: 'json' })
    expect(answer.content).toEqual([expect.objectContaining({ type: 'text', text: '{}' })])
  })

  it('gets one from Responses too, and is asked what format it wanted', async () => {
    says('first', '{"name": 1}')
    says('second', '{"name": "Ada"}')
    const schema = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }
    // Where the thread that checks takes seconds to start, as on a busy machine, an answer counts as not checked.
    const text = await poll(async () => {
      const answer = await backstay.client.responses.create({
        model: 'bare',
        input: 'Who?',
        text: { format: { type: 'json_schema', name: 'n', schema } },
      })
      return answer.output_text === '{"name": "Ada"}' ? answer.output_text : undefined
    })
    expect(text).toBe('{"name": "Ada"}')
  })

  it('has its streams judged when they are over, question and answer', async () => {
    says('first', 'Four it is.', { tokens: 3 })
    says('judge', '{"score": 1}')
    const answer = await messages()
      .stream({ ...body, model: 'judged' })
      .finalMessage()
    expect(answer.content).toEqual([expect.objectContaining({ text: 'Four it is.' })])
    const asked = await poll(() =>
      backstay.simulators[0]?.requests.find(
        ({ model, bodyText }) => model === 'judge' && bodyText.includes('Four it is.'),
      ),
    )
    expect(asked.bodyText).toMatch(/user: Two and two\?/u)
  })
})

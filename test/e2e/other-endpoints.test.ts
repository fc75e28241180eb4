import { LLMock } from '@copilotkit/aimock'
import type OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

let mock: LLMock
let backstay: Backstay
let openai: OpenAI

beforeAll(async () => {
  mock = new LLMock({ port: 0, logLevel: 'silent' })
  mock.onEmbedding(/.*/u, { embedding: [0.25, -0.5] })
  mock.onImage(/.*/u, { image: { url: 'https://images.example/one.png' } })
  mock.onSpeech(/.*/u, { audio: Buffer.from('sound').toString('base64'), format: 'mp3' })
  mock.onModerate(/.*/u, { flagged: true, categories: { violence: true } })
  await mock.start()
  const model = (name: string, type: string, more: object = {}): object => ({
    name,
    type,
    deployments: [
      { provider: 'down', model: name, priority: 1 },
      { provider: 'mock', model: name, priority: 2 },
    ],
    ...more,
  })
  backstay = await startBackstay({
    providers: {
      down: { kind: 'openai', base_url: '${DEAD}', api_key: 'k-down' },
      mock: { kind: 'openai', base_url: `${mock.url}/v1`, api_key: 'k-mock' },
      anthropic: { kind: 'anthropic', base_url: mock.url, api_key: 'k-anthropic' },
    },
    models: [
      model('vectors', 'embeddings'),
      model('pictures', 'image'),
      model('voice', 'tts'),
      { name: 'guard', type: 'moderation', deployments: [{ provider: 'mock', model: 'guard' }] },
      { name: 'talk', deployments: [{ provider: 'mock', model: 'talk' }] },
      {
        name: 'no-vectors',
        type: 'embeddings',
        deployments: [{ provider: 'anthropic', model: 'no-vectors' }],
      },
    ],
    keys: [{ name: 'e2e', key: '${KEY}', models: ['*', 'mock/*'] }],
  })
  openai = backstay.client
})

afterAll(async () => {
  await backstay.close()
  await mock.stop()
})

describe('a model of another type than chat, its first deployment down', () => {
  it('gives embeddings', async () => {
    const { data: answer, response } = await openai.embeddings
      .create({ model: 'vectors', input: ['one', 'two'], encoding_format: 'float' })
      .withResponse()
    expect(answer.data[0]?.embedding).toEqual([0.25, -0.5])
    expect(response.headers.get('x-backstay-fallback-reason')).toBe('network')
    const record = await backstay.recordOf(response.headers.get('x-request-id'))
    expect(record).toMatchObject({ type: 'embeddings', dialect: 'openai-embeddings', servedModel: 'vectors' })
  })

  it('draws', async () => {
    const answer = await openai.images.generate({ model: 'pictures', prompt: 'A mast.' })
    expect(answer.data?.[0]?.url).toBe('https://images.example/one.png')
  })

  it('speaks', async () => {
    const answer = await openai.audio.speech.create({ model: 'voice', voice: 'alloy', input: 'Ahoy.' })
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toBe('sound')
  })

  it('judges', async () => {
    const answer = await openai.moderations.create({ model: 'guard', input: 'Ahoy.' })
    expect(answer.results[0]?.flagged).toBe(true)
  })
})

it('refuses a model of the wrong type, and says which is right', async () => {
  await expect(openai.embeddings.create({ model: 'talk', input: 'x' })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('"talk" is a model of type chat') as string,
  })
  const chat = openai.chat.completions.create({
    model: 'vectors',
    messages: [{ role: 'user', content: 'x' }],
  })
  await expect(chat).rejects.toMatchObject({ status: 400 })
})

it('takes a raw name for a model of the type it is asked for', async () => {
  const answer = await openai.embeddings.create({ model: 'mock/any', input: 'x', encoding_format: 'float' })
  expect(answer.data[0]?.embedding).toEqual([0.25, -0.5])
})

it('does not send embeddings to a provider that has none', async () => {
  await expect(openai.embeddings.create({ model: 'no-vectors', input: 'x' })).rejects.toMatchObject({
    status: 400,
    code: 'request_cannot_be_served',
    message: expect.stringContaining('has no openai-embeddings endpoint') as string,
  })
})

it('says what is missing', async () => {
  const asked = openai.embeddings.create({ model: 'vectors' } as unknown as OpenAI.EmbeddingCreateParams)
  await expect(asked).rejects.toMatchObject({ status: 400, param: 'input' })
})

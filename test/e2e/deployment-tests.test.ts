import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serverError, unauthorized } from '#simulator/faults'
import { askAdmin } from './ask-admin.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const SECRET = 'sk-deployment-under-test-0042'

const CONFIG = {
  providers: { first: { kind: 'openai', base_url: '${SIM0}', api_key: SECRET } },
  models: [
    {
      name: 'saved',
      deployments: [
        { provider: 'first', model: 'one' },
        { provider: 'first', model: 'two', enabled: false },
      ],
    },
  ],
  keys: [{ name: 'app', key: '${KEY}' }],
}

let mock: LLMock
let backstay: Backstay
beforeAll(async () => {
  mock = new LLMock({ port: 0, logLevel: 'silent' })
  mock.onMessage(/.*/u, { content: 'pong' })
  mock.onEmbedding(/.*/u, { embedding: [0.25, -0.5] })
  mock.onImage(/.*/u, { image: { url: 'https://images.example/one.png' } })
  mock.onSpeech(/.*/u, { audio: Buffer.from('sound').toString('base64'), format: 'mp3' })
  mock.onModerate(/.*/u, { flagged: false, categories: {} })
  mock.onTranscription({ transcription: { text: 'a tone' } })
  await mock.start()
  backstay = await startBackstay(CONFIG, 1)
})
afterAll(async () => {
  await backstay.close()
  await mock.stop()
})

const test = async (body: object) => {
  const reply = await askAdmin(backstay, 'deployments/test', { body })
  expect(JSON.stringify(reply.body)).not.toContain(SECRET)
  return reply
}
const unsaved = (model: string) => ({
  provider: { kind: 'openai' },
  baseUrl: backstay.simulators[0]?.baseUrl,
  model,
  apiKey: SECRET,
})

describe('deployments that are tested', () => {
  it.each([
    ['chat', 'pong'],
    ['reasoning', 'pong'],
    ['embeddings', '2 dimensions'],
    ['image', '1 image'],
    ['moderation', 'not flagged'],
    ['tts', '5 bytes of sound'],
    ['transcription', 'a tone'],
    ['audio', 'a tone'],
  ])('are really called, unsaved: of type %s', async (type, answer) => {
    const sent = { ...unsaved(`a-${type}`), baseUrl: `${mock.url}/v1` }
    const { status, body } = await test({ type, deployments: [sent] })
    expect([status, body]).toMatchObject([
      200,
      { passed: true, results: [{ index: 0, status: 200, class: null, answer }] },
    ])
    expect((await askAdmin(backstay, 'models?source=store')).body).toEqual({ data: [], nextCursor: null })
  })

  it('fail with the status and the words of the provider', async () => {
    backstay.simulators[0]?.script.next(unauthorized(), serverError())
    const { body } = await test({ deployments: [unsaved('x')] })
    expect(body).toMatchObject({
      passed: false,
      results: [{ passed: false, status: 401, class: 'auth', message: expect.any(String) as string }],
    })
    expect((await test({ deployments: [unsaved('x')] })).body).toMatchObject({
      results: [{ status: 500, class: 'server_error' }],
    })
  })

  it('may be saved ones, with their saved secrets; those that are switched off are not called', async () => {
    expect((await test({ model: 'saved' })).body).toMatchObject({
      passed: true,
      results: [
        { model: 'one', passed: true },
        { model: 'two', skipped: true },
      ],
    })
    expect(backstay.simulators[0]?.requests.at(-1)?.apiKey).toBe(SECRET)
  })

  it('are refused with the path of what is wrong', async () => {
    expect(await test({})).toMatchObject({ status: 400, body: { error: { param: 'deployments' } } })
    expect(await test({ deployments: [{ provider: 'nobody', model: 'x' }] })).toMatchObject({
      status: 400,
      body: { error: { param: 'deployments[0].provider' } },
    })
    expect(await test({ deployments: [{ provider: { kind: 'opnai' }, model: 'x' }] })).toMatchObject({
      status: 400,
    })
  })
})

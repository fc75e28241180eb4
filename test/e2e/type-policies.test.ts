import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MODEL_TYPES, type ModelType } from '#domain/model-type'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CHAT = {
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Ahoy.' }, finish_reason: 'stop' }],
}

/** What is asked of models of each type, and what a provider answers. */
const ASKED: Readonly<
  Record<ModelType, { path: string; body: object; form?: true; answer: object | string }>
> = {
  chat: { path: 'chat/completions', body: { messages: [{ role: 'user', content: 'Hi' }] }, answer: CHAT },
  reasoning: {
    path: 'chat/completions',
    body: { messages: [{ role: 'user', content: 'Why?' }] },
    answer: CHAT,
  },
  image: {
    path: 'images/generations',
    body: { prompt: 'A mast.' },
    answer: { data: [{ b64_json: 'aGk=' }] },
  },
  embeddings: {
    path: 'embeddings',
    body: { input: 'mast' },
    answer: { data: [{ index: 0, embedding: [0.5] }], usage: { prompt_tokens: 1, total_tokens: 1 } },
  },
  audio: { path: 'audio/speech', body: { voice: 'alloy', input: 'Ahoy.' }, answer: 'sound' },
  moderation: { path: 'moderations', body: { input: 'Ahoy.' }, answer: { results: [{ flagged: false }] } },
  transcription: { path: 'audio/transcriptions', body: {}, form: true, answer: { text: 'Ahoy.' } },
  tts: { path: 'audio/speech', body: { voice: 'alloy', input: 'Ahoy.' }, answer: 'sound' },
}

/** Names of models, as they came. */
const sent: string[] = []
const upstream = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')))
  request.on('end', () => {
    sent.push(/"model":"([\w-]+)"|name="model"\r\n\r\n([\w-]+)/u.exec(body)?.slice(1).find(Boolean) ?? 'none')
    const { answer } = Object.values(ASKED).find(({ path }) => request.url?.endsWith(path)) ?? { answer: {} }
    const isText = typeof answer === 'string'
    response.writeHead(200, { 'content-type': isText ? 'audio/mpeg' : 'application/json' })
    response.end(isText ? answer : JSON.stringify(answer))
  })
})

let backstay: Backstay
beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`
  backstay = await startBackstay({
    providers: { main: { kind: 'openai', base_url: base, api_key: 'k' } },
    models: MODEL_TYPES.flatMap((type) =>
      ['asked', 'instead'].map((which) => ({
        name: `${which}-${type}`,
        type,
        ...(type === 'embeddings' && { allow_model_change: true }),
        deployments: [{ provider: 'main', model: `${which}-${type}` }],
      })),
    ),
    keys: [
      ...MODEL_TYPES.map((type) => ({
        name: type,
        key: `key-${type}`,
        routing: {
          [type]: { strategy: 'failover', candidates: [{ modelName: `instead-${type}`, priority: 1 }] },
        },
      })),
      {
        name: 'all',
        key: 'key-all',
        routing: Object.fromEntries(
          MODEL_TYPES.map((type) => [type, { candidates: [{ modelName: `instead-${type}`, priority: 1 }] }]),
        ),
      },
    ],
  })
})
afterAll(async () => {
  await backstay.close()
  upstream.closeAllConnections()
  await new Promise((resolve) => upstream.close(resolve))
})

/** The model that the gateway says served, and the one that the provider was told. */
async function served(key: string, type: ModelType): Promise<readonly [string | null, string | undefined]> {
  const { path, body, form } = ASKED[type]
  const model = `asked-${type}`
  const authorization = `Bearer key-${key}`
  const parts = new FormData()
  parts.set('model', model)
  parts.set('file', new Blob(['sound']), 'a.wav')
  const response = await fetch(`${backstay.url}/v1/${path}`, {
    method: 'POST',
    headers: form === true ? { authorization } : { authorization, 'content-type': 'application/json' },
    body: form === true ? parts : JSON.stringify({ model, ...body }),
  })
  expect([response.status, await response.text()]).toMatchObject([200, expect.any(String)])
  return [response.headers.get('x-backstay-model'), sent.at(-1)]
}

describe.each(MODEL_TYPES)('a policy for %s', (type) => {
  it('says where requests for models of that type go, and for no other', async () => {
    for (const other of MODEL_TYPES) {
      const expected = `${other === type ? 'instead' : 'asked'}-${other}`
      expect(await served(type, other)).toEqual([expected, expected])
    }
  })
})

it.each(MODEL_TYPES)('of a key with policies for all types that for %s counts', async (type) => {
  expect(await served('all', type)).toEqual([`instead-${type}`, `instead-${type}`])
})

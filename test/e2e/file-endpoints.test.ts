import type { ServerResponse } from 'node:http'
import type OpenAI from 'openai'
import { APIError, toFile } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FormUpstream, ReceivedForm } from './form-upstream.ts'
import { formUpstream } from './form-upstream.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const SOUND = Buffer.from(Uint8Array.from({ length: 200_000 }, (_, n) => (n * 131) % 256))
const TEXT = 'Ahoi, schöner Mast ☃.'
const USAGE = { type: 'tokens', input_tokens: 14, output_tokens: 9, total_tokens: 23 }

let first: FormUpstream
let second: FormUpstream
let backstay: Backstay
let openai: OpenAI

function event(body: object): string {
  return `data: ${JSON.stringify(body)}\n\n`
}

/** The models of the second provider say by their names how it answers. */
function answer({ form }: ReceivedForm, response: ServerResponse): void {
  const format = form.get('response_format') ?? 'json'
  const model = form.get('model')
  if (form.get('stream') === 'true' && model !== 'at-once') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const delta of TEXT.split(/(?<= )/u)) response.write(event({ type: 'transcript.text.delta', delta }))
    if (model === 'broken') response.end()
    else response.end(event({ type: 'transcript.text.done', text: TEXT, usage: USAGE }))
    return
  }
  if (format === 'srt') {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(`1\n${TEXT}\n`)
    return
  }
  const body = model === 'paint' ? PICTURE : { text: TEXT, usage: USAGE }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const PICTURE = { created: 1, data: [{ b64_json: 'aGk=' }] }

beforeAll(async () => {
  first = await formUpstream((_, response) => {
    response.writeHead(503, { 'content-type': 'application/json' }).end('{"error":{"message":"busy"}}')
  })
  second = await formUpstream(answer)
  const model = (name: string, type: string, more: object = {}): object => ({
    name,
    type,
    deployments: [
      { provider: 'first', model: `${name}-elsewhere`, priority: 1 },
      { provider: 'second', model: name, priority: 2, ...more },
    ],
  })
  const alone = (name: string): object => ({
    name,
    type: 'transcription',
    deployments: [{ provider: 'second', model: name }],
  })
  backstay = await startBackstay({
    server: { max_body_bytes: 1_000_000 },
    providers: {
      first: { kind: 'openai', base_url: first.url, api_key: 'k-first' },
      second: { kind: 'openai', base_url: second.url, api_key: 'k-second' },
    },
    models: [
      model('hear', 'transcription', { params: { language: 'de' }, extra_body: { temperature: 0 } }),
      model('paint', 'image'),
      { ...alone('gone'), deployments: [{ provider: 'first', model: 'gone' }] },
      alone('broken'),
      alone('at-once'),
      { name: 'talk', deployments: [{ provider: 'second', model: 'talk' }] },
      { name: 'ears', type: 'audio', deployments: [{ provider: 'second', model: 'ears' }] },
    ],
    keys: [
      { name: 'e2e', key: '${KEY}', models: ['*'] },
      {
        name: 'with-policy',
        key: 'bs-e2e-with-policy',
        models: ['*'],
        routing: {
          transcription: { strategy: 'failover', candidates: [{ modelName: 'gone' }, { modelName: 'hear' }] },
        },
      },
    ],
  })
  openai = backstay.client
})

afterAll(async () => {
  await backstay.close()
  first.close()
  second.close()
})

async function sound(): Promise<File> {
  return toFile(SOUND, 'mast.wav', { type: 'audio/wav' })
}

describe('a recording whose first deployment is busy', () => {
  it('is transcribed by the next, which is told its own name of the model and gets every byte', async () => {
    const { data, response } = await openai.audio.transcriptions
      .create({ model: 'hear', file: await sound(), prompt: 'Über Masten' })
      .withResponse()
    expect(data.text).toBe(TEXT)
    expect(response.headers.get('x-backstay-fallback-reason')).toContain('overloaded')
    const [asked, moved] = [first.received.at(-1), second.received.at(-1)]
    expect([asked?.path, moved?.path]).toEqual(['/audio/transcriptions', '/audio/transcriptions'])
    expect([asked?.form.get('model'), moved?.form.get('model')]).toEqual(['hear-elsewhere', 'hear'])
    expect([asked?.authorization, moved?.authorization]).toEqual(['Bearer k-first', 'Bearer k-second'])
    expect(moved?.form.get('prompt')).toBe('Über Masten')
    expect([moved?.form.get('language'), moved?.form.get('temperature')]).toEqual(['de', '0'])
    for (const one of [asked, moved]) {
      const file = one?.form.get('file') as File
      expect([file.name, file.type]).toEqual(['mast.wav', 'audio/wav'])
      expect(Buffer.from(await file.arrayBuffer()).equals(SOUND)).toBe(true)
    }
    const record = await backstay.recordOf(response.headers.get('x-request-id'))
    expect(record).toMatchObject({
      type: 'transcription',
      dialect: 'openai-transcriptions',
      servedModel: 'hear',
      tokens: { input: 14, output: 9, estimated: false },
    })
  })

  it('comes as plain text where that is asked for', async () => {
    const asked = { model: 'hear', file: await sound(), response_format: 'srt' as const }
    expect(await openai.audio.transcriptions.create(asked)).toBe(`1\n${TEXT}\n`)
  })

  it('is translated', async () => {
    const { text } = await openai.audio.translations.create({ model: 'hear', file: await sound() })
    expect([text, second.received.at(-1)?.path]).toEqual([TEXT, '/audio/translations'])
  })

  it('is transcribed piece by piece', async () => {
    const stream = await openai.audio.transcriptions.create({
      model: 'hear',
      file: await sound(),
      stream: true,
    })
    let text = ''
    let whole: string | null = null
    for await (const one of stream) {
      if (one.type === 'transcript.text.delta') text += one.delta
      if (one.type === 'transcript.text.done') whole = one.text
    }
    expect([text, whole]).toEqual([TEXT, TEXT])
  })
})

it('follows the policy of the key for models that transcribe', async () => {
  const { data, response } = await backstay
    .clientFor('bs-e2e-with-policy')
    .audio.transcriptions.create({ model: 'gone', file: await sound() })
    .withResponse()
  expect([data.text, response.headers.get('x-backstay-model')]).toEqual([TEXT, 'hear'])
})

it('streams what a model transcribes at once', async () => {
  const asked = { model: 'at-once', file: await sound(), stream: true as const }
  const { data: stream, response } = await openai.audio.transcriptions.create(asked).withResponse()
  const types = (await Array.fromAsync(stream)).map(({ type }) => type)
  expect(types).toEqual(['transcript.text.delta', 'transcript.text.done'])
  expect(response.headers.get('content-type')).toBe('text/event-stream')
})

it('does not take a transcript that broke off for a whole one', async () => {
  const stream = await openai.audio.transcriptions.create({
    model: 'broken',
    file: await sound(),
    stream: true,
  })
  await expect(Array.fromAsync(stream)).rejects.toBeInstanceOf(APIError)
})

it('lets a model of type audio hear', async () => {
  const { text } = await openai.audio.transcriptions.create({ model: 'ears', file: await sound() })
  expect(text).toBe(TEXT)
})

it('edits and varies pictures', async () => {
  const image = await toFile(Buffer.from('a picture'), 'a.png', { type: 'image/png' })
  const edited = await openai.images.edit({ model: 'paint', image: [image, image], prompt: 'More mast.' })
  expect(edited.data?.[0]?.b64_json).toBe('aGk=')
  expect(second.received.at(-1)?.path).toBe('/images/edits')
  expect(second.received.at(-1)?.form.getAll('image[]')).toHaveLength(2)
  const varied = await openai.images.createVariation({ model: 'paint', image })
  expect(varied.data?.[0]?.b64_json).toBe('aGk=')
  expect(second.received.at(-1)?.path).toBe('/images/variations')
})

it('acts on what a form asks of the gateway, and does not send it on', async () => {
  const asked = { model: 'hear', file: await sound(), provider: { only: ['second'] }, session_id: '7' }
  const { response } = await openai.audio.transcriptions.create(asked).withResponse()
  expect(response.headers.get('x-backstay-attempts')).toBe('1')
  const names = [...(second.received.at(-1)?.form.keys() ?? [])]
  expect(names.filter((name) => /provider|session/u.test(name))).toEqual([])
})

describe('what cannot be served is said', () => {
  async function post(path: string, body: string | FormData, type?: string): Promise<unknown> {
    const headers = {
      authorization: `Bearer ${KEY}`,
      ...(type === undefined ? {} : { 'content-type': type }),
    }
    const answered = await fetch(`${backstay.url}${path}`, { method: 'POST', headers, body })
    const { error } = (await answered.json()) as { error: { code: string; param: string | null } }
    return [answered.status, error.code, error.param]
  }

  it.each<[string, string, string | FormData, string | undefined, unknown]>([
    ['JSON', '/v1/audio/transcriptions', '{}', 'application/json', [400, 'invalid_header', 'content-type']],
    [
      'a form for a chat',
      '/v1/chat/completions',
      new FormData(),
      undefined,
      [400, 'invalid_header', 'content-type'],
    ],
    [
      'no form',
      '/v1/audio/transcriptions',
      'x',
      'multipart/form-data; boundary=y',
      [400, 'invalid_body', '$'],
    ],
    [
      'no model',
      '/v1/audio/transcriptions',
      formOf({ file: 'x' }),
      undefined,
      [400, 'invalid_body', 'model'],
    ],
    [
      'no file',
      '/v1/audio/transcriptions',
      formOf({ model: 'hear' }),
      undefined,
      [400, 'invalid_body', 'file'],
    ],
    [
      'no picture',
      '/v1/images/variations',
      formOf({ model: 'paint' }),
      undefined,
      [400, 'invalid_body', 'image'],
    ],
  ])('%s', async (_, path, body, type, expected) => {
    expect(await post(path, body, type)).toEqual(expected)
  })

  it('a model that does not hear', async () => {
    const asked = openai.audio.transcriptions.create({ model: 'talk', file: await sound() })
    await expect(asked).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('"talk" is a model of type chat') as string,
    })
  })

  it('a file that is too large', async () => {
    const file = await toFile(Buffer.alloc(1_000_001), 'large.wav')
    await expect(openai.audio.transcriptions.create({ model: 'hear', file })).rejects.toMatchObject({
      status: 413,
    })
  })
})

function formOf(members: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(members)) form.append(name, value)
  return form
}

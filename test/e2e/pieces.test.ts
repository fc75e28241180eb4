import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

/** Sound that has only begun when its first piece is heard. */
const FIRST = Buffer.alloc(4_000, 1)
const REST = Buffer.alloc(300_000, 2)

let answer: (request: IncomingMessage, response: ServerResponse) => void
const upstream = createServer((request, response) => {
  request.resume().on('end', () => answer(request, response))
})
let backstay: Backstay

beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  const place = (name: string): object => ({ kind: 'openai', base_url: `${base}/${name}/v1`, api_key: 'k' })
  const deployments = ['one', 'two'].map((provider, at) => ({ provider, model: 'm', priority: at + 1 }))
  backstay = await startBackstay({
    providers: { one: place('one'), two: place('two') },
    models: [
      { name: 'voice', type: 'tts', deployments },
      { name: 'ears', type: 'transcription', deployments },
      {
        name: 'checked',
        type: 'tts',
        deployments,
        triggers: ['standard', { type: 'quality', checks: ['non_empty'] }],
      },
    ],
    keys: [{ name: 'e2e', key: '${KEY}' }],
  })
})
afterAll(async () => {
  await backstay.close()
  upstream.closeAllConnections()
  await new Promise((resolve) => upstream.close(resolve))
})

const headers = { authorization: `Bearer ${KEY}` }
function speak(model = 'voice'): Promise<Response> {
  return fetch(`${backstay.url}/v1/audio/speech`, {
    method: 'POST',
    // What asks to be told how it was routed must not find that among the sound.
    headers: { ...headers, 'content-type': 'application/json', 'x-backstay-metadata': '1' },
    body: JSON.stringify({ model, voice: 'alloy', input: 'Ahoy.' }),
  })
}
function listen(): Promise<Response> {
  const form = new FormData()
  form.set('model', 'ears')
  form.set('response_format', 'srt')
  form.set('file', new Blob(['sound']), 'a.wav')
  return fetch(`${backstay.url}/v1/audio/transcriptions`, { method: 'POST', headers, body: form })
}

/** Writes the first piece, and the rest once that was heard. */
function inTwo(type: string): { readonly heard: () => void } {
  let heard: () => void = () => undefined
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': type })
    response.write(FIRST)
    heard = () => response.end(REST)
  }
  return { heard: () => heard() }
}

describe('an answer that is no text', () => {
  it.each([
    ['speech', 'audio/mpeg', speak],
    ['a transcript as text', 'text/plain; charset=utf-8', listen],
  ] as const)('is passed on as it comes: %s', async (_, type, ask) => {
    const upstreamSide = inTwo(type)
    const response = await ask()
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    // The provider does not go on before this.
    let bytes = (await reader.read()).value ?? new Uint8Array()
    expect(bytes[0]).toBe(1)
    upstreamSide.heard()
    let size = bytes.length
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes = next.value
      size += bytes.length
    }
    expect([size, bytes.at(-1)]).toEqual([FIRST.length + REST.length, 2])
    expect(response.headers.get('x-backstay-deployment')).toMatch(/one$/u)
  })

  it('is never taken for whole where it broke off', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg' })
      response.write(FIRST, () => response.destroy())
    }
    const response = await speak()
    await expect(response.arrayBuffer()).rejects.toThrow('terminated')
    const record = (await backstay.records(3)).find(({ errorClass }) => errorClass !== null)
    expect(record).toMatchObject({
      status: 200,
      errorClass: 'stream_interrupted',
      routing: { attempts: [{ outcome: 'broken' }] },
    })
  })

  it('comes from the next where there is nothing of it', async () => {
    answer = ({ url }, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg' })
      response.end(url?.startsWith('/one') === true ? '' : FIRST)
    }
    const response = await speak()
    expect((await response.arrayBuffer()).byteLength).toBe(FIRST.length)
    expect(response.headers.get('x-backstay-deployment')).toMatch(/two$/u)
  })

  it('is held until it is whole where answers are checked', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg' })
      response.write(FIRST)
      response.end(REST)
    }
    const response = await speak('checked')
    expect(response.headers.get('content-length')).toBe(String(FIRST.length + REST.length))
    expect((await response.arrayBuffer()).byteLength).toBe(FIRST.length + REST.length)
  })
})

import type { ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLIENT_CODECS } from '#wire/codecs'
import { openaiChat } from '#wire/openai-chat/codec'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const WORDS = ['The quick ', 'brown ☃ ', 'fox jumps ', 'over the ', 'lazy dog.']
const TEXT = WORDS.join('')
const PATHS: Readonly<Record<string, RegExp>> = {
  'openai-chat': /\/chat\/completions$/u,
  'openai-responses': /\/responses$/u,
  'anthropic-messages': /\/messages$/u,
  'gemini': /:streamGenerateContent/u,
}
const POINTS = [
  'before the headers',
  'after the headers',
  'after the role',
  'after 1 word',
  'after 3 words',
] as const
const ENDS = ['clean', 'reset', 'error event', 'malformed', 'split UTF-8', 'CRLF'] as const

/** Where the next answer breaks, and how; `null`: it does not. */
let next: { readonly point: (typeof POINTS)[number]; readonly end: (typeof ENDS)[number] } | null = null

let server: Server
let backstay: Backstay
let anthropic: Anthropic
let google: GoogleGenAI

/** The stream of a provider, as the beginning, its words and its end. */
function written(codec: (typeof CLIENT_CODECS)[number]): { start: string; words: string[]; end: string } {
  const request = openaiChat.decodeRequest({ model: 'm', messages: [] }).value
  const encoder = codec.encoder({ id: 'i', model: 'm', createdS: 1, request, includeUsage: true })
  const start = encoder.write({ kind: 'start', id: 'i', model: 'm', createdS: 1 })
  const words = WORDS.map((text) => encoder.write({ kind: 'text', block: 0, text }))
  const usage = { input: 3, cachedInput: 0, cacheWrite: 0, output: 9, reasoning: 0, estimated: false }
  const last = [
    encoder.write({ kind: 'block_end', block: 0 }),
    encoder.write({ kind: 'usage', usage }),
    encoder.write({ kind: 'finish', finish: { reason: 'stop', raw: null } }),
  ]
  return { start, words, end: last.join('') + encoder.end() }
}

function answer(path: string, response: ServerResponse): void {
  const codec = CLIENT_CODECS.find(({ id }) => PATHS[id]?.test(path.split('?')[0] ?? '')) ?? openaiChat
  const { start, words, end } = written(codec)
  if (next?.point === 'before the headers') {
    response.destroy()
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  if (next === null) {
    response.end(start + words.join('') + end)
    return
  }
  const count = { 'after the headers': 0, 'after the role': 0, 'after 1 word': 1, 'after 3 words': 3 }[
    next.point
  ]
  let sent = Buffer.from((next.point === 'after the headers' ? '' : start) + words.slice(0, count).join(''))
  if (next.end === 'CRLF') sent = Buffer.from(sent.toString().replaceAll(/\r?\n/gu, '\r\n'))
  if (next.end === 'error event') {
    const error = {
      status: 500,
      message: 'it broke',
      type: 'server_error',
      code: 'server_error',
      param: null,
    }
    sent = Buffer.concat([sent, Buffer.from(codec.encodeErrorEvent(error))])
  }
  if (next.end === 'malformed') sent = Buffer.concat([sent, Buffer.from('data: {"oh\n\n')])
  if (next.end === 'split UTF-8') {
    const word = Buffer.from(words[1] ?? '')
    sent = Buffer.concat([sent, word.subarray(0, word.indexOf(Buffer.from('☃')) + 1)])
  }
  const finished = (): void => {
    if (next?.end === 'reset') response.socket?.resetAndDestroy()
    else response.end()
  }
  if (sent.length === 0) finished()
  else response.write(sent, finished)
}

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume()
    request.on('end', () => answer(request.url ?? '', response))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const at = (name: string, more: object): object => ({ [name]: { base_url: url, api_key: 'k', ...more } })
  backstay = await startBackstay(
    {
      fallback: { mid_stream: 'error' },
      // Everything here fails on purpose.
      breaker: { failures: 1_000_000, error_rate: 1 },
      cooldown: { min_ms: 1, max_ms: 1, default_ms: 1 },
      providers: {
        ...at('openai-chat', { kind: 'openai-compatible' }),
        ...at('openai-responses', { kind: 'openai-compatible', endpoints: ['responses'] }),
        ...at('anthropic-messages', { kind: 'anthropic' }),
        ...at('gemini', { kind: 'google' }),
      },
      models: CLIENT_CODECS.map(({ id }) => ({
        name: `at-${id}`,
        deployments: [{ provider: id, model: 'm' }],
      })),
      keys: [{ name: 'e2e', key: '${KEY}', models: ['*'] }],
    },
    0,
  )
  anthropic = new Anthropic({ baseURL: backstay.url, apiKey: KEY, maxRetries: 0 })
  google = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: backstay.url } })
})

afterAll(async () => {
  await backstay.close()
  server.closeAllConnections()
  server.close()
})

const MESSAGES = [{ role: 'user' as const, content: 'Hi' }]

/** The raw iterators of the SDKs: those that notice least. */
const CLIENTS: Readonly<Record<string, (model: string) => AsyncGenerator<string>>> = {
  'openai-chat': async function* (model) {
    const stream = await backstay.client.chat.completions.create({ model, messages: MESSAGES, stream: true })
    for await (const { choices } of stream) yield choices[0]?.delta.content ?? ''
  },
  'openai-responses': async function* (model) {
    const stream = await backstay.client.responses.create({ model, input: 'Hi', stream: true })
    for await (const event of stream) yield event.type === 'response.output_text.delta' ? event.delta : ''
  },
  'anthropic-messages': async function* (model) {
    const stream = await anthropic.messages.create({ model, max_tokens: 9, messages: MESSAGES, stream: true })
    for await (const event of stream) {
      yield event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : ''
    }
  },
  'gemini': async function* (model) {
    for await (const chunk of await google.models.generateContentStream({ model, contents: 'Hi' }))
      yield chunk.text ?? ''
  },
}

async function ask(
  client: string,
  model: string,
): Promise<{ readonly text: string; readonly failed: boolean }> {
  let text = ''
  try {
    for await (const piece of CLIENTS[client]?.(model) ?? []) text += piece
    return { text, failed: false }
  } catch {
    return { text, failed: true }
  }
}

const IDS = CLIENT_CODECS.map(({ id }) => id)
const PAIRS = IDS.flatMap((client) => IDS.map((provider) => [client, provider] as const))

/** Before its headers a connection has nothing that could break in several ways. */
const BREAKS = POINTS.flatMap((point) =>
  ENDS.filter((end) => point !== 'before the headers' || end === 'reset').map((end) => [point, end] as const),
)

describe.each(PAIRS)('a client of %s, answered by %s', (client, provider) => {
  it('gets a whole answer whole', async () => {
    next = null
    expect(await ask(client, `at-${provider}`)).toEqual({ text: TEXT, failed: false })
  })

  it.each(BREAKS)('takes none for whole that broke %s: %s', async (point, end) => {
    next = { point, end }
    const { text, failed } = await ask(client, `at-${provider}`)
    expect({ failed, text: TEXT.startsWith(text) }).toEqual({ failed: true, text: true })
  })
})

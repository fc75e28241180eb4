import type { Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { CLIENT_CODECS } from '#wire/codecs'
import { openaiChat } from '#wire/openai-chat/codec'

const WORDS = ['The quick ', 'brown ☃ ', 'fox jumps ', 'over the ', 'lazy dog.']

/** The whole answer. */
export const WHOLE = WORDS.join('')

const POINTS = [
  'before the headers',
  'after the headers',
  'after the role',
  'after 1 word',
  'after 3 words',
] as const
const ENDS = ['clean', 'reset', 'error event', 'malformed', 'split UTF-8', 'CRLF'] as const

type Point = (typeof POINTS)[number]
type End = (typeof ENDS)[number]

/** Where answers break, and how. Before its headers a connection has nothing that could break in several ways. */
export const BREAKS: readonly (readonly [point: Point, end: End])[] = POINTS.flatMap((point) =>
  ENDS.filter((end) => point !== 'before the headers' || end === 'reset').map((end) => [point, end] as const),
)

const PATHS: Readonly<Record<string, RegExp>> = {
  'openai-chat': /\/chat\/completions$/u,
  'openai-responses': /\/responses$/u,
  'anthropic-messages': /\/messages$/u,
  'gemini': /:streamGenerateContent/u,
}

/** A prompt whose answer breaks there. It says so itself, so that many can be answered at the same time. */
export function breakingPrompt(point: Point, end: End): string {
  return `Break ${point}: ${end}.`
}

/** A prompt whose answer is whole, after and between what the gateway keeps connections alive with. */
export const KEPT_ALIVE = 'Take your time.'

/** A provider of every dialect; it answers with {@link WHOLE}, but for a prompt of {@link breakingPrompt}. */
export interface BreakingUpstream {
  readonly url: string
  close(): void
}

export async function breakingUpstream(): Promise<BreakingUpstream> {
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      answer(request.url ?? '', body, response)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function answer(path: string, body: string, response: ServerResponse): void {
  const codec = CLIENT_CODECS.find(({ id }) => PATHS[id]?.test(path.split('?')[0] ?? '')) ?? openaiChat
  const { start, words, end } = written(codec)
  const broken = BREAKS.find((at) => body.includes(breakingPrompt(...at)))
  if (broken?.[0] === 'before the headers') {
    response.destroy()
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  if (broken === undefined) {
    const between = body.includes(KEPT_ALIVE) ? codec.keepAlive : ''
    response.end([between, start, ...words, end].join(between))
    return
  }
  const sent = brokenBytes(codec, { start, words }, broken)
  const finished = (): void => {
    if (broken[1] === 'reset') response.socket?.resetAndDestroy()
    else response.end()
  }
  if (sent.length === 0) finished()
  else response.write(sent, finished)
}

type Codec = (typeof CLIENT_CODECS)[number]

/** The stream of a provider, as the beginning, its words and its end. */
function written(codec: Codec): { start: string; words: string[]; end: string } {
  const request = openaiChat.decodeRequest({ model: 'm', messages: [] }).value
  const encoder = codec.encoder({ id: 'i', model: 'm', createdS: 1, request, includeUsage: true })
  const start = encoder.write({ kind: 'start', id: 'i', model: 'm', createdS: 1 })
  const words = WORDS.map((word) => encoder.write({ kind: 'text', block: 0, text: word }))
  const usage = { input: 3, cachedInput: 0, cacheWrite: 0, output: 9, reasoning: 0, estimated: false }
  const last = [
    encoder.write({ kind: 'block_end', block: 0 }),
    encoder.write({ kind: 'usage', usage }),
    encoder.write({ kind: 'finish', finish: { reason: 'stop', raw: null } }),
  ]
  return { start, words, end: last.join('') + encoder.end() }
}

const ERROR = { status: 500, message: 'it broke', type: 'server_error', code: 'server_error', param: null }

/** What is sent of an answer before it breaks. */
function brokenBytes(
  codec: Codec,
  { start, words }: { readonly start: string; readonly words: readonly string[] },
  [point, end]: readonly [Point, End],
): Buffer {
  const count = { 'after 1 word': 1, 'after 3 words': 3 }[point as string] ?? 0
  const sent = (point === 'after the headers' ? '' : start) + words.slice(0, count).join('')
  if (end === 'CRLF') return Buffer.from(sent.replaceAll(/\r?\n/gu, '\r\n'))
  if (end === 'error event') return Buffer.from(sent + codec.encodeErrorEvent(ERROR))
  if (end === 'malformed') return Buffer.from(`${sent}data: {"oh\n\n`)
  if (end !== 'split UTF-8') return Buffer.from(sent)
  const word = Buffer.from(words[1] ?? '')
  return Buffer.concat([Buffer.from(sent), word.subarray(0, word.indexOf(Buffer.from('☃')) + 1)])
}

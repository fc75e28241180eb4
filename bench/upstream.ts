import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startNginx } from './nginx.ts'
import { freePort, startProgram } from './program.ts'
import type { Kind } from './target.ts'

/** Events of one stream of the static upstream, the closing `[DONE]` not counted. */
export const STREAM_EVENTS = 200

/** What all targets call: a static nginx, and a Node server for streams whose events come one by one. */
export interface Upstream {
  readonly staticPort: number
  readonly pacedPort: number
}

export function upstreamPort({ staticPort, pacedPort }: Upstream, kind: Kind): number {
  return kind === 'unary' || kind === 'stream' ? staticPort : pacedPort
}

/** Events that the Node server has sent so far, to whomever. */
export async function eventsSent({ pacedPort }: Upstream): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${pacedPort}/sent`)
  return Number(await response.text())
}

const ANSWER = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'bench',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: 'The quick brown fox jumps over the lazy dog. '.repeat(6).trim(),
      },
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 75, completion_tokens: 60, total_tokens: 135 },
})

/** Starts both, with their files in `folder`. */
export async function startUpstream(folder: string): Promise<Upstream> {
  await writeFile(join(folder, 'answer.json'), ANSWER)
  await writeFile(join(folder, 'stream.sse'), streamText())
  await writeFile(join(folder, 'messages.sse'), messagesText())
  await writeFile(join(folder, 'gemini.sse'), geminiText())
  const staticPort = await startNginx(folder, 'upstream', (port) => staticServer(port, folder))
  const pacedPort = await freePort()
  await startProgram({
    command: process.execPath,
    args: [join(import.meta.dirname, 'paced-server.ts'), String(pacedPort)],
    ready: (output) => output.includes('ready'),
  })
  return { staticPort, pacedPort }
}

// A static file may not be POSTed to: the 405 is turned into the file, which is the cheapest answer nginx has.
function staticServer(port: number, folder: string): string {
  const location = (path: string, file: string): string =>
    `location ${path} { rewrite ^ /${file} break; root ${folder}; error_page 405 =200 /files/${file}; }`
  return `server {
    listen 127.0.0.1:${port} backlog=4096;
    ${location('/unary/', 'answer.json')}
    ${location('/stream/', 'stream.sse')}
    ${location('/anthropic/', 'messages.sse')}
    ${location('/gemini/', 'gemini.sse')}
    location /files/ { internal; alias ${folder}/; }
  }`
}

const WORDS = Array.from({ length: STREAM_EVENTS - 2 }, (_, index) => ` word${index}`)

function streamText(): string {
  const chunk = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-bench',
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model: 'bench',
      choices: [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`
  const tokens = WORDS.map((content) => chunk({ content }, null))
  return [
    chunk({ role: 'assistant', content: '' }, null),
    ...tokens,
    chunk({}, 'stop'),
    'data: [DONE]\n\n',
  ].join('')
}

/** The same words as a stream of Messages. */
function messagesText(): string {
  const event = (type: string, more: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`
  const usage = { input_tokens: 75, output_tokens: 1 }
  const message = { id: 'msg_bench', type: 'message', role: 'assistant', model: 'bench', content: [], usage }
  return [
    event('message_start', { message }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...WORDS.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: STREAM_EVENTS } }),
    event('message_stop', {}),
  ].join('')
}

/** The same words as Gemini streams them: every event a whole answer, with what was used so far. */
function geminiText(): string {
  const event = (text: string, index: number, more: object = {}): string => {
    const usageMetadata = {
      promptTokenCount: 75,
      candidatesTokenCount: index + 1,
      totalTokenCount: 76 + index,
    }
    const content = { role: 'model', parts: [{ text }] }
    const answer = { candidates: [{ content, index: 0, ...more }], usageMetadata, modelVersion: 'bench' }
    return `data: ${JSON.stringify(answer)}\r\n\r\n`
  }
  return WORDS.map((word, index) =>
    event(word, index, index === WORDS.length - 1 ? { finishReason: 'STOP' } : {}),
  ).join('')
}

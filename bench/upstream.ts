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
    location /files/ { internal; alias ${folder}/; }
  }`
}

function streamText(): string {
  const chunk = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-bench',
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model: 'bench',
      choices: [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`
  const tokens = Array.from({ length: STREAM_EVENTS - 2 }, (_, index) =>
    chunk({ content: ` word${index}` }, null),
  )
  return [
    chunk({ role: 'assistant', content: '' }, null),
    ...tokens,
    chunk({}, 'stop'),
    'data: [DONE]\n\n',
  ].join('')
}

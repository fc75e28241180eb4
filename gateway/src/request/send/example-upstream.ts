import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach } from 'vitest'
import type { AnswerHead, AttemptHandle, AttemptObserver, Call, Outcome } from '#domain/attempt'
import type { Clock } from '#domain/clock'
import { exampleCall, type ExampleCall } from './example-call.ts'
import { createSend } from './send.ts'

/** A clock whose time is real, as the network's is; no test waits for it. */
const clock: Clock = {
  now: () => performance.now(),
  wallMs: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}

const closers: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** A sender that the test's end closes; `ticking: false` gives it a clock whose timers never fire. */
export function sender(
  { ticking } = { ticking: true },
): (call: Call, observer: AttemptObserver) => AttemptHandle {
  const stopped: Clock = { ...clock, after: () => ({ cancel: () => undefined }) }
  const { send, close } = createSend({ clock: ticking ? clock : stopped })
  closers.push(close)
  return send
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

export async function upstream(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()))
  })
  const port = await listening(server)
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${port}/v1`
}

export async function tcpUpstream(connected: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    connected(socket)
  })
  const port = await listening(server)
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${port}/v1`
}

interface Told {
  readonly events: string[]
  readonly head: AnswerHead | null
  readonly text: string
  readonly outcome: Outcome
}

interface Watch {
  readonly observer: AttemptObserver
  readonly done: Promise<Told>
  readonly events: string[]
}

export function watch(on: Partial<AttemptObserver> = {}): Watch {
  const told: string[] = []
  const parts: Uint8Array[] = []
  let head: AnswerHead | null = null
  const { promise, resolve } = Promise.withResolvers<Told>()
  const note = (name: string): void => {
    if (name !== 'activity' || told.at(-1) !== 'activity') told.push(name)
  }
  const observer: AttemptObserver = {
    sent: () => (note('sent'), on.sent?.()),
    reported: (limits) => (note('reported'), on.reported?.(limits)),
    activity: () => (note('activity'), on.activity?.()),
    committed: (start, chunks, whole) => {
      note(whole ? 'committed whole' : 'committed')
      head = start
      parts.push(...chunks)
      on.committed?.(start, chunks, whole)
    },
    bytes: (chunk) => {
      note('bytes')
      parts.push(chunk)
      on.bytes?.(chunk)
    },
    ended: (outcome) => {
      note('ended')
      resolve({ events: told, head, text: Buffer.concat(parts).toString(), outcome })
    },
  }
  return { observer, done: promise, events: told }
}

export function attempt(baseUrl: string, example: ExampleCall = {}, send = sender()): Promise<Told> {
  const { observer, done } = watch()
  send(exampleCall({ ...example, provider: { baseUrl, ...example.provider } }), observer)
  return done
}

/** A connection can be used again some turns of the event loop after an answer. */
export async function idle(): Promise<void> {
  for (let n = 0; n < 5; n += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve)
    })
  }
}

export function classOf(told: Told): string {
  return told.outcome.kind === 'failed' ? told.outcome.failure.class : told.outcome.kind
}

export const COMPLETION = JSON.stringify({
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hé' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
})

export function delta(content: unknown, finish: string | null = null): string {
  return `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, delta: content, finish_reason: finish }] })}\n\n`
}

export const ROLE = delta({ role: 'assistant', content: '' })
export const HI = delta({ content: 'Hi' })
export const STOP = delta({}, 'stop')
export const USAGE = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 } })}\n\n`
export const DONE = 'data: [DONE]\n\n'
export const STREAMED = { request: { model: 'gpt-4o', stream: true, messages: [] } }

export function json(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

export function events(response: ServerResponse): ServerResponse {
  return response.writeHead(200, {
    'content-type': 'text/event-stream',
    'x-request-id': 'req-1',
    'set-cookie': 'a=b',
  })
}

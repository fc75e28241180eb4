import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '#domain/clock'
import { answerOf } from './answer.ts'
import { bedrockConverse } from './bedrock-converse.ts'
import type { Behavior } from './behavior.ts'
import type { Asked, Dialect } from './dialect.ts'
import type { EndpointSettings } from './endpoints.ts'
import { addressee } from './endpoints.ts'
import { error } from './faults.ts'
import { gemini } from './gemini.ts'
import { goOn } from './go-on.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { openaiChat } from './openai-chat.ts'
import { play } from './play.ts'
import type { Counts, ReceivedRequest, RequestLog } from './request-log.ts'
import { createRequestLog } from './request-log.ts'
import type { Script } from './script.ts'
import { createScript } from './script.ts'
import { systemClock } from '#system-clock'
import { timelineOf } from './timeline.ts'

export interface SimulatorOptions extends Partial<EndpointSettings> {
  /** Default 0: any free one. */
  readonly port?: number
  /** How many of the newest requests stay in `requests`, default 1,000. 0 for load. */
  readonly keepRequests?: number
  readonly clock?: Clock
}

/** A running provider server that does what its script says. */
export interface Simulator {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  /** What an OpenAI client takes as base URL. */
  readonly baseUrl: string
  readonly script: Script
  /** The newest complete requests, oldest first. */
  readonly requests: readonly ReceivedRequest[]
  /** Sockets accepted so far. */
  readonly connections: number
  counts(): Counts
  /** Forgets requests and counts, not the script. */
  clearRequests(): void
  /** Resolves once the condition holds of the requests; looked at on every arrival and every end. */
  until(condition: (requests: readonly ReceivedRequest[]) => boolean): Promise<void>
  /** Ends all sockets at once. */
  close(): Promise<void>
}

/** Starts a simulated provider on 127.0.0.1. Rejects with the error of `listen` if the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const house: House = {
    clock: options.clock ?? systemClock,
    script: createScript(),
    log: createRequestLog(options.keepRequests ?? 1_000),
    settings: { models: options.models ?? ['simulated'], requireKey: options.requireKey ?? false },
    closing: false,
  }
  let connections = 0
  const numbers = new WeakMap<object, number>()
  // A gateway keeps its connections for long; ones that close under it would be faults nobody asked for.
  const server = createServer(
    { keepAliveTimeout: 600_000, requestTimeout: 0, noDelay: true },
    (request, response) => {
      receive(house, { request, response, connection: numbers.get(request.socket) ?? 0 })
    },
  )
  server.on('connection', (socket) => numbers.set(socket, ++connections))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    baseUrl: `${url}/v1`,
    script: house.script,
    get requests() {
      return house.log.entries()
    },
    get connections() {
      return connections
    },
    counts: () => house.log.counts(),
    clearRequests: () => house.log.clear(),
    until: (condition) => house.log.until(condition),
    close: () => {
      house.closing = true
      house.log.close()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

/** A simulated provider speaks all of them: which one, the path says. */
const DIALECTS: readonly Dialect[] = [openaiChat, anthropicMessages, gemini, bedrockConverse]

interface House {
  readonly clock: Clock
  readonly script: Script
  readonly log: RequestLog
  readonly settings: EndpointSettings
  closing: boolean
}

interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly connection: number
}

function receive(house: House, visit: Visit): void {
  const chunks: Buffer[] = []
  visit.request.on('data', (chunk: Buffer) => chunks.push(chunk))
  visit.request.on('end', () => answer(house, visit, Buffer.concat(chunks).toString('utf8')))
}

function answer(house: House, visit: Visit, bodyText: string): void {
  const { method = '', url = '/', headers } = visit.request
  const path = url.split('?', 1)[0] ?? url
  const apiKey = keyOf(headers)
  const body = parsed(bodyText)
  const dialect = DIALECTS.find((one) => one.serves(path)) ?? openaiChat
  const { asked, fixed } = addressee({ method, path, apiKey, body }, dialect, house.settings)
  const received: ReceivedRequest = {
    n: house.log.nextNumber(),
    connection: visit.connection,
    method,
    path,
    headers,
    bodyText,
    body,
    apiKey,
    model: asked.model === '' ? null : asked.model,
    streamed: asked.streamed,
    at: house.clock.wallMs(),
    outcome: 'pending',
    endedAt: null,
    abortedAt: null,
  }
  house.log.add(received)
  const behavior = fixed ?? goOn(scripted(house.script, received), dialect, body)
  perform(house, visit.response, { received, asked, behavior, dialect })
}

/** Every dialect has its own place for the key. */
function keyOf(headers: IncomingHttpHeaders): string | null {
  const bearer = /^bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1]
  const own = headers['x-api-key'] ?? headers['x-goog-api-key']
  return bearer ?? (typeof own === 'string' ? own : null)
}

interface Performance {
  readonly received: ReceivedRequest
  readonly asked: Asked
  readonly behavior: Behavior
  readonly dialect: Dialect
}

function perform(house: House, response: ServerResponse, performance: Performance): void {
  const { received, asked, behavior, dialect } = performance
  let broken = false
  response.on('close', () => {
    const unfinished = house.closing ? 'closed' : 'aborted'
    const ended = broken ? 'cut' : response.writableFinished ? 'answered' : unfinished
    house.log.end(received, ended, house.clock.wallMs())
  })
  const circumstances = {
    asked,
    n: received.n,
    createdS: Math.floor(received.at / 1000),
    // Four characters of the body to a token, as a rule of thumb for English.
    estimatedInput: Math.ceil(received.bodyText.length / 4),
  }
  const gzip = behavior.gzip === true && /\bgzip\b/i.test(received.headers['accept-encoding'] ?? '')
  const extra: Record<string, string> = { 'x-request-id': `req_${received.n}` }
  if (gzip) extra['content-encoding'] = 'gzip'
  const steps = timelineOf(behavior, answerOf(behavior, dialect, circumstances), extra)
  const onCut = (): void => {
    broken = true
  }
  void play(steps, { response, clock: house.clock, gzip, onCut })
}

/** A condition is code of a test: what it throws has to be seen there, and not take the server down. */
function scripted(script: Script, received: ReceivedRequest): Behavior {
  try {
    return script.behaviorFor(received)
  } catch (cause) {
    return error(500, {
      message: `The script of the simulator failed: ${String(cause)}`,
      type: 'simulator_error',
    })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

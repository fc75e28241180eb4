import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Question, Request } from './wanted.ts'

/** Whatever JSON says: the behaviors look for members, and a missing one is what they are about. */
export type Loose = ReturnType<typeof JSON.parse>

/** What a client sees of one request. */
export interface Answer {
  /** `null`: the connection broke before there was any. */
  readonly status: number | null
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly raw: Buffer
  /** Of an unstreamed answer. */
  readonly json: Loose
  /** Text of the answer, of whichever dialect. */
  readonly text: string
  readonly model: string | null
  readonly finish: string | null
  readonly usage: Loose
  /** Payloads of a stream, in order. */
  readonly events: readonly Loose[]
  /** An SDK would raise: an error status, an error event, or a connection that broke. */
  readonly raises: boolean
  readonly error: Loose
  readonly ms: number
  /** When the first content came. */
  readonly firstMs: number
}

const LIMIT_MS = 20_000

/** Sends a request and reads what comes, to the end or until the client leaves. */
export async function send(url: string, request: Request, question: Question): Promise<Answer> {
  const start = performance.now()
  const chunks: Buffer[] = []
  let firstMs = Number.POSITIVE_INFINITY
  let response: IncomingMessage | null = null
  let broke = false
  try {
    response = await opened(url, request)
    let bytes = 0
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      if (chunk.includes('"content"') || chunk.includes('_delta"'))
        firstMs = Math.min(firstMs, performance.now() - start)
      bytes += chunk.length
      if (question.leaveAfterBytes !== undefined && bytes >= question.leaveAfterBytes) {
        response.destroy()
        break
      }
    }
    broke = !response.complete
  } catch {
    broke = true
  }
  const raw = Buffer.concat(chunks)
  const status = response?.statusCode ?? null
  const streamed = response?.headers['content-type']?.startsWith('text/event-stream') === true
  const read = streamed ? readStream(raw.toString()) : readWhole(raw.toString())
  const raises = broke || status === null || status >= 400 || read.error !== null
  return {
    ...read,
    status,
    headers: response?.headers ?? {},
    raw,
    raises,
    ms: performance.now() - start,
    firstMs,
  }
}

function opened(url: string, { path, headers, body }: Request): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      new URL(path, url),
      {
        method: 'POST',
        agent: false,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
        signal: AbortSignal.timeout(LIMIT_MS),
      },
      resolve,
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

type Read = Pick<Answer, 'json' | 'text' | 'model' | 'finish' | 'usage' | 'events' | 'error'>

function readWhole(raw: string): Read {
  const json = parsed(raw)
  const [choice] = json?.choices ?? []
  const blocks: Loose[] = Array.isArray(json?.content) ? json.content : []
  return {
    json,
    text: choice?.message?.content ?? blocks.map(({ text }) => text ?? '').join(''),
    model: json?.model ?? null,
    finish: choice?.finish_reason ?? json?.stop_reason ?? null,
    usage: json?.usage ?? null,
    events: [],
    error: json === undefined ? raw : (json?.error ?? null),
  }
}

function readStream(raw: string): Read {
  const lines = raw.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:'))
  const payloads = lines.map((line) => line.slice('data:'.length).trim())
  const events = payloads.map((text) => parsed(text)).filter((event) => event !== undefined)
  const choices = events.flatMap((event) => event.choices ?? [])
  const text = events.map((event) => event.choices?.[0]?.delta?.content ?? event.delta?.text ?? '').join('')
  return {
    json: undefined,
    text,
    model: events.find((event) => event.model)?.model ?? events[0]?.message?.model ?? null,
    finish:
      choices.findLast((choice) => choice.finish_reason)?.finish_reason ??
      events.findLast((event) => event.delta?.stop_reason)?.delta.stop_reason ??
      null,
    usage: events.findLast((event) => event.usage)?.usage ?? null,
    events,
    error: events.find((event) => event.error)?.error ?? null,
  }
}

function parsed(text: string): Loose {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { KEY } from './world.ts'

/** What became of one request. */
export interface Sent {
  readonly id: string | null
  /** `refused`: there was nobody to connect to. `broken`: the connection ended without a whole answer. */
  readonly outcome: 'whole' | 'error' | 'broken' | 'refused'
  readonly status: number | null
  readonly ms: number
  /** Milliseconds since the Unix epoch. */
  readonly endedAt: number
}

export interface Load {
  /** Lets the requests under way end, and gives all. */
  stop(): Promise<readonly Sent[]>
  readonly sent: readonly Sent[]
}

/** Between an answer and the next request of the same client. */
const PAUSE_MS = 20

/** So many clients, each with one request after the other, whole and streamed in turn, each on a new connection. */
export function startLoad(url: string, clients: number): Load {
  const sent: Sent[] = []
  const stopped = new AbortController()
  const client = async (n: number): Promise<void> => {
    for (let at = n; !stopped.signal.aborted; at += 1) {
      const one = await ask(url, at % 2 === 0)
      sent.push(one)
      await pause(PAUSE_MS)
    }
  }
  const all = Promise.all(Array.from({ length: clients }, (_, n) => client(n)))
  return {
    sent,
    stop: async () => {
      stopped.abort()
      await all
      return sent
    },
  }
}

const LIMIT_MS = 60_000

export function ask(url: string, stream: boolean, model = 'chat'): Promise<Sent> {
  const start = performance.now()
  const body = JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'Hello' }] })
  return new Promise((resolve) => {
    let id: string | null = null
    let status: number | null = null
    const end = (outcome: Sent['outcome']): void =>
      resolve({ id, outcome, status, ms: performance.now() - start, endedAt: Date.now() })
    const call = request(
      new URL('/v1/chat/completions', url),
      {
        method: 'POST',
        agent: false,
        headers: { 'authorization': `Bearer ${KEY}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(LIMIT_MS),
      },
      (response) => {
        id = String(response.headers['x-request-id'])
        status = response.statusCode ?? null
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('error', () => end('broken'))
        response.on('end', () => {
          if (status !== 200 || text.includes('"error"')) end('error')
          else end(/"finish_reason":\s*"stop"/.test(text) ? 'whole' : 'broken')
        })
      },
    )
    call.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ECONNREFUSED' ? 'refused' : 'broken'),
    )
    call.end(body)
  })
}

export const count = (sent: readonly Sent[], outcome: Sent['outcome']): number =>
  sent.filter((one) => one.outcome === outcome).length

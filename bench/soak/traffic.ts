import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Simulator } from '#simulator/simulator'
import * as faults from '#simulator/faults'

export interface TrafficOptions {
  readonly url: string
  readonly key: string
  readonly simulators: readonly Simulator[]
}

/** In turn: whole answers, streams, clients that leave, bad requests, wrong keys. */
const KINDS = [
  'whole',
  'stream',
  'stream',
  'whole',
  'leaves',
  'whole',
  'bad body',
  'stream',
  'wrong key',
] as const
const LEAVES_AFTER_MS = 15

/** Mixed traffic, to providers that fail now and then in many ways. */
export class Traffic {
  answered = 0
  /** By status, 0 where the connection broke. */
  readonly statuses = new Map<number, number>()
  readonly #options: TrafficOptions
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 200 })
  readonly #under = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #n = 0

  constructor(options: TrafficOptions) {
    this.#options = options
    for (const { script } of options.simulators) {
      script.always(
        ...Array.from({ length: 30 }, () => ({ tokens: 12 })),
        faults.serverError(),
        faults.rateLimited(),
        { tokens: 12, ...faults.cutAt({ afterTokens: 4 }) },
        faults.cutAt('before_headers'),
        faults.emptyAnswer(),
        { tokens: 30, delays: { betweenChunksMs: 20 } },
      )
    }
  }

  /** Goes on with so many requests per second, whether or not the ones before are answered. */
  go(rate: number): void {
    clearInterval(this.#timer)
    this.#timer = setInterval(() => {
      const one = this.#send(this.#n++)
      this.#under.add(one)
      void one.then(() => this.#under.delete(one))
    }, 1_000 / rate)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.race([Promise.all(this.#under), pause(30_000)])
    this.#agent.destroy()
  }

  #send(n: number): Promise<void> {
    const kind = KINDS[n % KINDS.length]
    const messages = [{ role: 'user', content: `Hello ${n}` }]
    const body =
      kind === 'bad body'
        ? '{"model": '
        : JSON.stringify({ model: 'chat', stream: kind === 'stream' || kind === 'leaves', messages })
    const key = kind === 'wrong key' ? 'wrong' : this.#options.key
    return new Promise((resolve) => {
      const end = (status: number): void => {
        this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
        if (status !== 0) this.answered += 1
        resolve()
      }
      const call = request(
        new URL('/v1/chat/completions', this.#options.url),
        {
          method: 'POST',
          agent: this.#agent,
          headers: { 'authorization': `Bearer ${key}`, 'content-type': 'application/json' },
        },
        (response) => {
          response.resume()
          response.on('close', () => end(response.statusCode ?? 0))
        },
      )
      call.on('error', () => end(0))
      call.end(body)
      if (kind === 'leaves') setTimeout(() => call.destroy(), LEAVES_AFTER_MS)
    })
  }
}

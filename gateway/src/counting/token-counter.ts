import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Dialect } from '#domain/request'

export interface CountJob {
  readonly number: number
  readonly dialect: Dialect
  readonly body: Uint8Array
}

/** What the thread answers; `null`: there is nothing to count. */
interface Counted {
  readonly number: number
  readonly tokens: number | null
}

interface Waiting {
  readonly done: (tokens: number | null) => void
  readonly limit: NodeJS.Timeout
}

/** Of longer bodies the estimate is what is known. */
const MOST_BYTES = 8 * 1024 * 1024
const MOST_WAITING = 32
/** A request waits so long for its count, the start of the thread (half a second) included. */
const LIMIT_MS = 2_000
/** The tokenizer takes 100 MB, which are given back when nothing was close for so long. */
const IDLE_MS = 60_000

const NOT_COUNTED = Promise.resolve(null)

/** The file beside this one, TypeScript in the source tree and JavaScript where it was built. */
const THREAD_FILE = new URL(`./counter-thread${extname(import.meta.url)}`, import.meta.url)

/**
 * Counts the tokens of requests on a thread of its own, which loads the tokenizer when the first one asks: that takes
 * half a second, and a long text a good part of one, during which nobody else would be served.
 */
export class TokenCounter {
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | null = null
  #number = 0
  #closed = false
  readonly #waiting = new Map<number, Waiting>()

  /** The tokenizer is in memory. */
  get loaded(): boolean {
    return this.#worker !== null
  }

  /** Input tokens of a chat request as OpenAI's current models count them. Never rejects; `null`: not in time, or not at all. */
  readonly count = (dialect: Dialect, body: Uint8Array): Promise<number | null> => {
    if (this.#closed || body.length > MOST_BYTES || this.#waiting.size >= MOST_WAITING) return NOT_COUNTED
    if (this.#idle !== null) clearTimeout(this.#idle)
    const number = ++this.#number
    // A copy, because the body may lie in memory that others use too.
    const copy = new Uint8Array(body)
    try {
      this.#worker ??= this.#start()
      this.#worker.postMessage({ number, dialect, body: copy } satisfies CountJob, [copy.buffer])
    } catch {
      return NOT_COUNTED
    }
    return new Promise((done) => {
      const limit = setTimeout(() => this.#heard({ number, tokens: null }), LIMIT_MS)
      this.#waiting.set(number, { done, limit })
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#stop()
  }

  #start(): Worker {
    const worker = new Worker(THREAD_FILE, { name: 'backstay-counting', env: {}, execArgv: [] })
    worker.unref()
    worker.on('message', (counted: Counted) => this.#heard(counted))
    const died = (): void => {
      if (this.#worker === worker) void this.#stop()
    }
    worker.on('error', died)
    worker.once('exit', died)
    return worker
  }

  #heard({ number, tokens }: Counted): void {
    const waiting = this.#waiting.get(number)
    if (waiting === undefined) return
    this.#waiting.delete(number)
    clearTimeout(waiting.limit)
    waiting.done(tokens)
    if (this.#waiting.size > 0) return
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = setTimeout(() => void this.#stop(), IDLE_MS)
    this.#idle.unref()
  }

  async #stop(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    if (this.#idle !== null) clearTimeout(this.#idle)
    for (const number of this.#waiting.keys()) this.#heard({ number, tokens: null })
    if (this.#idle !== null) clearTimeout(this.#idle)
    await worker?.terminate()
  }
}

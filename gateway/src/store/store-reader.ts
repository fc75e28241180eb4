import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { QueryName, Question, Reply, StoreQueries } from './reader-messages.ts'
import { StoreError } from './store-error.ts'
import { storePath } from './store-url.ts'
import type { ThreadData } from './writer-messages.ts'

/** The file beside this one, TypeScript in the source tree and JavaScript where it was built. */
const THREAD_FILE = new URL(`./store-reader-thread${extname(import.meta.url)}`, import.meta.url)

const MAX_WAITING = 100

export interface StoreReaderOptions {
  /** `sqlite:PATH`. */
  readonly url: string
  /** Longest time that a question may take; 10,000 by default. */
  readonly limitMs?: number
  /** The thread ends when nothing was asked for so long; 30,000 by default. */
  readonly idleMs?: number
}

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: StoreError) => void
  readonly limit: NodeJS.Timeout
}

/**
 * Asks the store on a thread of its own, which runs while there is something to ask: neither SQL nor waiting for it
 * happens where requests are served, and the writer is not held up.
 */
export class StoreReader {
  readonly #path: string
  readonly #limitMs: number
  readonly #idleMs: number
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | null = null
  #number = 0
  #ended: Promise<unknown> = Promise.resolve()

  /** @throws StoreError - when the URL is not one of a store. */
  constructor(options: StoreReaderOptions) {
    this.#path = storePath(options.url)
    this.#limitMs = options.limitMs ?? 10_000
    this.#idleMs = options.idleMs ?? 30_000
  }

  get running(): boolean {
    return this.#worker !== null
  }

  /** Rejects with `StoreError` when the store cannot be read, and when it takes too long. */
  ask<Name extends QueryName>(
    name: Name,
    ask: StoreQueries[Name]['ask'],
  ): Promise<StoreQueries[Name]['answer']> {
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(new StoreError('Too many questions to the store are waiting; ask again later.'))
    }
    const number = this.#number++
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#worker ??= this.#start()
    const worker = this.#worker
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => this.#tooSlow(worker), this.#limitMs)
      this.#waiting.set(number, { resolve: (answer) => resolve(answer as never), reject, limit })
      worker.postMessage({ number, name, ask } satisfies Question<Name>)
    })
  }

  async close(): Promise<void> {
    this.#end('The store is closed.')
    await this.#ended
  }

  #start(): Worker {
    const worker = new Worker(THREAD_FILE, {
      name: 'backstay-reader',
      workerData: { path: this.#path } satisfies ThreadData,
      execArgv: [],
    })
    // What keeps the process alive are those who wait for an answer.
    worker.unref()
    const died = (message: string): void => {
      if (this.#worker === worker) this.#end(`The thread that reads the store has died (${message}).`)
    }
    worker.on('message', (reply: Reply) => this.#heard(reply))
    worker.on('error', (error: unknown) => died(error instanceof Error ? error.message : String(error)))
    worker.once('exit', () => died('it ended'))
    return worker
  }

  #heard(reply: Reply): void {
    const waiting = this.#waiting.get(reply.number)
    if (waiting === undefined) return
    this.#waiting.delete(reply.number)
    clearTimeout(waiting.limit)
    if (reply.kind === 'found') waiting.resolve(reply.answer)
    else waiting.reject(new StoreError(reply.message))
    if (this.#waiting.size > 0) return
    this.#idle = setTimeout(() => this.#end('The reader was idle.'), this.#idleMs).unref()
  }

  /** A statement cannot be interrupted, but the thread that runs it can be ended. */
  #tooSlow(worker: Worker): void {
    if (this.#worker === worker) this.#end('The store took too long to answer; ask for a shorter time.')
  }

  #end(message: string): void {
    const worker = this.#worker
    this.#worker = null
    if (this.#idle !== null) clearTimeout(this.#idle)
    for (const { reject, limit } of this.#waiting.values()) {
      clearTimeout(limit)
      reject(new StoreError(message))
    }
    this.#waiting.clear()
    if (worker !== null) this.#ended = worker.terminate()
  }
}

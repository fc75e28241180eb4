import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Asked, Reply, ThreadData } from './asked-messages.ts'
import { StoreError } from './store-error.ts'

export interface AskedThreadOptions {
  /** Name of the file beside this one that answers, without its extension. */
  readonly file: string
  readonly data: ThreadData
  /** Longest time that a question may take. */
  readonly limitMs: number
  /** The thread ends when nothing was asked for so long. */
  readonly idleMs: number
  /** How many questions wait at most. */
  readonly maxWaiting: number
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: StoreError) => void
  readonly limit: NodeJS.Timeout
}

/** A thread that answers one question after the other, and runs while there is something to ask. */
export class AskedThread<Ask, Answer> {
  readonly #options: AskedThreadOptions
  readonly #waiting = new Map<number, Waiting<Answer>>()
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | null = null
  #number = 0
  #generation = 0
  #ended: Promise<unknown> = Promise.resolve()

  constructor(options: AskedThreadOptions) {
    this.#options = options
  }

  get running(): boolean {
    return this.#worker !== null
  }

  /** How many threads have ended: what one of them remembered is gone with it. */
  get generation(): number {
    return this.#generation
  }

  /** Rejects with `StoreError` when there is no answer, and when it takes too long. */
  ask(ask: Ask): Promise<Answer> {
    if (this.#waiting.size >= this.#options.maxWaiting) {
      return Promise.reject(new StoreError('Too many questions to the store are waiting; ask again later.'))
    }
    const number = this.#number++
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#worker ??= this.#start()
    const worker = this.#worker
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => this.#tooSlow(worker), this.#options.limitMs)
      this.#waiting.set(number, { resolve, reject, limit })
      worker.postMessage({ number, ask } satisfies Asked<Ask>)
    })
  }

  /** Whoever waits gets no answer. */
  async close(): Promise<void> {
    this.#end('The store is closed.')
    await this.#ended
  }

  #start(): Worker {
    const { file, data } = this.#options
    // TypeScript in the source tree and JavaScript where it was built.
    const worker = new Worker(new URL(`./${file}${extname(import.meta.url)}`, import.meta.url), {
      name: file,
      workerData: data,
      execArgv: [],
    })
    // What keeps the process alive are those who wait for an answer.
    worker.unref()
    const died = (message: string): void => {
      if (this.#worker === worker) this.#end(`The thread that works on the store has died (${message}).`)
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
    if (reply.kind === 'found') waiting.resolve(reply.answer as Answer)
    else waiting.reject(new StoreError(reply.message, { conflict: reply.conflict }))
    if (this.#waiting.size > 0) return
    this.#idle = setTimeout(() => this.#end('The thread was idle.'), this.#options.idleMs).unref()
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
    if (worker === null) return
    this.#generation++
    this.#ended = worker.terminate()
  }
}

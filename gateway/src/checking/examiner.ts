import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Examination, Examined } from '#domain/quality'

/** An examination that takes longer is given up: real ones take far less than a millisecond. */
const LIMIT_MS = 250
/** No answer waits longer for its turn, the start of the thread not counted. */
const QUEUE_MS = 1_000
const MAX_QUEUE = 1_000
/** A thread that cannot start must not keep answers from being delivered. */
const START_MS = 5_000
const MEMORY_MB = 128

/** The file beside this one, TypeScript in the source tree and JavaScript where it was built. */
const THREAD_FILE = new URL(`./examiner-thread${extname(import.meta.url)}`, import.meta.url)

/**
 * Runs patterns and schemas on threads of their own, because either can be written so that it takes for ever on some
 * text. A thread that takes too long is ended, and the answer counts as not checked. What clients bring runs apart from
 * what operators wrote.
 */
export class Examiner {
  readonly #lanes = { file: new Lane(), request: new Lane() }

  /** Never rejects. */
  readonly examine = (examination: Examination): Promise<Examined> =>
    this.#lanes[examination.origin].examine(examination)

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#lanes).map((lane) => lane.close()))
  }
}

interface Job {
  readonly examination: Examination
  readonly queuedAt: number
  readonly done: (examined: Examined) => void
}

/** One thread, started by the first examination, and those that wait for it. */
class Lane {
  #worker: Worker | null = null
  #ready = false
  /** When the first thread was there: a later one starts because one was given up, which is no excuse. */
  #readyAt = 0
  #current: Job | null = null
  #limit: NodeJS.Timeout | null = null
  readonly #queue: Job[] = []
  #closed = false

  examine(examination: Examination): Promise<Examined> {
    if (this.#closed) return Promise.resolve(gaveUp(CLOSED))
    if (this.#queue.length >= MAX_QUEUE) return Promise.resolve(gaveUp('too many answers wait to be checked'))
    return new Promise((done) => {
      this.#queue.push({ examination, queuedAt: performance.now(), done })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const worker = this.#stop(CLOSED)
    for (const job of this.#queue.splice(0)) job.done(gaveUp(CLOSED))
    await worker?.terminate()
  }

  #next(): void {
    if (this.#current !== null || this.#queue.length === 0) return
    if (this.#worker === null) this.#start()
    if (!this.#ready) return
    const job = this.#queue.shift()
    if (job === undefined) return
    if (performance.now() - Math.max(job.queuedAt, this.#readyAt) > QUEUE_MS) {
      job.done(gaveUp('too many answers wait to be checked'))
      this.#next()
      return
    }
    this.#current = job
    this.#within(LIMIT_MS, `it took longer than ${LIMIT_MS} ms`)
    this.#worker?.postMessage(job.examination)
  }

  #start(): void {
    const worker = new Worker(THREAD_FILE, {
      name: 'backstay-checks',
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    this.#worker = worker
    worker.unref()
    worker.on('message', (message: Examined | 'ready') => {
      if (this.#worker === worker) this.#heard(message)
    })
    worker.on('error', () => this.#died(worker))
    worker.once('exit', () => this.#died(worker))
    this.#within(START_MS, 'the thread for checks did not start')
  }

  #heard(message: Examined | 'ready'): void {
    if (this.#limit !== null) clearTimeout(this.#limit)
    if (message === 'ready') this.#started()
    else this.#finish(message)
    this.#next()
  }

  #started(): void {
    this.#ready = true
    if (this.#readyAt === 0) this.#readyAt = performance.now()
  }

  /** An answer that came while this thread was busy counts: it is looked for once more before the thread is ended. */
  #within(limitMs: number, detail: string): void {
    this.#limit = setTimeout(() => {
      const job = this.#current
      const ready = this.#ready
      setImmediate(() => {
        if (this.#current !== job || this.#ready !== ready) return
        void this.#stop(detail)?.terminate()
        this.#next()
      })
    }, limitMs)
    this.#limit.unref()
  }

  #died(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#stop('the thread for checks has died')
    this.#next()
  }

  /** Lets go of the thread; whoever it worked for, or waits for it to start, is told why. */
  #stop(detail: string): Worker | null {
    const worker = this.#worker
    if (this.#limit !== null) clearTimeout(this.#limit)
    if (!this.#ready) for (const job of this.#queue.splice(0)) job.done(gaveUp(detail))
    this.#worker = null
    this.#ready = false
    this.#finish(gaveUp(detail))
    return worker
  }

  #finish(examined: Examined): void {
    const job = this.#current
    this.#current = null
    job?.done(examined)
  }
}

const CLOSED = 'the gateway is shutting down'

function gaveUp(detail: string): Examined {
  return { kind: 'gave_up', detail }
}

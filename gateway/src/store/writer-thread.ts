import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { WrittenBatch } from './tables.ts'
import { TABLE_NAMES } from './tables.ts'
import type { Portion } from './waiting-rows.ts'
import type {
  FromThread,
  RowsToStore,
  SpendingQuestions,
  Sweeping,
  ToThread,
  WriterData,
} from './writer-messages.ts'

/** How long a thread may take to end by itself: a statement that waits for a lock takes up to 5 seconds. */
const END_MS = 6_000

/** The file beside this one, TypeScript in the source tree and JavaScript where it was built. */
const THREAD_FILE = new URL(`./record-writer-thread${extname(import.meta.url)}`, import.meta.url)

/** The thread that writes to the store. One that has died is reported as a failure, and replaced by the next batch. */
export class WriterThread {
  readonly #data: WriterData
  readonly #hear: (message: FromThread) => void
  #worker: Worker | null

  constructor(data: WriterData, hear: (message: FromThread) => void) {
    this.#data = data
    this.#hear = hear
    this.#worker = this.#start()
  }

  /** Every portion is answered with one message, later; a further one may follow it only then. */
  send(portion: Portion): void {
    this.#post(portion.kind === 'batch' ? { rows: arraysOf(portion.batch) } : { path: portion.path })
  }

  /** Answered with `summed` or `unsummed`; a thread that dies answers nothing. */
  ask(questions: SpendingQuestions): void {
    this.#post(questions)
  }

  /** Answered with `swept`; a thread that dies answers nothing. */
  sweep(sweeping: Sweeping): void {
    this.#post(sweeping)
  }

  #post(message: Exclude<ToThread, 'close'>): void {
    try {
      this.#worker ??= this.#start()
      this.#worker.postMessage(message satisfies ToThread)
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      setImmediate(() => this.#died(cause))
    }
  }

  /** Closes the store and ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    if (worker === null) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.postMessage('close' satisfies ToThread)
    const limit = setTimeout(() => void worker.terminate(), END_MS)
    await ended
    clearTimeout(limit)
  }

  #start(): Worker {
    const worker = new Worker(THREAD_FILE, {
      name: 'backstay-records',
      workerData: this.#data,
      execArgv: [],
    })
    let cause = 'it ended'
    worker.on('message', (message: FromThread) => {
      if (this.#worker === worker) this.#hear(message)
    })
    worker.on('error', (error: unknown) => {
      cause = error instanceof Error ? error.message : String(error)
    })
    worker.once('exit', () => {
      if (this.#worker !== worker) return
      this.#worker = null
      this.#died(cause)
    })
    return worker
  }

  #died(cause: string): void {
    this.#hear({ kind: 'failed', message: `The thread that writes to the store has died (${cause}).` })
  }
}

/** One long text costs a fraction of what its rows would cost to be copied one by one. */
function arraysOf(batch: WrittenBatch): RowsToStore['rows'] {
  const filled = TABLE_NAMES.filter((table) => (batch[table] ?? []).length > 0)
  return Object.fromEntries(filled.map((table) => [table, `[${(batch[table] ?? []).join(',')}]`]))
}

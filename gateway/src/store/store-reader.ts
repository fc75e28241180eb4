import { AskedThread } from './asked-thread.ts'
import type { QueryName, Question, StoreQueries } from './reader-messages.ts'
import { storeLocation } from './store-location.ts'

const MAX_WAITING = 100

export interface StoreReaderOptions {
  /** `sqlite:PATH` or `postgres://…`. */
  readonly url: string
  /** Longest time that a question may take; 10,000 by default. */
  readonly limitMs?: number
  /** The thread ends when nothing was asked for so long; 30,000 by default. */
  readonly idleMs?: number
}

/**
 * Asks the store on a thread of its own, which runs while there is something to ask: neither SQL nor waiting for it
 * happens where requests are served, and the writer is not held up.
 */
export class StoreReader {
  readonly #thread: AskedThread<Question, unknown>

  /** @throws StoreError - when the URL is not one of a store. */
  constructor({ url, limitMs = 10_000, idleMs = 30_000 }: StoreReaderOptions) {
    this.#thread = new AskedThread({
      file: 'store-reader-thread',
      data: { location: storeLocation(url) },
      limitMs,
      idleMs,
      maxWaiting: MAX_WAITING,
    })
  }

  get running(): boolean {
    return this.#thread.running
  }

  /** Rejects with `StoreError` when the store cannot be read, and when it takes too long. */
  async ask<Name extends QueryName>(
    name: Name,
    ask: StoreQueries[Name]['ask'],
  ): Promise<StoreQueries[Name]['answer']> {
    return (await this.#thread.ask({ name, ask })) as StoreQueries[Name]['answer']
  }

  async close(): Promise<void> {
    await this.#thread.close()
  }
}

/**
 * Gathers what comes in one turn of the event loop and does it together at the turn's end, in order. Under load two dozen
 * requests come in a turn: done one after the other, what they need of the program stays in the processor's caches,
 * which took a fifth off the CPU time of a request (decision 0037). Nobody waits for a timer: where there is nothing
 * else to do, the end of the turn is at once.
 */
export class EndOfTurn<T> {
  readonly #run: (item: T) => void
  readonly #flush = (): void => this.flush()
  #items: T[] = []

  /** @param run - Must not throw: there is nobody left who could be told. */
  constructor(run: (item: T) => void) {
    this.#run = run
  }

  add(item: T): void {
    if (this.#items.length === 0) setImmediate(this.#flush)
    this.#items.push(item)
  }

  /** Does now what was added. */
  flush(): void {
    const items = this.#items
    this.#items = []
    for (const item of items) this.#run(item)
  }
}

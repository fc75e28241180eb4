/** Rows to be stored, each as JSON, oldest first, with an upper limit; what is over it is dropped from the old end. */
export class RecordQueue {
  readonly #limit: number
  #rows: (string | null)[] = []
  /** Taken rows are skipped, and cut off once they are the larger part: taking costs the same however long the queue. */
  #head = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#rows.length - this.#head
  }

  get room(): number {
    return this.#limit - this.size
  }

  /** Returns how many rows were dropped to make room. */
  add(row: string): number {
    this.#rows.push(row)
    if (this.size <= this.#limit) return 0
    this.take(1)
    return 1
  }

  /** Removes and returns up to `count` of the oldest rows. */
  take(count: number): string[] {
    const end = Math.min(this.#head + count, this.#rows.length)
    const taken = this.#rows.slice(this.#head, end) as string[]
    this.#rows.fill(null, this.#head, end)
    this.#head = end
    if (this.#head * 2 >= this.#rows.length) {
      this.#rows = this.#rows.slice(this.#head)
      this.#head = 0
    }
    return taken
  }

  /** Puts taken rows back at the old end. Returns how many of them had no room. */
  putBack(rows: readonly string[]): number {
    const room = Math.max(0, this.#limit - this.size)
    const kept = rows.slice(Math.max(0, rows.length - room))
    this.#rows = [...kept, ...this.#rows.slice(this.#head)]
    this.#head = 0
    return rows.length - kept.length
  }
}

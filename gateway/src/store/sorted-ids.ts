const COUNTER_LIMIT = 0x1_00_00

/** Ids that sort by time: 24 hexadecimal digits. */
export class SortedIds {
  readonly #process: string
  #lastMs = 0
  #counter = 0

  /** `process`: eight hexadecimal digits that tell this process from others that write to the same store. */
  constructor(process: string) {
    this.#process = process
  }

  /** Greater than every id before, also when the system's clock is set back. */
  next(atMs: number): string {
    this.#counter++
    if (atMs > this.#lastMs || this.#counter >= COUNTER_LIMIT) {
      this.#lastMs = Math.max(atMs, this.#lastMs + 1)
      this.#counter = 0
    }
    return `${hex(this.#lastMs, 12)}${hex(this.#counter, 4)}${this.#process}`
  }
}

/** Ids that were made at that time or later are not smaller. */
export function firstIdAt(atMs: number): string {
  return hex(Math.max(0, Math.floor(atMs)), 12)
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

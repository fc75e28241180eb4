/** A range of bytes that are not copied. */
export interface Stretch {
  readonly source: Uint8Array
  readonly start: number
  readonly end: number
}

/** Gets everything that was held back at once, and what follows piece by piece. */
export interface OutgoingSink {
  commit(chunks: readonly Uint8Array[]): void
  bytes(chunk: Uint8Array): void
}

/** What goes out of a stream, in order. Stretches of one read are joined while they touch. */
export class OutgoingBytes {
  /** Nothing is held back any more. */
  commits = false
  heldBytes = 0
  readonly #sink: OutgoingSink
  #held: Uint8Array[] = []
  #told = false
  #source: Uint8Array | null = null
  #from = 0
  #to = 0

  constructor(sink: OutgoingSink) {
    this.#sink = sink
  }

  add({ source, start, end }: Stretch): void {
    if (source !== this.#source || start !== this.#to) {
      this.flush()
      this.#source = source
      this.#from = start
    }
    this.#to = end
  }

  /** What was added since the last time goes to the sink, or is held. */
  flush(): void {
    const source = this.#source
    if (source === null) return
    this.#source = null
    const whole = this.#from === 0 && this.#to === source.length
    const bytes = whole ? source : source.subarray(this.#from, this.#to)
    if (this.#told) this.#sink.bytes(bytes)
    else if (this.commits) {
      this.#told = true
      this.#sink.commit([...this.#held, bytes])
      this.drop()
    } else {
      this.#held.push(bytes)
      this.heldBytes += bytes.length
    }
  }

  /** Nobody gets what is held. */
  drop(): void {
    this.#held = []
    this.heldBytes = 0
  }
}

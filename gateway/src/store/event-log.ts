import type { EventSink, GatewayEvent, LoggedEvent } from '#domain/event'

const KEPT_EVENTS = 1_000
const COUNTER_LIMIT = 0x1_00_00

export interface EventLogOptions {
  /** Milliseconds since the Unix epoch. */
  readonly wallMs: () => number
  readonly organisation: () => string
  /** Eight hexadecimal digits that tell this process from others that write to the same store. */
  readonly process: string
  /** Takes what is to be stored. */
  readonly append: (event: LoggedEvent) => void
  /** How many of the newest events are kept in memory; 1,000 by default. */
  readonly keep?: number
}

/** The append-only log of events: numbers them, hands them to the store and to whoever listens. */
export class EventLog implements EventSink {
  readonly #options: EventLogOptions
  readonly #keep: number
  readonly #listeners = new Set<(event: LoggedEvent) => void>()
  #recent: LoggedEvent[] = []
  #lastMs = 0
  #counter = 0

  constructor(options: EventLogOptions) {
    this.#options = options
    this.#keep = options.keep ?? KEPT_EVENTS
  }

  tell(event: GatewayEvent): void {
    const { wallMs, organisation, append } = this.#options
    const at = wallMs()
    const logged: LoggedEvent = { id: this.#nextId(at), at, organisation: organisation(), event }
    this.#recent.push(logged)
    if (this.#recent.length >= this.#keep * 2) this.#recent = this.#recent.slice(-this.#keep)
    append(logged)
    for (const listener of this.#listeners) listener(logged)
  }

  /** Events after the one with this id, oldest first; `null` when some of them are no longer kept in memory. */
  after(id: string): readonly LoggedEvent[] | null {
    const first = this.#recent.findIndex((event) => event.id > id)
    if (first < 0) return this.#recent.length > 0 ? [] : null
    return first === 0 ? null : this.#recent.slice(first)
  }

  /** What is kept in memory, oldest first. */
  recent(): readonly LoggedEvent[] {
    return this.#recent
  }

  /** Calls `listener` with every event from now on, until the returned function is called. */
  subscribe(listener: (event: LoggedEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Greater than every id before, also when the system's clock is set back. */
  #nextId(atMs: number): string {
    this.#counter++
    if (atMs > this.#lastMs || this.#counter >= COUNTER_LIMIT) {
      this.#lastMs = Math.max(atMs, this.#lastMs + 1)
      this.#counter = 0
    }
    return `${hex(this.#lastMs, 12)}${hex(this.#counter, 4)}${this.#options.process}`
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

import type { EventSink, GatewayEvent, LoggedEvent } from '#domain/event'
import { SortedIds } from './sorted-ids.ts'

const KEPT_EVENTS = 1_000

export interface EventLogOptions {
  /** Milliseconds since the Unix epoch. */
  readonly wallMs: () => number
  /** Whose the events are that name nobody. */
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
  readonly #own = new Set<(event: LoggedEvent) => void>()
  readonly #ids: SortedIds
  #recent: LoggedEvent[] = []

  constructor(options: EventLogOptions) {
    this.#options = options
    this.#ids = new SortedIds(options.process)
    this.#keep = options.keep ?? KEPT_EVENTS
  }

  tell(event: GatewayEvent, organisation = this.#options.organisation()): void {
    const { wallMs, append } = this.#options
    const at = wallMs()
    const logged: LoggedEvent = { id: this.#ids.next(at), at, organisation, event }
    this.#keepInMemory(logged)
    append(logged)
    for (const listener of this.#own) listener(logged)
    for (const listener of this.#listeners) listener(logged)
  }

  /** Another process has logged it, which also stores it. */
  hear(logged: LoggedEvent): void {
    this.#keepInMemory(logged)
    for (const listener of this.#listeners) listener(logged)
  }

  /** Calls `listener` with every event of this process from now on. */
  forward(listener: (event: LoggedEvent) => void): void {
    this.#own.add(listener)
  }

  #keepInMemory(logged: LoggedEvent): void {
    this.#recent.push(logged)
    // One of another process may be older by what it took to hear of it.
    const before = this.#recent.at(-2)
    if (before !== undefined && before.id > logged.id) this.#recent.sort((a, b) => (a.id < b.id ? -1 : 1))
    if (this.#recent.length >= this.#keep * 2) this.#recent = this.#recent.slice(-this.#keep)
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
}

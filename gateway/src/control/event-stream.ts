import type { Clock, Timer } from '#domain/clock'
import type { LoggedEvent } from '#domain/event'
import type { EventLog } from '#store/event-log'
import type { StoreReader } from '#store/store-reader'
import { eventAnswer } from './event-answer.ts'

export interface EventStreamOptions {
  readonly log: EventLog
  readonly reader: StoreReader
  readonly clock: Clock
  readonly organisation: string
  /** Empty: every kind. */
  readonly kinds: ReadonlySet<string>
  /** Id of the last event that the reader has; `null`: only what happens from now on. */
  readonly after: string | null
  /** Breaks the connection to a reader that is too slow. */
  readonly cut: () => void
}

/** So much may wait for a slow reader before it is cut: it goes on where it was when it comes back. */
const MAX_WAITING_BYTES = 1_048_576
const MAX_WAITING_EVENTS = 10_000
const PAGE_EVENTS = 500
/** Older than this many events are left to the list. */
const MAX_MISSED_EVENTS = 20_000
const COMMENT_EVERY_MS = 15_000
const RETRY_MS = 2_000

const encoder = new TextEncoder()

/** Events as server-sent events: first those that were missed, then each as it happens. */
export class EventStream {
  readonly body: ReadableStream<Uint8Array>
  readonly #options: EventStreamOptions
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  #leave: () => void = () => undefined
  #comment: Timer | null = null
  /** Events that happen while missed ones are still being read; `null` once those are through. */
  #meanwhile: LoggedEvent[] | null = []
  #last: string
  #missed = 0
  readonly #onEnd: () => void

  constructor(options: EventStreamOptions, onEnd: () => void) {
    this.#options = options
    this.#onEnd = onEnd
    this.#last = options.after ?? ''
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => this.#start(controller),
        pull: () => (this.#meanwhile === null ? undefined : this.#catchUp()),
        cancel: () => this.#end(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 16_384 }),
    )
  }

  /** Ends it properly: the reader comes back by itself. */
  close(): void {
    const controller = this.#controller
    this.#end()
    controller?.close()
  }

  #start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller
    this.#leave = this.#options.log.subscribe((event) => this.#happened(event))
    this.#write(`retry: ${RETRY_MS}\n\n`)
    this.#commentLater()
    if (this.#options.after === null) this.#meanwhile = null
  }

  #happened(event: LoggedEvent): void {
    if (this.#meanwhile === null) this.#tell(event)
    else if (this.#meanwhile.length < MAX_WAITING_EVENTS) this.#meanwhile.push(event)
    else this.#cut()
  }

  /** One page of what was missed; called again as long as the reader takes more. */
  async #catchUp(): Promise<void> {
    const { log, reader, organisation } = this.#options
    const kept = log.after(this.#last)
    if (kept !== null || this.#missed >= MAX_MISSED_EVENTS) {
      if (kept === null) this.#gap('older events are in the list only')
      this.#tellAll(kept ?? log.recent())
      this.#goLive()
      return
    }
    try {
      const page = await reader.ask('events-after', { organisation, id: this.#last, limit: PAGE_EVENTS })
      this.#missed += page.length
      this.#tellAll(page)
      if (page.length === PAGE_EVENTS) return
    } catch (error) {
      this.#gap(error instanceof Error ? error.message : 'the store cannot be read')
    }
    this.#tellAll(log.recent())
    this.#goLive()
  }

  #goLive(): void {
    const meanwhile = this.#meanwhile ?? []
    this.#meanwhile = null
    this.#tellAll(meanwhile)
  }

  #tellAll(events: readonly LoggedEvent[]): void {
    for (const event of events) this.#tell(event)
  }

  #tell(event: LoggedEvent): void {
    if (event.id <= this.#last) return
    this.#last = event.id
    const { organisation, kinds } = this.#options
    if (event.organisation !== organisation || (kinds.size > 0 && !kinds.has(event.event.kind))) return
    this.#write(`id: ${event.id}\ndata: ${JSON.stringify(eventAnswer(event))}\n\n`)
  }

  /** Something is missing that no later event will bring. */
  #gap(reason: string): void {
    this.#write(`event: gap\ndata: ${JSON.stringify({ after: this.#last, reason })}\n\n`)
  }

  #write(text: string): void {
    if (this.#controller === null) return
    this.#controller.enqueue(encoder.encode(text))
    if ((this.#controller.desiredSize ?? 0) < -MAX_WAITING_BYTES) this.#cut()
  }

  #commentLater(): void {
    this.#comment = this.#options.clock.after(COMMENT_EVERY_MS, () => {
      this.#write(': waiting\n\n')
      if (this.#controller !== null) this.#commentLater()
    })
  }

  #cut(): void {
    if (this.#controller === null) return
    this.#end()
    this.#options.cut()
  }

  #end(): void {
    if (this.#controller === null) return
    this.#controller = null
    this.#meanwhile = null
    this.#leave()
    this.#comment?.cancel()
    this.#onEnd()
  }
}

import { GatewayError } from '#domain/errors'
import type { EventStreamOptions } from './event-stream.ts'
import { EventStream } from './event-stream.ts'

const MAX_STREAMS = 100

/** The live streams that are open. */
export class EventStreams {
  readonly #open = new Set<EventStream>()
  #closed = false

  /** @throws GatewayError - when too many are open, or the gateway is about to end. */
  open(options: EventStreamOptions): Response {
    if (this.#closed) throw new GatewayError('draining')
    if (this.#open.size >= MAX_STREAMS) throw new GatewayError('too_many_streams')
    const stream: EventStream = new EventStream(options, () => this.#open.delete(stream))
    this.#open.add(stream)
    return new Response(stream.body, {
      headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
    })
  }

  get size(): number {
    return this.#open.size
  }

  /** Ends all of them, so that a gateway that stops does not wait for their readers. */
  close(): void {
    this.#closed = true
    for (const stream of this.#open) stream.close()
  }
}

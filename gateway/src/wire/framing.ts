import { SseSplitter } from './sse.ts'

/** One event as it was framed: a server-sent event or a binary frame. */
export interface Frame {
  /** Of the `event:` line, or the frame's type header. */
  readonly name: string | null
  readonly data: string
}

/** One event with the bytes it came in. */
export interface FramedEvent {
  /** `null`: a comment, a blank line, the rest of a line end. */
  readonly frame: Frame | null
  readonly bytes: Uint8Array
  /** The line feed of a CRLF whose carriage return ended the event before, one read earlier. */
  readonly tail?: boolean
}

/** Cuts the bytes of a streamed answer into events. */
export interface Framing {
  /** Events that are complete now; every byte belongs to exactly one. */
  push(chunk: Uint8Array): readonly FramedEvent[]
  /** Bytes of an event that has begun and is not complete. */
  readonly pendingBytes: number
  /** An event grew past 16 MiB, or is not framed at all; nothing more is returned. */
  readonly broken: boolean
}

/** Server-sent events. */
export class SseFraming implements Framing {
  readonly #splitter = new SseSplitter()
  readonly #decoder = new TextDecoder()

  get broken(): boolean {
    return this.#splitter.overflowed
  }

  get pendingBytes(): number {
    return this.#splitter.pendingBytes
  }

  push(chunk: Uint8Array): readonly FramedEvent[] {
    return this.#splitter.push(chunk).map((event) => {
      const bytes = event.source.subarray(event.start, event.end)
      if (event.dataStart === -1) return { frame: null, bytes, tail: event.tail }
      const data = this.#decoder.decode(event.dataSource.subarray(event.dataStart, event.dataEnd))
      return { frame: { name: event.name, data }, bytes }
    })
  }
}

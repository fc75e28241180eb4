/** One complete event of a server-sent event stream, as ranges of bytes that are not copied. */
export interface SseEvent {
  /** Holds the event; several events of one read share it. */
  readonly source: Uint8Array
  /** Exact range of the event in `source`, with the blank line that ends it. */
  readonly start: number
  readonly end: number
  /** Where the joined data lines are: `source`, or bytes of their own when there are several lines. */
  readonly dataSource: Uint8Array
  /** Range of the data; `dataStart` is -1 for comments, blank lines and events without data. */
  readonly dataStart: number
  readonly dataEnd: number
  /** Value of the `event:` line. */
  readonly name: string | null
  /** The line feed of a CRLF whose carriage return ended the event before, one read earlier. */
  readonly tail: boolean
}

/** A line that keeps a connection alive and means nothing to clients that read events as the standard says. */
export const KEEP_ALIVE_COMMENT = ': waiting\n\n'

/** Largest event that is put together from several reads. */
const MAX_EVENT_BYTES = 16 * 1024 * 1024

const LF = 10
const CR = 13
const COLON = 58
const SPACE = 32
const NONE = new Uint8Array(0)
const decoder = new TextDecoder()

/**
 * Cuts a byte stream into events, whatever the line ends and wherever the reads are split. Every byte belongs to
 * exactly one event; what follows the last complete one waits for the next read.
 */
export class SseSplitter {
  /** An event grew past the limit; nothing more is returned. */
  overflowed = false
  readonly #maxEventBytes: number
  #kept: Uint8Array[] = []
  #keptBytes = 0
  #lineEmpty = true
  #afterCr = false
  #first = true

  constructor(maxEventBytes = MAX_EVENT_BYTES) {
    this.#maxEventBytes = maxEventBytes
  }

  /** Bytes of an event that has begun and is not complete. */
  get pendingBytes(): number {
    return this.#keptBytes
  }

  push(chunk: Uint8Array): readonly SseEvent[] {
    if (chunk.length === 0 || this.overflowed) return []
    const ends: number[] = []
    const tail = this.#afterCr && chunk[0] === LF && this.#keptBytes === 0
    this.#findEnds(chunk, ends)
    const last = ends.at(-1)
    if (last === undefined && !tail) {
      this.#keep(chunk)
      return []
    }
    const events: SseEvent[] = []
    let source = chunk
    let shift = 0
    if (this.#keptBytes > 0) {
      shift = this.#keptBytes
      source = joined([...this.#kept, chunk])
      this.#kept = []
      this.#keptBytes = 0
    }
    let start = 0
    if (tail) {
      events.push({ ...empty(source, 0, 1), tail: true })
      start = 1
    }
    for (const end of ends) {
      events.push(this.#event(source, start, end + shift))
      start = end + shift
    }
    if (start < source.length) this.#keep(source.subarray(start))
    return events
  }

  /** Positions behind each blank line in the chunk. */
  #findEnds(chunk: Uint8Array, ends: number[]): void {
    let at = this.#afterCr && chunk[0] === LF ? 1 : 0
    this.#afterCr = false
    let lf = chunk.indexOf(LF, at)
    let cr = chunk.indexOf(CR, at)
    for (;;) {
      if (lf !== -1 && lf < at) lf = chunk.indexOf(LF, at)
      if (cr !== -1 && cr < at) cr = chunk.indexOf(CR, at)
      const line = lf === -1 ? cr : cr === -1 ? lf : Math.min(lf, cr)
      if (line === -1) break
      const blank = this.#lineEmpty && line === at
      at = line + 1
      if (chunk[line] === CR) {
        if (at === chunk.length) this.#afterCr = true
        else if (chunk[at] === LF) at += 1
      }
      this.#lineEmpty = true
      if (blank) ends.push(at)
    }
    if (at < chunk.length) this.#lineEmpty = false
  }

  #keep(bytes: Uint8Array): void {
    this.#kept.push(bytes)
    this.#keptBytes += bytes.length
    if (this.#keptBytes > this.#maxEventBytes) {
      this.overflowed = true
      this.#kept = []
      this.#keptBytes = 0
    }
  }

  #event(source: Uint8Array, start: number, end: number): SseEvent {
    let at = start
    if (this.#first) {
      this.#first = false
      if (source[at] === 0xef && source[at + 1] === 0xbb && source[at + 2] === 0xbf) at += 3
    }
    return parseEvent(source, { start, at, end })
  }
}

interface Range {
  readonly start: number
  /** Behind a byte order mark. */
  readonly at: number
  readonly end: number
}

function parseEvent(source: Uint8Array, { start, at, end }: Range): SseEvent {
  const parts: Uint8Array[] = []
  let name: string | null = null
  let dataStart = -1
  let dataEnd = -1
  let cr = source.indexOf(CR, at)
  for (let from = at; from < end;) {
    if (cr !== -1 && cr < from) cr = source.indexOf(CR, from)
    const lf = source.indexOf(LF, from)
    const to = Math.min(end, lf === -1 ? end : lf, cr === -1 ? end : cr)
    if (isData(source, from, to)) {
      if (dataStart !== -1) parts.push(source.subarray(dataStart, dataEnd))
      dataStart = valueOf(source, from + 4, to)
      dataEnd = to
    } else if (isName(source, from, to)) {
      name = decoder.decode(source.subarray(valueOf(source, from + 5, to), to))
    }
    from = to + (to === cr && lf === cr + 1 ? 2 : 1)
  }
  if (dataStart === -1) return { ...empty(source, start, end), name }
  if (parts.length === 0) {
    return { source, start, end, dataSource: source, dataStart, dataEnd, name, tail: false }
  }
  parts.push(source.subarray(dataStart, dataEnd))
  const data = joined(parts.flatMap((part, index) => (index === 0 ? [part] : [Uint8Array.of(LF), part])))
  return { source, start, end, dataSource: data, dataStart: 0, dataEnd: data.length, name, tail: false }
}

/** Is the field name of this line `data`. */
function isData(source: Uint8Array, from: number, to: number): boolean {
  return (
    source[from] === 100 &&
    source[from + 1] === 97 &&
    source[from + 2] === 116 &&
    source[from + 3] === 97 &&
    (to === from + 4 || source[from + 4] === COLON)
  )
}

/** Is the field name of this line `event`. */
function isName(source: Uint8Array, from: number, to: number): boolean {
  return (
    to > from + 5 && source[from + 5] === COLON && decoder.decode(source.subarray(from, from + 5)) === 'event'
  )
}

/** Start of the value of a field whose name ends at `colon`: one space after the colon is not part of it. */
function valueOf(source: Uint8Array, colon: number, to: number): number {
  if (colon >= to) return to
  return colon + 1 < to && source[colon + 1] === SPACE ? colon + 2 : colon + 1
}

function empty(source: Uint8Array, start: number, end: number): SseEvent {
  return { source, start, end, dataSource: NONE, dataStart: -1, dataEnd: -1, name: null, tail: false }
}

/** The parts as one piece of memory. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0]
  if (parts.length === 1 && only !== undefined) return only
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

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
/** Lines of an event that began in an earlier read. */
const SEVERAL = 2
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
  /** What is being cut: the last read, behind what was kept as soon as an event ends in it. */
  #source: Uint8Array = NONE
  /** Where the event that is looked for begins, and where the line does at which it is looked on. */
  #start = 0
  #at = 0
  /** The next line feed and carriage return, -1 for none; those before `#at` are out of date. */
  #lf = -1
  #cr = -1
  #hasCr = false
  /** How many lines of the event have ended, and where the first one did. */
  #lines = 0
  #firstLineEnd = 0

  constructor(maxEventBytes = MAX_EVENT_BYTES) {
    this.#maxEventBytes = maxEventBytes
  }

  /** Bytes of an event that has begun and is not complete. */
  get pendingBytes(): number {
    return this.#keptBytes
  }

  /** What was fed last, if all of it is there that comes next. */
  get source(): Uint8Array {
    return this.#source
  }

  /** Where in `source` the next event begins; -1: it has begun before, or there is nothing left. */
  get nextStart(): number {
    const begins = this.#keptBytes === 0 && !this.#afterCr && this.#start < this.#source.length
    return begins ? this.#start : -1
  }

  /** Events that are complete now. */
  push(chunk: Uint8Array): readonly SseEvent[] {
    const events: SseEvent[] = []
    this.feed(chunk)
    for (let event = this.next(); event !== null; event = this.next()) events.push(event)
    return events
  }

  /** One read; `next` has told that there is nothing left of the one before. */
  feed(chunk: Uint8Array): void {
    if (chunk.length === 0 || this.overflowed) return
    this.#source = chunk
    this.#start = 0
    this.#at = 0
    this.#lf = chunk.indexOf(LF)
    this.#cr = chunk.indexOf(CR)
    this.#hasCr = this.#cr !== -1
    this.#lines = this.#keptBytes === 0 ? 0 : SEVERAL
  }

  /** The next complete event; `null`: what is left is kept. */
  next(): SseEvent | null {
    if (this.#start === this.#source.length) return null
    if (this.#afterCr) {
      this.#afterCr = false
      if (this.#source[0] === LF) {
        this.#at = 1
        if (this.#keptBytes === 0) {
          this.#start = 1
          return { ...empty(this.#source, 0, 1), tail: true }
        }
      }
    }
    if (this.#findEnd()) return this.#event()
    this.#keep(this.#start === 0 ? this.#source : this.#source.subarray(this.#start))
    this.#source = NONE
    this.#start = 0
    return null
  }

  /** The events up to this position of `source`, where one ends, have been read by somebody else. */
  skip(to: number): void {
    this.#start = to
    this.#at = to
  }

  /** Goes on to the end of the next blank line, if it is there. */
  #findEnd(): boolean {
    const source = this.#source
    for (;;) {
      const line = this.#nextLineEnd()
      if (line === -1) break
      const blank = this.#lineEmpty && line === this.#at
      let at = line + 1
      if (source[line] === CR) {
        if (at === source.length) this.#afterCr = true
        else if (source[at] === LF) at += 1
      }
      this.#at = at
      this.#lineEmpty = true
      if (blank) return true
      if (this.#lines === 0) this.#firstLineEnd = line
      this.#lines += 1
    }
    if (this.#at < source.length) this.#lineEmpty = false
    return false
  }

  #nextLineEnd(): number {
    const source = this.#source
    const at = this.#at
    if (this.#lf !== -1 && this.#lf < at) this.#lf = source[at] === LF ? at : source.indexOf(LF, at)
    if (this.#cr !== -1 && this.#cr < at) this.#cr = source.indexOf(CR, at)
    if (this.#lf === -1) return this.#cr
    return this.#cr === -1 ? this.#lf : Math.min(this.#lf, this.#cr)
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

  #event(): SseEvent {
    if (this.#keptBytes > 0) this.#joinKept()
    const start = this.#start
    const end = this.#at
    const source = this.#source
    const oneLine = this.#lines === 1 && !this.#first
    this.#start = end
    this.#lines = 0
    if (oneLine && isData(source, start, this.#firstLineEnd)) {
      const to = this.#firstLineEnd
      const dataStart = valueOf(source, start + 4, to)
      return { source, start, end, dataSource: source, dataStart, dataEnd: to, name: null, tail: false }
    }
    const at = this.#first ? behindMark(source, start) : start
    this.#first = false
    return parseEvent(source, { start, at, end, hasCr: this.#hasCr })
  }

  #joinKept(): void {
    const shift = this.#keptBytes
    this.#source = joined([...this.#kept, this.#source])
    this.#hasCr = this.#source.includes(CR)
    this.#at += shift
    if (this.#lf !== -1) this.#lf += shift
    if (this.#cr !== -1) this.#cr += shift
    this.#kept = []
    this.#keptBytes = 0
  }
}

/** Where a text begins that may have a byte order mark. */
function behindMark(source: Uint8Array, at: number): number {
  return source[at] === 0xef && source[at + 1] === 0xbb && source[at + 2] === 0xbf ? at + 3 : at
}

interface Range {
  readonly start: number
  /** Behind a byte order mark. */
  readonly at: number
  readonly end: number
  /** There is a carriage return somewhere in the source. */
  readonly hasCr: boolean
}

function parseEvent(source: Uint8Array, { start, at, end, hasCr }: Range): SseEvent {
  const parts: Uint8Array[] = []
  let name: string | null = null
  let dataStart = -1
  let dataEnd = -1
  let cr = hasCr ? source.indexOf(CR, at) : -1
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

/** OpenAI adds a random string of this name to every event. */
const PADDING = 'obfuscation'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20
/** `"\/bfnrt`: what may follow a backslash in two-byte escapes. */
const ESCAPED = new Set([0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74])
const encoder = new TextEncoder()

/**
 * Events of one stream differ in little more than a piece of text, so most of them need not be parsed: what equals a
 * parsed event outside the string values of the given keys is as valid, and says as little else, as that one.
 * `null` where a key stands more than once, or none stands there at all.
 *
 * @param keys - The first is that of the answer's text, whose place a fitting event is asked for.
 */
export function learnTemplate(text: string, keys: readonly string[]): EventTemplate | null {
  const holes: { key: string; from: number; to: number }[] = []
  for (const key of [...keys, PADDING]) {
    // Quotes inside strings are escaped, so this can only be a member.
    const mark = `"${key}":`
    const at = text.indexOf(mark)
    if (at === -1) continue
    if (text.includes(mark, at + 1)) return null
    const open = at + mark.length + (text[at + mark.length] === ' ' ? 1 : 0)
    if (text[open] !== '"') continue
    holes.push({ key, from: open + 1, to: stringEnd(text, open + 1) })
  }
  if (holes.length === 0) return null
  const pieces: Uint8Array[] = []
  let from = 0
  const sorted = holes.toSorted((a, b) => a.from - b.from)
  for (const hole of sorted) {
    pieces.push(encoder.encode(text.slice(from, hole.from)))
    from = hole.to
  }
  pieces.push(encoder.encode(text.slice(from)))
  const indexOf = (key: string | undefined): number => sorted.findIndex((hole) => hole.key === key)
  return new EventTemplate(pieces, indexOf(keys[0]), indexOf(PADDING))
}

function stringEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** A pattern of events: fixed bytes with the contents of JSON strings between them. */
export class EventTemplate {
  /** Range of the answer's text in the event that fitted last; empty where the pattern has none. */
  textStart = 0
  textEnd = 0
  /** Bytes that fill the strings of the event that fitted last, but for padding. */
  filled = 0
  readonly #pieces: readonly Uint8Array[]
  readonly #text: number
  readonly #padding: number

  /**
   * @param text - Index of the string that is the answer's text; -1 for none.
   * @param padding - Index of the string that is padding and not counted; -1 for none.
   */
  constructor(pieces: readonly Uint8Array[], text: number, padding: number) {
    this.#pieces = pieces
    this.#text = text
    this.#padding = padding
  }

  get hasText(): boolean {
    return this.#text !== -1
  }

  /** Where an event ends that begins at `from`, if it fits; else -1. */
  fit(data: Uint8Array, from: number): number {
    const pieces = this.#pieces
    const end = data.length
    let at = from
    let filled = 0
    for (let n = 0; n < pieces.length; n += 1) {
      if (n > 0) {
        const hole = at
        at = skipString(data, at, end)
        if (at === -1) return -1
        if (n - 1 !== this.#padding) filled += at - hole
        if (n - 1 === this.#text) {
          this.textStart = hole
          this.textEnd = at
        }
      }
      const piece = pieces[n] as Uint8Array
      if (at + piece.length > end) return -1
      for (let i = 0; i < piece.length; i += 1) if (data[at + i] !== piece[i]) return -1
      at += piece.length
    }
    this.filled = filled
    return at
  }
}

/** Position of the quote that ends the string content at `from`; -1 if it holds anything unusual. */
function skipString(data: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = data[at] as number
    if (byte === QUOTE) return at
    if (byte < SPACE) return -1
    if (byte === BACKSLASH) {
      at += 1
      if (!ESCAPED.has(data[at] as number)) return -1
    }
  }
  return -1
}

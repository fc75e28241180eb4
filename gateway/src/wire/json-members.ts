/** Where one member of a JSON object stands. Positions are indices into the object's bytes. */
export interface Member {
  /** Behind the `{` or the comma before it, white space included. */
  readonly start: number
  /** The comma before it; -1 for the first. */
  readonly comma: number
  /** The key between its quotes. */
  readonly keyStart: number
  readonly keyEnd: number
  /** The key has escapes. */
  readonly escaped: boolean
  readonly valueStart: number
  readonly valueEnd: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN = 0x7b
const CLOSE = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d

/** The members of a valid JSON object and the position of its closing brace. Values are skipped, not parsed. */
export function topMembers(bytes: Uint8Array): {
  readonly members: readonly Member[]
  readonly close: number
} {
  const members: Member[] = []
  let at = bytes.indexOf(OPEN) + 1
  let comma = -1
  for (;;) {
    const start = at
    at = skipSpace(bytes, at)
    if (bytes[at] !== QUOTE) return { members, close: at }
    const keyStart = at + 1
    const keyEnd = stringEnd(bytes, at)
    at = skipSpace(bytes, keyEnd + 1)
    const valueStart = skipSpace(bytes, at + 1)
    const valueEnd = skipValue(bytes, valueStart)
    members.push({
      start,
      comma,
      keyStart,
      keyEnd,
      escaped: hasEscape(bytes, keyStart, keyEnd),
      valueStart,
      valueEnd,
    })
    at = skipSpace(bytes, valueEnd)
    if (bytes[at] !== COMMA) return { members, close: at }
    comma = at
    at += 1
  }
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  for (;;) {
    const byte = bytes[at]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at
    at += 1
  }
}

function hasEscape(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] === BACKSLASH) return true
  return false
}

/** Up to here a loop is quicker than a search of the whole array. */
const SHORT = 64

/** Position of the closing quote of the string whose opening quote is at `from`. */
function stringEnd(bytes: Uint8Array, from: number): number {
  let at = from + 1
  for (;;) {
    for (const limit = at + SHORT; at < limit; at += 1) {
      const byte = bytes[at]
      if (byte === QUOTE || byte === undefined) return at
      if (byte === BACKSLASH) at += 1
    }
    const quote = bytes.indexOf(QUOTE, at)
    if (quote === -1) return bytes.length
    let backslashes = 0
    while (bytes[quote - 1 - backslashes] === BACKSLASH) backslashes += 1
    if (backslashes % 2 === 0) return quote
    at = quote + 1
  }
}

function skipValue(bytes: Uint8Array, from: number): number {
  let depth = 0
  let at = from
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) at = stringEnd(bytes, at)
    else if (byte === OPEN || byte === OPEN_LIST) depth += 1
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      if (depth === 0) return at
      depth -= 1
    } else if (depth === 0 && (byte === COMMA || isSpace(byte))) return at
    else continue
    if (depth === 0) return at + 1
  }
  return at
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

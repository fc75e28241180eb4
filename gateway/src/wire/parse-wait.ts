import { parseDate } from './parse-date.ts'

/** Longest wait that is believed: 2^31 − 1 ms, about 25 days. */
const MAX_MS = 2 ** 31 - 1
/** Numbers from here on are points in time, in seconds (2001) and in milliseconds (1973). */
const EPOCH_SECONDS = 1e9
const EPOCH_MS = 1e11

/**
 * Reads how long to wait, in milliseconds: seconds (`3`, `0.5`), Go and protobuf durations (`6m0s`, `172.8ms`, `34.4s`),
 * epoch seconds or milliseconds by magnitude, RFC 3339 and HTTP dates. Zero, negative and past values are no hint.
 */
export function parseWait(value: string | null, wallMs: number): number | null {
  const text = value?.trim() ?? ''
  if (text === '' || text.length > 64) return null
  const number = parseDecimal(text)
  if (number !== null) {
    if (number >= EPOCH_MS) return clampWait(number - wallMs)
    if (number >= EPOCH_SECONDS) return clampWait(number * 1000 - wallMs)
    return clampWait(number * 1000)
  }
  const duration = parseDuration(text)
  if (duration !== null) return clampWait(duration)
  const date = parseDate(text)
  return date === null ? null : clampWait(date - wallMs)
}

/** A number in plain notation, not negative; `null` for everything else. */
export function parseDecimal(text: string): number | null {
  const end = decimalEnd(text, 0)
  return end === text.length && end > 0 ? Number(text) : null
}

/** Whole milliseconds, rounded up; `null` for none. */
export function clampWait(ms: number): number | null {
  if (!(ms > 0)) return null
  return Math.min(Math.ceil(ms), MAX_MS)
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
])

/** Numbers with units, one after the other. By hand, for it stands in the headers of every answer of some providers. */
function parseDuration(text: string): number | null {
  let sum = 0
  let at = 0
  while (at < text.length) {
    const end = decimalEnd(text, at)
    let next = end
    while (next < text.length && !isDigit(text.charCodeAt(next))) next++
    const unit = UNITS.get(text.slice(end, next))
    if (end === at || unit === undefined) return null
    sum += Number(text.slice(at, end)) * unit
    at = next
  }
  return sum
}

/** Where the digits, with at most one point between them, end that begin here; the same place for none. */
function decimalEnd(text: string, from: number): number {
  let at = from
  while (isDigit(text.charCodeAt(at))) at++
  if (at === from || text.charCodeAt(at) !== POINT || !isDigit(text.charCodeAt(at + 1))) return at
  at++
  while (isDigit(text.charCodeAt(at))) at++
  return at
}

const POINT = 0x2e

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

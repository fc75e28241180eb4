import { parseDate } from './parse-date.ts'

/** Response headers by lower-case name. */
export type HeaderView = Readonly<Record<string, string | readonly string[] | undefined>>

/** Longest wait that is believed: 2^31 − 1 ms, about 25 days. */
const MAX_MS = 2 ** 31 - 1
/** Numbers from here on are points in time, in seconds (2001) and in milliseconds (1973). */
const EPOCH_SECONDS = 1e9
const EPOCH_MS = 1e11

/** `remaining` → `reset` headers; a reset counts only where nothing remains. */
const WINDOWS: readonly (readonly [string, string])[] = [
  ['x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
  ['x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
  ['x-ratelimit-remaining-tokens', 'x-rate-limit-reset-tokens'],
  ['x-ratelimit-remaining', 'x-ratelimit-reset'],
  ['ratelimitbysize-remaining', 'ratelimitbysize-reset'],
  ['x-ratelimitbysize-remaining-minute', 'x-ratelimitbysize-reset'],
  ['anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset'],
  ['anthropic-ratelimit-tokens-remaining', 'anthropic-ratelimit-tokens-reset'],
  ['anthropic-ratelimit-input-tokens-remaining', 'anthropic-ratelimit-input-tokens-reset'],
  ['anthropic-ratelimit-output-tokens-remaining', 'anthropic-ratelimit-output-tokens-reset'],
]

/**
 * How long the headers of an error ask to wait, in milliseconds; `null` where they say nothing usable. `retry-after-ms`
 * goes before `retry-after`, and both before the windows that have nothing left.
 */
export function retryAfterMs(headers: HeaderView, wallMs: number): number | null {
  const exact = headerOf(headers, 'retry-after-ms') ?? headerOf(headers, 'x-ms-retry-after-ms')
  if (exact !== null && /^\d+(\.\d+)?$/.test(exact)) {
    const ms = clamp(Number(exact))
    if (ms !== null) return ms
  }
  const plain = parseWait(headerOf(headers, 'retry-after'), wallMs)
  if (plain !== null) return plain
  const waits = WINDOWS.map(([remaining, reset]) =>
    Number(headerOf(headers, remaining) ?? 'NaN') === 0 ? parseWait(headerOf(headers, reset), wallMs) : null,
  )
  waits.push(structured(headerOf(headers, 'ratelimit')))
  const known = waits.filter((wait) => wait !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/**
 * Reads one value: seconds (`3`, `0.5`), Go and protobuf durations (`6m0s`, `172.8ms`, `34.4s`), epoch seconds or
 * milliseconds by magnitude, RFC 3339 and HTTP dates. Zero, negative and past values are no hint.
 */
export function parseWait(value: string | null, wallMs: number): number | null {
  const text = value?.trim() ?? ''
  if (text === '' || text.length > 64) return null
  if (/^\d+(\.\d+)?$/.test(text)) {
    const number = Number(text)
    if (number >= EPOCH_MS) return clamp(number - wallMs)
    if (number >= EPOCH_SECONDS) return clamp(number * 1000 - wallMs)
    return clamp(number * 1000)
  }
  const duration = parseDuration(text)
  if (duration !== null) return clamp(duration)
  const date = parseDate(text)
  return date === null ? null : clamp(date - wallMs)
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}
const DURATION = /^(\d+(\.\d+)?(ns|us|µs|μs|ms|s|m|h))+$/

function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null
  let sum = 0
  for (const [, number, , unit] of text.matchAll(/(\d+(\.\d+)?)(ns|us|µs|μs|ms|s|m|h)/g)) {
    sum += Number(number) * (UNITS[unit ?? ''] ?? 0)
  }
  return sum
}

/** IETF draft `ratelimit: "api";r=0;t=295`: remaining and seconds to the reset. */
function structured(value: string | null): number | null {
  if (value === null || value.length > 512) return null
  const waits = value.split(',').map((item) => {
    const remaining = /;\s*r=(\d+)/.exec(item)?.[1]
    const reset = /;\s*t=(\d+)/.exec(item)?.[1]
    return remaining !== undefined && Number(remaining) === 0 && reset !== undefined
      ? clamp(Number(reset) * 1000)
      : null
  })
  const known = waits.filter((wait) => wait !== null)
  return known.length === 0 ? null : Math.max(...known)
}

function clamp(ms: number): number | null {
  if (!(ms > 0)) return null
  return Math.min(Math.ceil(ms), MAX_MS)
}

function headerOf(headers: HeaderView, name: string): string | null {
  const value = headers[name]
  if (value === undefined) return null
  return typeof value === 'string' ? value : (value[0] ?? null)
}

import type { Failure } from '#domain/failure'
import type { Behavior } from '../scripted-send.ts'
import type { Mishap } from './scenario.ts'

/** How long providers take to refuse, in milliseconds. */
const QUICK_MS = 20
const SLOW_MS = 2_000
const HINT_MS = 2_000

const FAILURES = {
  server_error: { class: 'server_error', status: 500, detail: 'simulated' },
  overloaded: { class: 'overloaded', status: 503, detail: 'simulated' },
  network: { class: 'network', detail: 'simulated' },
  timeout: { class: 'timeout', status: 504, detail: 'simulated' },
  rate_limit: { class: 'rate_limit', status: 429, retryAfterMs: HINT_MS, detail: 'simulated' },
  rate_limit_without_hint: { class: 'rate_limit', status: 429, detail: 'simulated' },
  rate_limit_until_end: { class: 'rate_limit', status: 429, retryAfterMs: HINT_MS, detail: 'simulated' },
  empty_response: { class: 'empty_response', status: 200, detail: 'simulated' },
  model_unavailable: { class: 'model_unavailable', status: 404, detail: 'simulated' },
  auth: { class: 'auth', status: 401, detail: 'simulated' },
  broken_stream: { class: 'stream_interrupted', detail: 'simulated' },
} as const satisfies Record<Exclude<Mishap, 'silent' | 'unreachable'>, Failure>

/** What a deployment does that fails in this way; `ordinaryMs` is when it would have answered. */
export function behaviorOf(mishap: Mishap, ordinaryMs: number): Behavior {
  switch (mishap) {
    case 'silent':
      return { kind: 'hang' }
    case 'unreachable':
      return { kind: 'unreachable' }
    case 'broken_stream':
      return { kind: 'break', afterMs: ordinaryMs, lastsMs: ordinaryMs, failure: FAILURES[mishap] }
    case 'empty_response':
      return { kind: 'fail', afterMs: ordinaryMs, failure: FAILURES[mishap] }
    case 'timeout':
      return { kind: 'fail', afterMs: SLOW_MS, failure: FAILURES[mishap] }
    default:
      return { kind: 'fail', afterMs: QUICK_MS, failure: FAILURES[mishap] }
  }
}

/** Refused at this time by a limit that ends at another. */
export function limitedUntil(endMs: number, atMs: number): Behavior {
  return limited(Math.max(1, endMs - atMs - QUICK_MS))
}

/** Refused by a limit of the provider's own. */
export function limited(retryAfterMs: number | null): Behavior {
  const { retryAfterMs: _, ...failure } = FAILURES.rate_limit
  return {
    kind: 'fail',
    afterMs: QUICK_MS,
    failure: retryAfterMs === null ? failure : { ...failure, retryAfterMs },
  }
}

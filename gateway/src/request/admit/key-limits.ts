import type { Clock } from '#domain/clock'
import type { VirtualKey } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import { Ledger } from '#domain/ledger'
import type { KeyId } from '#domain/names'
import type { Accepted } from '#domain/request'

interface Taken {
  readonly headers: readonly (readonly [string, string])[]
  /** Called once, with the tokens that were really used. */
  readonly release: (tokens: number) => void
}

/** Output that is reserved when the request does not limit it. */
const EXPECTED_OUTPUT_TOKENS = 256
/** Nobody knows when a running request ends; a second is a polite guess. */
const CONCURRENCY_RETRY_MS = 1_000

const FREE: Taken = { headers: [], release: () => undefined }

/** What the keys of this process have used of their limits per minute and at once. */
export class KeyLimits {
  readonly #uses = new Map<KeyId, KeyUse>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes a request's share of the key's limits. Throws `key_limit_reached` with the time until there is room. */
  take(key: VirtualKey, accepted: Accepted): Taken {
    const { requestsPerMinute, tokensPerMinute, concurrency } = key.limits
    if (requestsPerMinute === null && tokensPerMinute === null && concurrency === null) return FREE
    const use = this.#useOf(key)
    const now = this.#clock.now()
    const tokens =
      accepted.body.estimatedInputTokens + (accepted.body.maxOutputTokens ?? EXPECTED_OUTPUT_TOKENS)
    if (concurrency !== null && use.running >= concurrency) {
      throw full(`at most ${concurrency} requests at once`, CONCURRENCY_RETRY_MS)
    }
    if (requestsPerMinute !== null) {
      const waitMs = use.requests.waitMs(1, requestsPerMinute, now)
      if (waitMs > 0) throw full(`${requestsPerMinute} requests per minute`, waitMs)
    }
    if (tokensPerMinute !== null) {
      const waitMs = use.tokens.waitMs(tokens, tokensPerMinute, now)
      if (waitMs > 0) throw full(`${tokensPerMinute} tokens per minute`, waitMs)
    }
    use.running++
    use.requests.reserve(1, now)
    const reservation = use.tokens.reserve(tokens, now)
    return {
      headers: headersOf(key, use, now),
      release: (used) => {
        use.running--
        use.tokens.settle(reservation, used, this.#clock.now())
      },
    }
  }

  #useOf(key: VirtualKey): KeyUse {
    const known = this.#uses.get(key.id)
    if (known !== undefined) return known
    const fresh: KeyUse = { requests: new Ledger(), tokens: new Ledger(), running: 0 }
    this.#uses.set(key.id, fresh)
    return fresh
  }
}

interface KeyUse {
  readonly requests: Ledger
  readonly tokens: Ledger
  running: number
}

function full(limit: string, retryAfterMs: number): GatewayError {
  return new GatewayError('key_limit_reached', {
    message: `This API key has reached its limit: ${limit}.`,
    retryAfterMs,
  })
}

function headersOf(key: VirtualKey, use: KeyUse, now: number): readonly (readonly [string, string])[] {
  const headers: [string, string][] = []
  const add = (name: string, limit: number | null, used: number): void => {
    if (limit === null) return
    headers.push([`x-ratelimit-limit-${name}`, String(limit)])
    headers.push([`x-ratelimit-remaining-${name}`, String(Math.max(0, Math.floor(limit - used)))])
  }
  add('requests', key.limits.requestsPerMinute, use.requests.used(now))
  add('tokens', key.limits.tokensPerMinute, use.tokens.used(now))
  return headers
}

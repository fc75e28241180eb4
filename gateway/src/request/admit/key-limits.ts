import type { Clock } from '#domain/clock'
import type { VirtualKey } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import { Ledger } from '#domain/ledger'
import type { KeyId } from '#domain/names'
import { OutputEstimate } from '#domain/output-estimate'
import type { Accepted } from '#domain/request'
import type { LimitShares, Share } from '#domain/share'

interface Taken {
  readonly headers: readonly (readonly [string, string])[]
  /** Called once, with the tokens that were really used. */
  readonly release: (tokens: number) => void
}

/** Nobody knows when a running request ends; a second is a polite guess. */
const CONCURRENCY_RETRY_MS = 1_000

const FREE: Taken = { headers: [], release: () => undefined }

/** What keys have used of their limits per minute and at once: of this process, or shared with others. */
export class KeyLimits {
  readonly #uses = new Map<KeyId, KeyUse>()
  readonly #clock: Clock
  readonly #shares: LimitShares | null

  constructor(clock: Clock, shares: LimitShares | null = null) {
    this.#clock = clock
    this.#shares = shares
  }

  /** Takes a request's share of the key's limits. Throws `key_limit_reached` with the time until there is room. */
  take(key: VirtualKey, accepted: Accepted): Taken {
    const { requestsPerMinute, tokensPerMinute, concurrency } = key.limits
    if (requestsPerMinute === null && tokensPerMinute === null && concurrency === null) return FREE
    const use = this.#useOf(key)
    const now = this.#clock.now()
    const { estimatedInputTokens, maxOutputTokens } = accepted.body
    // What clients allow is often far more than what they get.
    const tokens = estimatedInputTokens + Math.min(maxOutputTokens ?? Infinity, use.output.tokens)
    if (use.atOnce !== null && concurrency !== null) use.atOnce.limit = concurrency
    const busyMs = concurrency !== null && isBusy(use, concurrency, now) ? CONCURRENCY_RETRY_MS : 0
    const requestsMs = requestsPerMinute === null ? 0 : use.requests.waitHereMs(1, requestsPerMinute, now)
    const tokensMs = tokensPerMinute === null ? 0 : use.tokens.waitHereMs(tokens, tokensPerMinute, now)
    // There is room when all of them have some.
    const waitMs = Math.max(busyMs, requestsMs, tokensMs)
    if (waitMs > 0) {
      if (requestsMs === waitMs) throw full(`${requestsPerMinute} requests per minute`, waitMs)
      if (tokensMs === waitMs) throw full(`${tokensPerMinute} tokens per minute`, waitMs)
      throw full(`at most ${concurrency} requests at once`, waitMs)
    }
    use.running++
    use.atOnce?.took(1, use.running)
    use.requests.reserve(1, now)
    const reservation = use.tokens.reserve(tokens, now)
    let released = false
    return {
      headers: headersOf(key, use, now),
      release: (used) => {
        if (released) return
        released = true
        use.running--
        use.tokens.settle(reservation, used, this.#clock.now())
        if (used > 0) use.output.learn(Math.max(0, used - estimatedInputTokens))
      },
    }
  }

  #useOf(key: VirtualKey): KeyUse {
    const known = this.#uses.get(key.id)
    if (known !== undefined) return known
    const { requestsPerMinute, tokensPerMinute, concurrency } = key.limits
    const fresh: KeyUse = {
      requests: this.#ledger(keyLimitName(key.id, 'requests'), requestsPerMinute),
      tokens: this.#ledger(keyLimitName(key.id, 'tokens'), tokensPerMinute),
      output: new OutputEstimate(),
      running: 0,
      atOnce: null,
    }
    if (concurrency !== null && this.#shares !== null) {
      const subject = { used: () => fresh.running, leaving: () => [] }
      fresh.atOnce = this.#shares.open(`key:${key.id}:concurrency`, concurrency, { subject })
    }
    this.#uses.set(key.id, fresh)
    return fresh
  }

  #ledger(name: string, limit: number | null): Ledger {
    return limit === null || this.#shares === null ? new Ledger() : this.#shares.of(name, limit)
  }
}

/** Under which name a key's limit is shared. */
export function keyLimitName(key: KeyId, counts: 'tokens' | 'requests'): string {
  return `key:${key}:${counts}`
}

function isBusy({ running, atOnce }: KeyUse, concurrency: number, now: number): boolean {
  return atOnce === null ? running >= concurrency : !atOnce.covers(running, 1, now)
}

interface KeyUse {
  readonly requests: Ledger
  readonly tokens: Ledger
  /** Of the answers that the key has got. */
  readonly output: OutputEstimate
  running: number
  /** Where they run in several processes. */
  atOnce: Share | null
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
  add('requests', key.limits.requestsPerMinute, use.requests.used(now) + use.requests.elsewhere(now))
  add('tokens', key.limits.tokensPerMinute, use.tokens.used(now) + use.tokens.elsewhere(now))
  return headers
}

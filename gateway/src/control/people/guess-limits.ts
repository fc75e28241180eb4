import type { Clock } from '#domain/clock'
import { GatewayError } from '#domain/errors'
import type { ControlDatabase } from '#store/control-database'
import { serially } from '../serially.ts'

/** How often something may be tried. */
export interface GuessLimit {
  readonly tries: number
  readonly withinMs: number
}

/** What is counted, such as the address that tries, and how often it may. */
export interface Counted {
  readonly id: string
  readonly limit: GuessLimit
}

/** Counts what was tried and did not succeed, for all processes together, so that nobody tries for long. */
export class GuessLimits {
  readonly #database: ControlDatabase
  readonly #clock: Clock

  constructor(database: ControlDatabase, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /**
   * Runs `attempt` if nothing of what is counted has used up its tries. A try counts from its beginning, so that many at
   * once are not more than one after the other; one that succeeds is given back.
   *
   * @throws GatewayError - 429 with the time until the next try.
   */
  async attempt<Result>(counted: readonly Counted[], attempt: () => Promise<Result>): Promise<Result> {
    for (const one of counted) await this.#take(one)
    const result = await attempt()
    for (const { id } of counted) await this.#giveBack(id)
    return result
  }

  async #take({ id, limit }: Counted): Promise<void> {
    const now = this.#clock.wallMs()
    const waitMs = await serially(this.#database, async (within) => {
      const row = await within.selectFrom('guess_limits').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined || now - row.since >= limit.withinMs) {
        await within.deleteFrom('guess_limits').where('id', '=', id).execute()
        await within
          .deleteFrom('guess_limits')
          .where('since', '<', now - MAX_WINDOW_MS)
          .execute()
        await within.insertInto('guess_limits').values({ id, count: 1, since: now }).execute()
        return 0
      }
      if (row.count >= limit.tries) return row.since + limit.withinMs - now
      await within
        .updateTable('guess_limits')
        .set({ count: row.count + 1 })
        .where('id', '=', id)
        .execute()
      return 0
    })
    if (waitMs > 0) throw new GatewayError('too_many_attempts', { retryAfterMs: waitMs })
  }

  async #giveBack(id: string): Promise<void> {
    await this.#database
      .updateTable('guess_limits')
      .set(({ eb }) => ({ count: eb('count', '-', 1) }))
      .where('id', '=', id)
      .where('count', '>', 0)
      .execute()
  }
}

/** Rows older than this are of no use to any limit. */
const MAX_WINDOW_MS = 86_400_000

const MINUTE_MS = 60_000

/** Whoever tries from one address, at whatever account. */
export const PER_ADDRESS: GuessLimit = { tries: 30, withinMs: 10 * MINUTE_MS }
/** Whoever tries at one account, from wherever. */
export const PER_ACCOUNT: GuessLimit = { tries: 10, withinMs: 15 * MINUTE_MS }

/** What is counted of an address: of IPv6 the network, because one customer has all of its addresses. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return `${groups.slice(0, 4).join(':')}::/64`
}

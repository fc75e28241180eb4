import type { Ledger } from './ledger.ts'
import type { Claim, Grant, OtherShare } from './shared-state.ts'

/** Steps in which processes tell each other when what they used ends. */
export const LEAVING_STEP_MS = 5_000
/** Where there is room that has only to be fetched. */
const SOON_MS = 50

/** What a share is a share of. */
export interface ShareSubject {
  /** Own use at this moment. */
  used(now: number): number
  /** What of it ends within one step, two …; empty where nothing ends by itself. */
  leaving(now: number): readonly number[]
  /** What was used before anybody counted; `null`: not known, or nothing. */
  readonly before?: number | null
}

/** The limits of all processes, as requests of this one use them. */
export interface LimitShares {
  /** The ledger of a limit per minute, shared under a name such as `deployment:ID:tokens`. */
  of(name: string, limit: number): Ledger
  /** A share in a limit of another sort. */
  open(name: string, limit: number, options: OpenShareOptions): Share
  /** The limit exists no longer. */
  forget(name: string): void
  /**
   * A request found no room in the shares of this process: resolves when one of them has grown, with true, or when all
   * of the limits are used up, or nobody can be asked, with false.
   */
  room(): Promise<boolean>
}

export interface OpenShareOptions {
  readonly subject: ShareSubject
  /** A minute's, if left out. */
  readonly lifetime?: Lifetime
}

/** How long others count it when nothing is heard any more. */
export interface Lifetime {
  readonly staleMs: number
  readonly keepMs: number
}

export interface ShareOptions extends Lifetime {
  readonly name: string
  readonly limit: number
  /** More is needed than the share has left, now or soon. */
  readonly onShort: (share: Share) => void
}

/**
 * The part of a limit that this process may use without asking anybody. It is fetched ahead of need and given back when
 * it is not used. While nobody can be reached it stays what it was.
 */
export class Share {
  readonly name: string
  limit: number
  readonly #options: ShareOptions
  #granted = 0
  /** Below so much left, more is fetched. */
  #low = 0
  #others: readonly OtherShare[] = []
  #grantedAt: number | null = null
  #need = 0
  #taken = 0
  /** What others were last told to be used here. */
  #claimed = 0

  constructor(options: ShareOptions) {
    this.#options = options
    this.name = options.name
    this.limit = options.limit
  }

  /** The own use may reach so far. */
  get granted(): number {
    return this.#granted
  }

  /** Clock reading of the last grant; `null` before the first. */
  get grantedAt(): number | null {
    return this.#grantedAt
  }

  get processes(): number {
    return this.#others.length + 1
  }

  /** The largest amount that found no room since the last grant. */
  get need(): number {
    return this.#need
  }

  /** What others had when they were last heard of. */
  get others(): readonly OtherShare[] {
    return this.#others
  }

  /** Nothing is used, and others know it. */
  get isIdle(): boolean {
    return this.#taken === 0 && this.#claimed === 0
  }

  /** What was taken since it was last asked. */
  takeDemand(): number {
    const taken = this.#taken
    this.#taken = 0
    return taken
  }

  /** What others use, as far as is known. */
  elsewhere(now: number): number {
    let used = 0
    for (const other of this.#others) used += usedAfter(other, this.#ageMs(other, now))
    return used
  }

  /** Is there room for so much more; if not, it is fetched. An amount over the whole limit takes all of it, on an empty window. */
  covers(used: number, amount: number): boolean {
    const needed = Math.min(amount, this.limit)
    if (used + needed <= this.#granted && (amount <= this.limit || used === 0)) return true
    this.#need = Math.max(this.#need, needed)
    this.#options.onShort(this)
    return false
  }

  /** So much was taken, which makes `used` of it. */
  took(amount: number, used: number): void {
    this.#taken += amount
    if (this.#granted - used < this.#low) this.#options.onShort(this)
  }

  /**
   * Milliseconds until `amount` fits under `limit`, which may be a part of the whole: 0 if it does. What is free but
   * not here is on its way.
   */
  waitMs(subject: ShareSubject, amount: number, { limit, now }: { limit: number; now: number }): number {
    const used = subject.used(now)
    const room = Math.max(0, limit - amount)
    const over = used + this.elsewhere(now) - room
    if (over <= 0) return this.covers(used, amount) ? 0 : SOON_MS
    // By what was last heard; somebody may have given some back.
    if (used + this.elsewhere(now) > this.limit - amount) this.covers(used, amount)
    return this.#untilLeft(over, subject.leaving(now), now)
  }

  claim(subject: ShareSubject, want: number, now: number): Claim {
    const { name, staleMs, keepMs } = this.#options
    const used = subject.used(now)
    const need = this.#need
    const before = subject.before ?? null
    const leaving = subject.leaving(now)
    return { name, limit: this.limit, used, need, want, staleMs, keepMs, leaving, before }
  }

  /** Was what it needed granted. */
  grant({ need, used }: Claim, { share, others }: Grant, now: number): boolean {
    this.#granted = share
    this.#claimed = used
    this.#low = (share - used) / 2
    this.#others = others
    this.#grantedAt = now
    const met = share >= used + need
    if (met && this.#need <= need) this.#need = 0
    return met
  }

  /** It cannot be had: whoever needs it asks again. */
  giveUpNeed(): void {
    this.#need = 0
  }

  /** Nobody was ever reached: so much is taken to be the own part. */
  assume(share: number): void {
    this.#granted = share
  }

  #ageMs({ ageMs }: OtherShare, now: number): number {
    return ageMs + now - (this.#grantedAt ?? now)
  }

  #untilLeft(over: number, own: readonly number[], now: number): number {
    const steps = Math.max(own.length, ...this.#others.map(({ leaving }) => leaving.length))
    for (let step = 1; step <= steps; step++) {
      const passedMs = step * LEAVING_STEP_MS
      let left = own[Math.min(step, own.length) - 1] ?? 0
      for (const other of this.#others) {
        const ageMs = this.#ageMs(other, now)
        left += usedAfter(other, ageMs) - usedAfter(other, ageMs + passedMs)
      }
      if (left >= over) return passedMs
    }
    return Math.max(1, steps) * LEAVING_STEP_MS
  }
}

function usedAfter({ used, leaving }: OtherShare, ageMs: number): number {
  const steps = Math.min(Math.floor(ageMs / LEAVING_STEP_MS), leaving.length)
  return steps === 0 ? used : used - (leaving[steps - 1] ?? 0)
}

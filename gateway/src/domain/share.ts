import type { Ledger } from './ledger.ts'
import type { Claim, Grant, OtherShare } from './shared-state.ts'

/** Steps in which processes tell each other when what they used ends. */
export const LEAVING_STEP_MS = 5_000
/** Where there is room that has only to be fetched. */
const SOON_MS = 50
/** What others had longer ago may have changed. */
const FRESH_MS = 1_500
/** How fast the usual amount follows those that are taken. */
const USUAL_PART = 1 / 8

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
  /** The same for amounts that are to be taken together. */
  fetch(lacks: readonly Lack[]): Promise<boolean>
}

/** An amount that a share does not cover. */
export interface Lack {
  readonly share: Share
  readonly amount: number
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
  /** More will be needed soon than the share has left. */
  readonly onLow: (share: Share) => void
  /** It does not cover what was asked for; by what was last heard there may be room elsewhere, or not. Can anybody be asked. */
  readonly onLack: (share: Share, elsewhere: boolean) => boolean
}

interface WaitOptions {
  readonly limit: number
  readonly now: number
  readonly here?: boolean
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
  /** What is taken to be the own part while nobody can be reached; `null`: they can. */
  #part: number | null = null
  /** Below so much left, more is fetched. */
  #low = 0
  #others: readonly OtherShare[] = []
  #grantedAt: number | null = null
  #need = 0
  #taken = 0
  #usual = 0
  #vainUntil = -Infinity
  /** What others were last told to be used here. */
  #claimed = 0

  constructor(options: ShareOptions) {
    this.#options = options
    this.name = options.name
    this.limit = options.limit
  }

  /** The own use may reach so far. Of an assumed part what others have used, as far as is known, is not taken. */
  reach(now: number): number {
    if (this.#part === null) return this.#granted
    return Math.max(this.#granted, Math.min(this.#part, this.limit - this.elsewhere(now)))
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

  /** What is taken at once, in the mean of late; 0 before the first. */
  get usual(): number {
    return this.#usual
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

  /** Is there room for so much more here; if not, it is fetched. An amount over the whole limit takes all of it, on an empty window. */
  covers(used: number, amount: number, now: number): boolean {
    return this.#where(used, amount, now) === 'here'
  }

  /** Is there room here, or may others have left some: by what was last heard, unless that is old. */
  mayCover(used: number, amount: number, now: number): boolean {
    return this.#where(used, amount, now) !== 'nowhere'
  }

  /** What has to be fetched before so much can be taken; `null`: nothing. */
  lack(used: number, amount: number, now: number): Lack | null {
    return this.covers(used, amount, now) ? null : { share: this, amount: Math.min(amount, this.limit) }
  }

  /** So much was taken, which makes `used` of it. */
  took(amount: number, used: number): void {
    this.#taken += amount
    this.#usual += this.#usual === 0 ? amount : (amount - this.#usual) * USUAL_PART
    if (this.#granted - used < this.#low) this.#options.onLow(this)
  }

  /**
   * Milliseconds until `amount` fits under `limit`, which may be a part of the whole: 0 if it does, or may though it is
   * not here. `here`: what is free but not here is on its way.
   */
  waitMs(subject: ShareSubject, amount: number, { limit, now, here = false }: WaitOptions): number {
    const used = subject.used(now)
    const room = Math.max(0, limit - amount)
    const over = used + this.elsewhere(now) - room
    // A part of the whole is kept by what was last heard.
    const isPart = over > 0 && used + this.elsewhere(now) <= this.limit - amount
    const where = isPart ? 'nowhere' : this.#where(used, amount, now)
    if (where === 'here' && over <= 0) return 0
    if (where === 'elsewhere') return here ? SOON_MS : 0
    return over <= 0 ? SOON_MS : this.#untilLeft(over, subject.leaving(now), now)
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
    this.#part = null
    this.#claimed = used
    this.#low = (share - used) / 2
    this.#others = others
    this.#grantedAt = now
    const met = share >= used + need
    if (met && this.#need <= need) this.#need = 0
    if (met && need > 0) this.#vainUntil = -Infinity
    return met
  }

  /** It cannot be had: whoever needs it asks again. */
  giveUpNeed(): void {
    this.#need = 0
  }

  /** Others may have left some, but none of it came: for so long nobody is asked for it. */
  foundNone(now: number, forMs: number): void {
    this.#vainUntil = now + forMs
  }

  /** Nobody can be reached: so much is taken to be the own part. */
  assume(part: number): void {
    this.#part = part
  }

  #where(used: number, amount: number, now: number): 'here' | 'elsewhere' | 'nowhere' {
    const needed = Math.min(amount, this.limit)
    if (used + needed <= this.reach(now) && (amount <= this.limit || used === 0)) return 'here'
    if (now < this.#vainUntil) return 'nowhere'
    this.#need = Math.max(this.#need, needed)
    const isOld = this.#grantedAt === null || now - this.#grantedAt > FRESH_MS
    const isLeft = isOld || used + this.elsewhere(now) + needed <= this.limit
    return this.#options.onLack(this, isLeft) && isLeft ? 'elsewhere' : 'nowhere'
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

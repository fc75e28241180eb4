import type { DeploymentId } from './names.ts'
import type { Lack, Share, ShareSubject } from './share.ts'
import { LEAVING_STEP_MS } from './share.ts'

const WINDOW_MS = 60_000
const SLOT_MS = 1_000
/** One more than the window has: the slot of a reservation is over up to a second before the reservation is old enough. */
const SLOTS = WINDOW_MS / SLOT_MS + 1

/** Under which name a deployment's limit is shared. */
export function ledgerName(deployment: DeploymentId, counts: 'tokens' | 'requests'): string {
  return `deployment:${deployment}:${counts}`
}

/** A reservation in a ledger, to be settled with what was really used. */
export interface Reservation {
  readonly slot: number
  readonly amount: number
}

/**
 * What one deployment used in the sliding last minute, in slots of a second: reserved at dispatch, corrected when the
 * real usage is known. An amount counts for between 60 and 61 seconds, so the limit is kept over every minute. Where
 * several processes share the limit, it is kept by the share of this one.
 */
export class Ledger implements ShareSubject {
  readonly #slots = new Float64Array(SLOTS)
  /** Number of the newest slot since the start of the clock. */
  #newest = 0
  #used = 0
  readonly #share: Share | null

  constructor(share: Share | null = null) {
    this.#share = share
  }

  /** What others use of the same limit, as far as is known. */
  elsewhere(now: number): number {
    return this.#share?.elsewhere(now) ?? 0
  }

  used(now: number): number {
    this.#advance(now)
    return this.#used
  }

  reserve(amount: number, now: number): Reservation {
    this.#advance(now)
    this.#add(this.#newest, amount)
    this.#share?.took(amount, this.#used)
    return { slot: this.#newest, amount }
  }

  /** Replaces the reserved amount by the real one; 0 refunds it. */
  settle(reservation: Reservation, amount: number, now: number): void {
    this.#advance(now)
    if (reservation.slot > this.#newest - SLOTS) this.#add(reservation.slot, amount - reservation.amount)
  }

  /** What has to be fetched from other processes before so much can be reserved; `null`: nothing. */
  lack(amount: number, now: number): Lack | null {
    return this.#share === null ? null : this.#share.lack(this.used(now), amount, now)
  }

  /** The same as `waitMs`, but what other processes may have left is not here yet. */
  waitHereMs(amount: number, limit: number, now: number): number {
    if (this.#share === null) return this.waitMs(amount, limit, now)
    return this.#share.waitMs(this, amount, { limit, now, here: true })
  }

  /** Milliseconds until `amount` fits under `limit`; an amount over the whole limit waits for an empty window. */
  waitMs(amount: number, limit: number, now: number): number {
    if (this.#share !== null) return this.#share.waitMs(this, amount, { limit, now })
    this.#advance(now)
    const room = Math.max(0, limit - amount)
    if (this.#used <= room) return 0
    let used = this.#used
    for (let slot = this.#newest - SLOTS + 1; slot <= this.#newest; slot++) {
      used -= this.#slots[position(slot)] ?? 0
      if (used <= room) return Math.max(1, (slot + SLOTS) * SLOT_MS - now)
    }
    return WINDOW_MS
  }

  leaving(now: number): readonly number[] {
    this.#advance(now)
    if (this.#used === 0) return []
    const sums: number[] = []
    let left = 0
    let slot = this.#newest - SLOTS + 1
    for (let endsMs = LEAVING_STEP_MS; endsMs < WINDOW_MS + LEAVING_STEP_MS; endsMs += LEAVING_STEP_MS) {
      for (; slot <= this.#newest && (slot + SLOTS) * SLOT_MS - now <= endsMs; slot++) {
        left += this.#slots[position(slot)] ?? 0
      }
      sums.push(left)
    }
    return sums
  }

  #add(slot: number, amount: number): void {
    const index = position(slot)
    this.#slots[index] = (this.#slots[index] ?? 0) + amount
    this.#used += amount
  }

  #advance(now: number): void {
    const slot = Math.floor(now / SLOT_MS)
    if (slot <= this.#newest) return
    if (slot - this.#newest >= SLOTS) {
      this.#slots.fill(0)
      this.#used = 0
    } else {
      for (let gone = this.#newest + 1; gone <= slot; gone++) {
        this.#used -= this.#slots[position(gone)] ?? 0
        this.#slots[position(gone)] = 0
      }
    }
    this.#newest = slot
  }
}

function position(slot: number): number {
  return ((slot % SLOTS) + SLOTS) % SLOTS
}

import type { Clock, Timer } from '#domain/clock'
import { Ledger } from '#domain/ledger'
import type { Lifetime, LimitShares, OpenShareOptions, ShareSubject } from '#domain/share'
import { Share } from '#domain/share'
import { othersCouldGive } from '#domain/share-grant'
import type { Claim, Grant, SharedState } from '#domain/shared-state'

/** How often shares are looked at. */
const LOOK_MS = 250
/** What is used is told so often, and what is not used at least so often that others do not forget it. */
const USED_MS = 1_000
const IDLE_MS = 20_000
/** A minute's use counts for 61 s, and was told up to `IDLE_MS` before it began. */
const MINUTE: Lifetime = { staleMs: 61_000 + IDLE_MS + 5_000, keepMs: 61_000 + IDLE_MS + 5_000 }
/** For so long shares are fetched ahead, at the rate of the last second. */
const AHEAD_S = 1.5
const RATE_FADES = 0.7
/** Part of a limit that all processes together hold without using it. */
const IDLE_SHARE = 0.5
/** Whoever was asked to give back holds nothing idle for so long. */
const MODEST_MS = 2_000
/** Asked again so often while others have been asked to give back. */
const AGAIN_MS = 15
const TRIES = 20
/** Longest that a request waits for room that is not here. */
const ROOM_MS = 500
/**
 * After a break nobody's share grows for so long: all others tell theirs first. Longer than it takes them to notice that
 * the connection is back.
 */
const QUIET_MS = 2_000
const MOST_CLAIMS = 500

interface Entry {
  readonly share: Share
  readonly subject: ShareSubject
  /** Taken per second. */
  rate: number
  recalledAt: number
  tries: number
}

export interface ShareKeeperOptions {
  readonly state: SharedState
  readonly clock: Clock
}

/** The shares of this process in the limits of all: fetches them ahead of need, and gives back what is not used. */
export class ShareKeeper implements LimitShares {
  readonly #state: SharedState
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()
  readonly #ledgers = new Map<string, Ledger>()
  readonly #urgent = new Set<string>()
  readonly #lacking = new Set<string>()
  #waiters: ((grew: boolean) => void)[] = []
  #timer: Timer | null = null
  #timerAt = Infinity
  #running: Promise<void> | null = null
  #quietUntil = -Infinity
  #wasLost = false
  #processes = 1
  #closed = false

  constructor({ state, clock }: ShareKeeperOptions) {
    this.#state = state
    this.#clock = clock
  }

  of(name: string, limit: number): Ledger {
    const known = this.#ledgers.get(name)
    if (known !== undefined) return known
    const share = this.#share(name, limit, MINUTE)
    const ledger = new Ledger(share)
    this.#ledgers.set(name, ledger)
    this.#add(share, ledger)
    return ledger
  }

  open(name: string, limit: number, { subject, lifetime = MINUTE }: OpenShareOptions): Share {
    const known = this.#entries.get(name)?.share
    if (known !== undefined) return known
    const share = this.#share(name, limit, lifetime)
    this.#add(share, subject)
    return share
  }

  /** The limits per minute that are configured: each gets a share before it is used, those that are gone lose theirs. */
  declare(limits: ReadonlyMap<string, number>): void {
    const now = this.#clock.now()
    for (const [name, ledger] of this.#ledgers) {
      const limit = limits.get(name)
      const entry = this.#entries.get(name)
      if (limit !== undefined && entry !== undefined) entry.share.limit = limit
      else if (limit === undefined && ledger.used(now) === 0) this.forget(name)
    }
    for (const [name, limit] of limits) this.of(name, limit)
  }

  forget(name: string): void {
    this.#ledgers.delete(name)
    this.#entries.delete(name)
  }

  room(): Promise<boolean> {
    if (this.#lacking.size === 0 || !this.#state.standing.connected || this.#closed) {
      return Promise.resolve(false)
    }
    return new Promise((resolve) => {
      const limit = this.#clock.after(ROOM_MS, () => done(false))
      const done = (grew: boolean): void => {
        limit.cancel()
        resolve(grew)
      }
      this.#waiters.push(done)
    })
  }

  /** Somebody else is short of it. */
  recalled(name: string): void {
    const entry = this.#entries.get(name)
    if (entry === undefined) return
    const now = this.#clock.now()
    entry.recalledAt = now
    if (entry.share.granted <= entry.subject.used(now)) return
    this.#urgent.add(name)
    this.#wake(0)
  }

  /** The others can be reached, for the first time or again. */
  connected(): void {
    if (this.#wasLost) this.#quietUntil = this.#clock.now() + QUIET_MS
    for (const name of this.#entries.keys()) this.#urgent.add(name)
    this.#wake(0)
  }

  /** Nobody can be reached: what there is has to do, and where there is nothing an equal part is assumed. */
  lost(): void {
    this.#wasLost = true
    for (const { share } of this.#entries.values()) this.#assume(share)
    this.#giveUp()
  }

  /** Resolves when there is a part of everything, or after `limitMs`. */
  settled(limitMs: number): Promise<void> {
    const until = this.#clock.now() + limitMs
    return new Promise((resolve) => {
      const look = (): void => {
        const asked = this.#state.standing.connected && this.#urgent.size === 0 && this.#running === null
        if (asked || this.#clock.now() >= until) resolve()
        else this.#clock.after(AGAIN_MS, look)
      }
      look()
    })
  }

  close(): void {
    this.#closed = true
    this.#timer?.cancel()
    this.#giveUp()
  }

  #share(name: string, limit: number, lifetime: Lifetime): Share {
    const onShort = (share: Share): void => {
      if (!this.#state.standing.connected) {
        share.giveUpNeed()
        return
      }
      if (share.need > 0) this.#lacking.add(share.name)
      this.#urgent.add(share.name)
      this.#wake(0)
    }
    return new Share({ name, limit, ...lifetime, onShort })
  }

  #add(share: Share, subject: ShareSubject): void {
    this.#entries.set(share.name, { share, subject, rate: 0, recalledAt: -Infinity, tries: 0 })
    if (this.#wasLost && !this.#state.standing.connected) this.#assume(share)
    this.#urgent.add(share.name)
    this.#wake(0)
  }

  #assume(share: Share): void {
    if (share.grantedAt === null) share.assume(share.limit / this.#processes)
  }

  #wake(delayMs: number): void {
    if (this.#closed || this.#running !== null) return
    const at = this.#clock.now() + delayMs
    if (this.#timer !== null && at >= this.#timerAt) return
    this.#timer?.cancel()
    this.#timerAt = at
    this.#timer = this.#clock.after(delayMs, () => {
      this.#timer = null
      this.#timerAt = Infinity
      this.#running = this.#run().finally(() => {
        this.#running = null
        this.#wake(this.#urgent.size > 0 && this.#state.standing.connected ? AGAIN_MS : LOOK_MS)
      })
    })
  }

  async #run(): Promise<void> {
    if (!this.#state.standing.connected) return
    const due = this.#due(this.#clock.now())
    for (let from = 0; from < due.length && !this.#closed; from += MOST_CLAIMS) {
      // Ten thousand at once would hold up everything else.
      await this.#exchange(due.slice(from, from + MOST_CLAIMS))
    }
  }

  #due(now: number): readonly Entry[] {
    const due: Entry[] = []
    for (const [name, entry] of this.#entries) {
      const at = entry.share.grantedAt
      const afterMs = entry.share.isIdle ? IDLE_MS : USED_MS
      if (this.#urgent.has(name) || at === null || now - at >= afterMs) due.push(entry)
    }
    this.#urgent.clear()
    return due
  }

  async #exchange(entries: readonly Entry[]): Promise<void> {
    const asked = this.#clock.now()
    const claims = entries.map((entry) => this.#claim(entry, asked))
    let grants: readonly Grant[]
    try {
      grants = await this.#state.exchange(claims)
    } catch {
      // The connection tells by itself that it is lost; what was late is asked for again.
      this.#giveUp()
      return
    }
    const now = this.#clock.now()
    let grew = false
    for (const [index, claim] of claims.entries()) {
      const [entry, grant] = [entries[index], grants[index]]
      if (entry === undefined || grant === undefined) continue
      this.#processes = Math.max(1, grant.others.length + 1)
      const met = entry.share.grant(claim, grant, now)
      if (claim.need === 0) continue
      if (met) grew = true
      this.#askedInVain(entry, claim, met ? null : grant)
    }
    if (grew || this.#lacking.size === 0) this.#tellWaiters(grew)
  }

  #askedInVain(entry: Entry, claim: Claim, grant: Grant | null): void {
    const { share } = entry
    if (grant === null) entry.tries = 0
    else if (othersCouldGive(claim, grant.others) && entry.tries < TRIES) {
      entry.tries++
      this.#state.tell({ kind: 'recall', name: share.name })
      this.#urgent.add(share.name)
      return
    } else {
      entry.tries = 0
      share.giveUpNeed()
    }
    if (share.need === 0) this.#lacking.delete(share.name)
  }

  #claim(entry: Entry, now: number): Claim {
    const { share, subject } = entry
    const used = subject.used(now)
    const sinceMs = Math.max(100, now - (share.grantedAt ?? now))
    entry.rate = Math.max((share.takeDemand() * 1_000) / sinceMs, entry.rate * RATE_FADES)
    if (now < this.#quietUntil && share.grantedAt !== null) {
      return { ...share.claim(subject, Math.max(used, share.granted), now), need: 0 }
    }
    const modest = now - entry.recalledAt < MODEST_MS
    const idle = modest ? 0 : (share.limit * IDLE_SHARE) / share.processes
    const ahead = modest ? 0 : entry.rate * AHEAD_S
    const want = used + Math.max(idle, ahead, share.need * 2)
    return share.claim(subject, Math.min(want, Math.max(share.limit, used)), now)
  }

  #giveUp(): void {
    for (const name of this.#lacking) this.#entries.get(name)?.share.giveUpNeed()
    this.#lacking.clear()
    this.#tellWaiters(false)
  }

  #tellWaiters(grew: boolean): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const waiter of waiters) waiter(grew)
  }
}

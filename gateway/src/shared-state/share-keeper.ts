import type { Clock, Timer } from '#domain/clock'
import { Ledger } from '#domain/ledger'
import type { Lack, Lifetime, LimitShares, OpenShareOptions, ShareSubject } from '#domain/share'
import { Share } from '#domain/share'
import type { Grant, SharedState } from '#domain/shared-state'
import { HeldShare, IDLE_MS } from './held-share.ts'
import type { Waiter } from './share-queue.ts'

/** How often shares are looked at. */
const LOOK_MS = 250
/** A minute's use counts for 61 s, and was told up to `IDLE_MS` before it began. */
const MINUTE: Lifetime = { staleMs: 61_000 + IDLE_MS + 5_000, keepMs: 61_000 + IDLE_MS + 5_000 }
/** Asked again so often while others have been asked to give back. */
const AGAIN_MS = 15
/** Longest that a request waits for room that is not here. */
const ROOM_MS = 500
/**
 * After a break nobody's share grows for so long: all others tell theirs first. Longer than it takes them to notice that
 * the connection is back.
 */
const QUIET_MS = 2_000
const MOST_CLAIMS = 500

export interface ShareKeeperOptions {
  readonly state: SharedState
  readonly clock: Clock
}

/** The shares of this process in the limits of all: fetches them ahead of need, and gives back what is not used. */
export class ShareKeeper implements LimitShares {
  readonly #state: SharedState
  readonly #clock: Clock
  readonly #entries = new Map<string, HeldShare>()
  readonly #ledgers = new Map<string, Ledger>()
  /** To be looked at now, and after those who were asked to give back had time to. */
  readonly #urgent = new Set<string>()
  readonly #again = new Set<string>()
  readonly #lacking = new Set<string>()
  #timer: Timer | null = null
  #timerAt = Infinity
  #lookedAt = -Infinity
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
    const entries = [...this.#lacking].map((name) => this.#entries.get(name))
    const shares = entries.filter((entry) => entry !== undefined).map(({ share }) => share)
    const lacks = shares.map((share) => ({ share, amount: share.need }))
    return this.fetch(lacks.filter(({ amount }) => amount > 0))
  }

  fetch(lacks: readonly Lack[]): Promise<boolean> {
    if (lacks.length === 0 || !this.#canAsk) return Promise.resolve(false)
    return new Promise((resolve) => {
      const giveUp = (): void => {
        for (const { share } of lacks) share.foundNone(this.#clock.now(), ROOM_MS)
        waiter.done(false)
      }
      // What came while this process was held up is read first.
      let limit = this.#clock.after(ROOM_MS, () => (limit = this.#clock.after(1, giveUp)))
      const waiter: Waiter = {
        open: 0,
        isDone: false,
        done: (grew) => {
          waiter.isDone = true
          limit.cancel()
          resolve(grew)
        },
      }
      for (const { share, amount } of lacks) this.#wait(share.name, amount, waiter)
      if (waiter.open === 0) waiter.done(false)
      this.#wake(0)
    })
  }

  #wait(name: string, amount: number, waiter: Waiter): void {
    const entry = this.#entries.get(name)
    if (entry === undefined) return
    waiter.open++
    entry.queue.add(waiter, amount)
    this.#urgent.add(name)
  }

  /** After a break nobody's share grows at first: it is what it is, and nobody waits. */
  get #canAsk(): boolean {
    return this.#state.standing.connected && !this.#closed && this.#clock.now() >= this.#quietUntil
  }

  /** Somebody else is short of it. */
  recalled(name: string): void {
    const entry = this.#entries.get(name)
    if (entry === undefined) return
    if (!entry.recalled(this.#clock.now())) return
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
    for (const entry of this.#entries.values()) entry.lost(this.#processes)
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
    const onLow = (share: Share): void => {
      if (!this.#state.standing.connected) return
      this.#urgent.add(share.name)
      this.#wake(0)
    }
    const onLack = (share: Share, elsewhere: boolean): boolean => {
      if (!this.#canAsk) {
        share.giveUpNeed()
        return false
      }
      this.#lacking.add(share.name)
      // Where nothing is left it is looked for with the rest, unless somebody waits for it.
      if (elsewhere) this.#urgent.add(share.name)
      else this.#again.add(share.name)
      if (elsewhere) this.#wake(0)
      return true
    }
    return new Share({ name, limit, ...lifetime, onLow, onLack })
  }

  #add(share: Share, subject: ShareSubject): void {
    const held = new HeldShare(share, subject)
    this.#entries.set(share.name, held)
    if (this.#wasLost && !this.#state.standing.connected) held.lost(this.#processes)
    this.#urgent.add(share.name)
    this.#wake(0)
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
        this.#wake(this.#nextMs())
      })
    })
  }

  #nextMs(): number {
    if (!this.#state.standing.connected) return LOOK_MS
    if (this.#urgent.size > 0) return 0
    return this.#again.size > 0 ? AGAIN_MS : LOOK_MS
  }

  async #run(): Promise<void> {
    if (!this.#state.standing.connected) return
    const due = [...this.#due(this.#clock.now())]
    for (let from = 0; from < due.length && !this.#closed; from += MOST_CLAIMS) {
      // Ten thousand at once would hold up everything else.
      await this.#exchange(due.slice(from, from + MOST_CLAIMS))
    }
  }

  #due(now: number): ReadonlySet<HeldShare> {
    const due = new Set<HeldShare>()
    for (const name of [...this.#urgent, ...this.#again]) {
      const entry = this.#entries.get(name)
      if (entry !== undefined) due.add(entry)
    }
    this.#urgent.clear()
    this.#again.clear()
    if (now - this.#lookedAt < LOOK_MS) return due
    this.#lookedAt = now
    for (const entry of this.#entries.values()) if (entry.isDue(now)) due.add(entry)
    return due
  }

  async #exchange(entries: readonly HeldShare[]): Promise<void> {
    const asked = this.#clock.now()
    const claims = entries.map((entry) => {
      const isQuiet = asked < this.#quietUntil && entry.share.grantedAt !== null
      return isQuiet ? entry.asItIs(asked) : entry.claim(asked)
    })
    let grants: readonly Grant[]
    try {
      grants = await this.#state.exchange(claims)
    } catch {
      // The connection tells by itself that it is lost; what was late is asked for again.
      this.#giveUp()
      return
    }
    const now = this.#clock.now()
    for (const [index, claim] of claims.entries()) {
      const [entry, grant] = [entries[index], grants[index]]
      if (entry === undefined || grant === undefined) continue
      const { name } = claim
      this.#processes = Math.max(1, grant.others.length + 1)
      if (entry.granted(claim, grant, now)) {
        this.#state.tell({ kind: 'recall', name })
        this.#again.add(name)
      } else if (!entry.queue.isEmpty) this.#urgent.add(name)
      if (entry.share.need === 0) this.#lacking.delete(name)
    }
  }

  #giveUp(): void {
    this.#lacking.clear()
    for (const entry of this.#entries.values()) entry.giveUp()
  }
}

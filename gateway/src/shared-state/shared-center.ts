import type { Clock } from '#domain/clock'
import { grantedShare } from '#domain/share-grant'
import type { Claim, Grant, Kept, KeptNotice, Notice, OtherShare } from '#domain/shared-state'

/** Under this name stands what was used before anybody counted. */
const BEFORE = 'before'

interface HeldShare {
  readonly at: number
  readonly share: number
  readonly used: number
  readonly leaving: readonly number[]
  readonly staleMs: number
  readonly keepMs: number
}

interface KeptEntry {
  readonly notice: Notice
  readonly at: number
  readonly until: number
}

/** What several processes share, in the memory of the one that started them. Redis does the same with scripts. */
export class SharedCenter {
  readonly #clock: Clock
  readonly #shares = new Map<string, Map<string, HeldShare>>()
  readonly #kept = new Map<string, KeptEntry>()
  readonly #members = new Map<string, (notice: Notice) => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** `hear` is called with what all others tell. Joining under a name that is known takes its place. */
  join(member: string, hear: (notice: Notice) => void): void {
    this.#members.set(member, hear)
  }

  /** What it used goes on counting; what it kept for others is kept. */
  leave(member: string): void {
    this.#members.delete(member)
  }

  exchange(member: string, claims: readonly Claim[]): readonly Grant[] {
    return claims.map((claim) => this.#grant(member, claim))
  }

  tell(member: string, notice: Notice, kept?: Kept): void {
    const now = this.#clock.now()
    if (kept?.kind === 'keep') this.#kept.set(kept.id, { notice, at: now, until: now + kept.forMs })
    else for (const id of kept?.ids ?? []) this.#kept.delete(id)
    for (const [name, hear] of this.#members) if (name !== member) hear(notice)
  }

  recall(): readonly KeptNotice[] {
    const now = this.#clock.now()
    for (const [id, { until }] of this.#kept) if (until <= now) this.#kept.delete(id)
    return [...this.#kept].map(([id, { notice, at }]) => ({ id, notice, ageMs: now - at }))
  }

  #grant(member: string, claim: Claim): Grant {
    const now = this.#clock.now()
    const held = this.#heldOf(claim)
    const others: OtherShare[] = []
    let shares = 0
    let processes = 0
    for (const [name, one] of held) {
      const ageMs = now - one.at
      if (ageMs >= one.keepMs) held.delete(name)
      else if (name !== member) {
        const share = ageMs < one.staleMs ? one.share : one.used
        shares += share
        if (name !== BEFORE) processes++
        others.push({ ageMs, share, used: one.used, leaving: one.leaving })
      }
    }
    const share = grantedShare(claim, { shares, others: processes })
    const { used, leaving, staleMs, keepMs } = claim
    held.set(member, { at: now, share, used, leaving, staleMs, keepMs })
    return { share, others }
  }

  #heldOf({ name, before, staleMs, keepMs }: Claim): Map<string, HeldShare> {
    let held = this.#shares.get(name)
    if (held === undefined) {
      held = new Map()
      this.#shares.set(name, held)
    }
    if (before !== null && !held.has(BEFORE)) {
      const at = this.#clock.now()
      held.set(BEFORE, { at, share: before, used: before, leaving: [], staleMs, keepMs })
    }
    return held
  }
}

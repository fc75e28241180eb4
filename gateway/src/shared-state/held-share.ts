import type { Share, ShareSubject } from '#domain/share'
import { othersCouldGive } from '#domain/share-grant'
import type { Claim, Grant } from '#domain/shared-state'
import { ShareQueue } from './share-queue.ts'

/** What is used is told so often, and what is not used at least so often that others do not forget it. */
const USED_MS = 1_000
export const IDLE_MS = 20_000
/** For so long shares are fetched ahead, at the rate of the last second. */
const AHEAD_S = 1.5
const RATE_FADES = 0.7
/** Part of a limit that all processes together hold without using it. */
const IDLE_SHARE = 0.5
/**
 * Where that would be less than so many usual requests each, nobody holds anything idle: each request asks. There are
 * few of them, and a limit of three is one of three wherever they come.
 */
const FEW = 4
/** Whoever was asked to give back holds nothing idle for so long. */
const MODEST_MS = 2_000
const TRIES = 20
/** Others did not give back what they hold: for so long it counts as used. */
const VAIN_MS = 5_000

/** The share of this process in one limit: how much of it is wanted, and who waits for it. */
export class HeldShare {
  readonly share: Share
  readonly subject: ShareSubject
  readonly queue = new ShareQueue()
  /** Taken per second. */
  #rate = 0
  #recalledAt = -Infinity
  #tries = 0
  /** Too small to be held in parts. */
  #isSmall = false

  constructor(share: Share, subject: ShareSubject) {
    this.share = share
    this.subject = subject
  }

  isDue(now: number): boolean {
    const at = this.share.grantedAt
    return at === null || now - at >= (this.share.isIdle ? IDLE_MS : USED_MS)
  }

  /** Somebody else is short of it. Is there something to give back. */
  recalled(now: number): boolean {
    this.#recalledAt = now
    return this.share.reach(now) > this.subject.used(now)
  }

  claim(now: number): Claim {
    const { share, subject, queue } = this
    const used = subject.used(now)
    const sinceMs = Math.max(100, now - (share.grantedAt ?? now))
    this.#rate = Math.max((share.takeDemand() * 1_000) / sinceMs, this.#rate * RATE_FADES)
    const need = Math.max(share.need, queue.most)
    const idle = (share.limit * IDLE_SHARE) / share.processes
    this.#isSmall = idle < share.usual * FEW
    const isModest = this.#isSmall || now - this.#recalledAt < MODEST_MS
    const ahead = isModest ? 0 : Math.max(idle, this.#rate * AHEAD_S, need * 2)
    const want = used + Math.max(ahead, need, queue.sum)
    return { ...share.claim(subject, Math.min(want, Math.max(share.limit, used)), now), need }
  }

  /** As it is, so that others learn of it; nothing more is asked for. */
  asItIs(now: number): Claim {
    const { share, subject } = this
    share.takeDemand()
    return { ...share.claim(subject, Math.max(subject.used(now), share.reach(now)), now), need: 0 }
  }

  /** What was granted of a claim: who fits goes on. Are others to be asked to give back, so that it is asked for again. */
  granted(claim: Claim, grant: Grant, now: number): boolean {
    const { share, subject, queue } = this
    const met = share.grant(claim, grant, now)
    queue.serve(share.reach(now) - subject.used(now))
    if (met) {
      this.#tries = 0
      return false
    }
    const couldGive = othersCouldGive(claim, grant.others)
    if (couldGive && this.#tries++ < TRIES) return true
    if (couldGive) share.foundNone(now, VAIN_MS)
    this.#tries = 0
    share.giveUpNeed()
    queue.refuse(claim.need)
    return false
  }

  /** The others cannot be reached: of what was never asked for, or is not held in parts, an equal part is assumed. */
  lost(processes: number): void {
    const { share } = this
    if (share.grantedAt === null) share.assume(share.limit / processes)
    else if (this.#isSmall) share.assume(share.limit / share.processes)
  }

  giveUp(): void {
    this.share.giveUpNeed()
    this.queue.refuse(0)
  }
}

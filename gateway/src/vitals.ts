import type { DeploymentHealth, Health } from '@backstay/contract/admin'
import type { Clock } from '#domain/clock'
import type { RequestTotals } from '#domain/request-totals'
import type { SharedListener, SharedState } from '#domain/shared-state'
import { sumOfTotals } from './sum-of-totals.ts'

/** How one of several workers is doing, as the others show it. */
export interface Vital {
  readonly totals: RequestTotals
  readonly waiting: number
  /** Of those that have something to say. */
  readonly deployments: readonly MeasuredDeployment[]
}

type MeasuredDeployment = Pick<
  DeploymentHealth,
  'id' | 'state' | 'attempts' | 'errorRate' | 'inFlight' | 'firstTokenMs' | 'answerMs'
>

/** The same of this process alone. */
export interface OwnVitals {
  readonly health: () => Health
  readonly totals: () => RequestTotals
  readonly waiting: () => number
}

export interface VitalsOptions {
  readonly open: (listener: SharedListener) => SharedState
  readonly clock: Clock
  readonly own: OwnVitals
}

const EVERY_MS = 2_000
/** To look at ten thousand deployments costs something: it is done while somebody wants to know, and so long after. */
const WANTED_MS = 60_000
const ASK_AGAIN_MS = 10_000
/** A process of which nothing was heard for so long has ended: what it counted stays, what it was doing does not. */
const GONE_MS = 7_000
/** Longer than any process of this start will live. */
const FOR_EVER_MS = 1e13

interface Heard {
  readonly vital: Vital
  readonly at: number
}

/** What all workers of one gateway have counted and are doing, whichever of them is asked. */
export class Vitals {
  readonly #options: VitalsOptions
  readonly #siblings: SharedState
  readonly #heard = new Map<string, Heard>()
  #wantedUntil = -Infinity
  #askedAt = -Infinity

  constructor(options: VitalsOptions) {
    this.#options = options
    this.#siblings = options.open({
      heard: (notice) => {
        if (notice.kind === 'vitals') this.#note(notice.member, notice.vital as Vital, 0)
        if (notice.kind === 'vitals-wanted') this.#wanted()
      },
      connected: () => void this.#meet(),
      lost: () => undefined,
    })
    this.#tellLater()
  }

  /** Counted by all workers since the gateway started, also by those that have ended. */
  totals(): RequestTotals {
    const others = [...this.#heard.values()].map(({ vital }) => vital.totals)
    return sumOfTotals([this.#options.own.totals(), ...others])
  }

  waiting(): number {
    return this.#living().reduce((sum, { waiting }) => sum + waiting, this.#options.own.waiting())
  }

  /** Limits and states are the same in all of them; what they measure is taken together. */
  health(): Health {
    this.#ask()
    const health = this.#options.own.health()
    const living = this.#living()
    const deployments = health.deployments.map((own) => {
      const others = living.flatMap((vital) => vital.deployments.filter(({ id }) => id === own.id))
      return others.reduce(together, own)
    })
    return { ...health, deployments }
  }

  #ask(): void {
    const now = this.#options.clock.now()
    if (now - this.#askedAt < ASK_AGAIN_MS) return
    this.#askedAt = now
    this.#siblings.tell({ kind: 'vitals-wanted' })
  }

  #wanted(): void {
    this.#wantedUntil = this.#options.clock.now() + WANTED_MS
    this.#tell()
  }

  #living(): readonly Vital[] {
    const oldest = this.#options.clock.now() - GONE_MS
    return [...this.#heard.values()].filter(({ at }) => at >= oldest).map(({ vital }) => vital)
  }

  #tellLater(): void {
    this.#options.clock.after(EVERY_MS, () => {
      this.#tell()
      this.#tellLater()
    })
  }

  #tell(): void {
    const { own, clock } = this.#options
    const all = clock.now() < this.#wantedUntil ? own.health().deployments : []
    const deployments = all.filter(({ attempts, inFlight }) => attempts > 0 || inFlight > 0)
    const vital: Vital = { totals: own.totals(), waiting: own.waiting(), deployments }
    const member = String(process.pid)
    this.#siblings.tell(
      { kind: 'vitals', member, vital },
      { kind: 'keep', id: `vitals:${member}`, forMs: FOR_EVER_MS },
    )
  }

  async #meet(): Promise<void> {
    // Without an answer they will be heard of within two seconds.
    const kept = await this.#siblings.recall().catch(() => [])
    for (const { notice, ageMs } of kept) {
      if (notice.kind !== 'vitals' || notice.member === String(process.pid)) continue
      if (!this.#heard.has(notice.member)) this.#note(notice.member, notice.vital as Vital, ageMs)
    }
  }

  #note(member: string, vital: Vital, ageMs: number): void {
    this.#heard.set(member, { vital, at: this.#options.clock.now() - ageMs })
  }
}

function together(own: DeploymentHealth, other: MeasuredDeployment): DeploymentHealth {
  const attempts = own.attempts + other.attempts
  const failed = (own.errorRate ?? 0) * own.attempts + (other.errorRate ?? 0) * other.attempts
  // Percentiles are those of the process that has made more attempts.
  const more = other.attempts > own.attempts ? other : own
  return {
    ...own,
    state: own.state === 'healthy' ? other.state : own.state,
    attempts,
    errorRate: attempts === 0 ? null : failed / attempts,
    inFlight: own.inFlight + other.inFlight,
    firstTokenMs: more.firstTokenMs ?? own.firstTokenMs ?? other.firstTokenMs,
    answerMs: more.answerMs ?? own.answerMs ?? other.answerMs,
  }
}

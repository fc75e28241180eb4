import type { Clock, Timer } from '#domain/clock'
import type { Condition } from '#domain/condition'
import type { Deployment } from '#domain/deployment'
import type { Demotion, HealthEvent, ManualState } from '#domain/health'
import type { DeploymentId } from '#domain/names'

/** Timers do not take more than 2^31 ms; longer times are waited for in days. */
const LONGEST_WAIT_MS = 86_400_000

interface Entry {
  readonly set: ManualState
  readonly label: string
  /** Whom it is told when its time is over; `null`: another process tells. */
  readonly told: string | null
  timer: Timer | null
}

export interface ManualStatesOptions {
  readonly clock: Clock
  readonly onEvent: (event: HealthEvent, organisation: string) => void
  /** To be told to other processes. */
  readonly onCondition?: (condition: Condition) => void
}

/** What an operator asks for. */
export interface ManualChange {
  readonly state: ManualState['state']
  /** `null`: until it is reset. */
  readonly forMs: number | null
  readonly reason: string
  readonly by: string
}

/** States that operators set by hand, per deployment. They end by the clock, and outlive a reload of the file. */
export class ManualStates {
  readonly #options: ManualStatesOptions
  readonly #entries = new Map<DeploymentId, Entry>()

  constructor(options: ManualStatesOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#entries.size
  }

  of(deployment: Deployment, now: number): ManualState | null {
    const set = this.#entries.get(deployment.id)?.set ?? null
    return set === null || (set.until !== null && now >= set.until) ? null : set
  }

  demotion(deployment: Deployment, now: number): Demotion | null {
    const set = this.of(deployment, now)
    if (set === null) return null
    const retryInMs = set.until === null ? Number.POSITIVE_INFINITY : set.until - now
    return { state: set.state, class: 'server_error', retryInMs }
  }

  /** Replaces what was set before. */
  change(deployment: Deployment, { state, forMs, reason, by }: ManualChange): ManualState {
    const { clock, onEvent } = this.#options
    const since = clock.now()
    const set: ManualState = { state, since, until: forMs === null ? null : since + forMs, reason, by }
    const { id, label, organisation } = deployment
    this.#put(id, { set, label, told: organisation, timer: null })
    const kind = state === 'drained' ? 'deployment-drained' : 'deployment-forced-open'
    onEvent({ kind, deployment: label, forMs, reason, by }, organisation)
    this.#options.onCondition?.({ aspect: 'manual', deployment: id, label, state, leftMs: forMs, reason, by })
    return set
  }

  /** An operator has set it in another process. */
  adopt(condition: Extract<Condition, { readonly aspect: 'manual' }>): void {
    const { deployment, label, state, leftMs, reason, by } = condition
    const since = this.#options.clock.now()
    const set: ManualState = { state, since, until: leftMs === null ? null : since + leftMs, reason, by }
    this.#put(deployment, { set, label, told: null, timer: null })
  }

  /** Takes back what was set. */
  clear({ id }: Pick<Deployment, 'id'>): void {
    this.#entries.get(id)?.timer?.cancel()
    this.#entries.delete(id)
  }

  #put(id: DeploymentId, entry: Entry): void {
    this.#entries.get(id)?.timer?.cancel()
    this.#entries.set(id, entry)
    this.#waitForEnd(id, entry)
  }

  #waitForEnd(id: DeploymentId, entry: Entry): void {
    const { until, state } = entry.set
    if (until === null) return
    const { clock, onEvent } = this.#options
    const leftMs = until - clock.now()
    entry.timer = clock.after(Math.min(Math.max(0, leftMs), LONGEST_WAIT_MS), () => {
      if (clock.now() < until) {
        this.#waitForEnd(id, entry)
        return
      }
      this.#entries.delete(id)
      const { label, told } = entry
      if (told !== null) onEvent({ kind: 'deployment-released', deployment: label, state }, told)
    })
  }
}

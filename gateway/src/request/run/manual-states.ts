import type { Clock, Timer } from '#domain/clock'
import type { Deployment } from '#domain/deployment'
import type { Demotion, HealthEvent, ManualState } from '#domain/health'
import type { DeploymentId } from '#domain/names'

/** Timers do not take more than 2^31 ms; longer times are waited for in days. */
const LONGEST_WAIT_MS = 86_400_000

interface Entry {
  readonly set: ManualState
  readonly label: string
  timer: Timer | null
}

export interface ManualStatesOptions {
  readonly clock: Clock
  readonly onEvent: (event: HealthEvent) => void
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
    this.#entries.get(deployment.id)?.timer?.cancel()
    const entry: Entry = { set, label: deployment.label, timer: null }
    this.#entries.set(deployment.id, entry)
    this.#waitForEnd(deployment.id, entry)
    const kind = state === 'drained' ? 'deployment-drained' : 'deployment-forced-open'
    onEvent({ kind, deployment: deployment.label, forMs, reason, by })
    return set
  }

  /** Takes back what was set. */
  clear(deployment: Deployment): void {
    this.#entries.get(deployment.id)?.timer?.cancel()
    this.#entries.delete(deployment.id)
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
      onEvent({ kind: 'deployment-released', deployment: entry.label, state })
    })
  }
}

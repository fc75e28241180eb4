import type { Clock } from '#domain/clock'
import { badnessOf } from '#domain/health'
import type { Planned, PlanStep } from '#domain/request'
import { matches } from '#domain/trigger-set'
import type { Accounts } from './accounts.ts'
import type { Course } from './course.ts'
import { demotionOf } from './demotion-of.ts'
import type { DeploymentStates } from './deployment-states.ts'
import type { HedgeBudget } from './hedge-budget.ts'
import type { Lane } from './lane.ts'

export interface HedgingPorts {
  readonly clock: Clock
  readonly states: DeploymentStates
  readonly hedges: HedgeBudget
}

interface HedgingOptions {
  readonly ports: HedgingPorts
  readonly planned: Planned
  readonly course: Course
  readonly accounts: Accounts
}

const PROBED_BADNESS = badnessOf({ state: 'half_open', class: 'timeout', retryInMs: 0 })
/** What the 95th percentile is taken to be until a deployment has answered often enough to have one. */
const UNKNOWN_P95_MS = 1_000

/**
 * When a second attempt is made beside one that has not committed, and where. At most once per request, but for the
 * hedges of a probe: nobody waits for the probe because its first hedge failed.
 */
export class Hedging {
  readonly #options: HedgingOptions
  #done = false

  constructor(options: HedgingOptions) {
    this.#options = options
  }

  /** Milliseconds from dispatch; `null` for never. A request that probes is hedged whatever its policy says. */
  delayMs(lane: Pick<Lane, 'step' | 'ticket'>): number | null {
    const { hedge } = this.#options.planned.plan.policy
    const { ticket } = lane
    if (this.#done || (hedge === null && !ticket.probe)) return null
    const p95 = ticket.probe || hedge?.afterP95 === true ? this.#p95(lane) : 0
    if (hedge === null) return p95
    const asked = Math.max(hedge.afterMs, hedge.afterP95 ? p95 : 0)
    return ticket.probe ? Math.min(asked, p95) : asked
  }

  /** The hedge beside this one has failed: may there be another. */
  again({ ticket }: Lane): boolean {
    if (ticket.probe) this.#done = false
    return !this.#done
  }

  /** The step of a hedge beside `lane`, taken; `null` if there is none to be made. */
  take(lane: Lane): PlanStep | null {
    const { ports, planned, course } = this.#options
    const { hedge } = planned.plan.policy
    const now = ports.clock.now()
    const shared = !lane.ticket.probe && hedge !== null
    if (this.#done || !course.hasRoom || (shared && !ports.hedges.hasRoom(hedge, now))) return null
    const step = this.#step(lane)
    if (step === null) return null
    this.#done = true
    if (shared) ports.hedges.spend(hedge, now)
    course.takeBeside(step)
    return step
  }

  /**
   * The next one that is well, or at least better off than one that has to be probed, and has room. The hedge of a probe
   * leaves the model only where its failure would have.
   */
  #step(lane: Lane): PlanStep | null {
    const { ports, planned, course, accounts } = this.#options
    const { breaker } = ports.states.of(lane.step.deployment)
    const stays =
      planned.plan.policy.hedge === null &&
      breaker.kind !== 'closed' &&
      !matches(planned.plan.policy.triggers, breaker.cause)
    return course.cursor.peekBeside(
      (step) =>
        (!stays || step.candidate === lane.step.candidate) &&
        this.#isWell(step, lane) &&
        accounts.hasRoom(step),
    )
  }

  #isWell(step: PlanStep, { ticket }: Lane): boolean {
    const { ports, planned } = this.#options
    const demotion = demotionOf(step, { states: ports.states, plan: planned.plan, now: ports.clock.now() })
    return demotion === null || (ticket.probe && badnessOf(demotion) < PROBED_BADNESS)
  }

  /** Of a probe, as it was before the breaker opened: what was slow since then is not how it usually is. */
  #p95({ step, ticket }: Pick<Lane, 'step' | 'ticket'>): number {
    const { ports, planned } = this.#options
    const state = ports.states.of(step.deployment)
    const { streamed } = planned.admitted.accepted.body
    const usual = ticket.probe ? state.usualP95(streamed) : null
    return usual ?? state.p95(streamed, ports.clock.now()) ?? UNKNOWN_P95_MS
  }
}

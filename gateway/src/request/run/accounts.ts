import type { Clock } from '#domain/clock'
import type { Planned, PlanStep } from '#domain/request'
import type { AttemptEnd } from './attempt.ts'
import type { Hold } from './deployment-state.ts'
import type { DeploymentStates } from './deployment-states.ts'

export interface AccountsPorts {
  readonly clock: Clock
  readonly states: DeploymentStates
}

/** What the attempts of one request take from deployments' limits, and what their ends say of deployments' health. */
export class Accounts {
  readonly #planned: Planned
  readonly #ports: AccountsPorts

  constructor(planned: Planned, ports: AccountsPorts) {
    this.#planned = planned
    this.#ports = ports
  }

  /** Room in the ledger at the moment of sending, or the milliseconds until there is: others may have taken it. */
  reserve({ deployment }: PlanStep): Hold | number {
    const { plan } = this.#planned
    const now = this.#ports.clock.now()
    const state = this.#ports.states.of(deployment)
    const tokens = plan.reserveTokens(deployment)
    const waitMs = state.waitMs(deployment, { tokens, share: plan.policy.limitShare }, now)
    return waitMs === 0 ? state.hold(deployment, tokens, now) : waitMs
  }

  /** `late`: the deadline of the request has passed. */
  settle(step: PlanStep, hold: Hold, { end, late }: { end: AttemptEnd; late: boolean }): void {
    const { deployment } = step
    const { states, clock } = this.#ports
    const now = clock.now()
    const used = end.usage === null ? this.#guess(step, end) : end.usage.input + end.usage.output
    states.of(deployment).settle(hold, { tokens: used, sent: end.sent }, now)
    if (end.kind === 'answered') {
      states.succeeded(deployment, now)
      if (end.usage !== null && !end.usage.estimated) states.of(deployment).learnOutput(end.usage.output)
    } else if (end.failure !== null && isFault(step, end, late)) {
      states.failed(deployment, end.failure, now)
    } else {
      states.undecided(deployment, now)
    }
  }

  /** An answer without usage used what was reserved; a failure used nothing. */
  #guess(step: PlanStep, end: AttemptEnd): number {
    return end.kind === 'answered' ? this.#planned.plan.reserveTokens(step.deployment) : 0
  }
}

/** Limits and deadlines of the caller say nothing about the deployment. */
function isFault(step: PlanStep, { kind, failure }: AttemptEnd, late: boolean): boolean {
  if (step.impatient === true && failure?.class === 'timeout' && failure.status === undefined) return false
  return kind === 'failed' || (kind === 'broken' && !late)
}

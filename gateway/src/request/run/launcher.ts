import type { Call } from '#domain/attempt'
import type { Clock } from '#domain/clock'
import type { Planned } from '#domain/request'
import type { Accounts } from './accounts.ts'
import { limitsOf } from './attempt-limits.ts'
import { callOf } from './call.ts'
import type { Continuing } from './continuing.ts'
import type { Course } from './course.ts'
import type { DeploymentStates } from './deployment-states.ts'
import type { HedgeBudget } from './hedge-budget.ts'
import { Hedging } from './hedging.ts'
import type { Lane } from './lane.ts'
import type { Lanes, Start } from './lanes.ts'
import type { Progress } from './progress.ts'
import type { TimeLeft } from './time-left.ts'

interface LauncherOptions {
  readonly ports: {
    readonly clock: Clock
    readonly states: DeploymentStates
    readonly hedges: HedgeBudget
    readonly malformedEvent: Call['malformedEvent']
  }
  readonly planned: Planned
  readonly progress: Progress
  readonly left: TimeLeft
  readonly accounts: Accounts
  readonly course: Course
  readonly lanes: Lanes
}

/** How soon a probe that could not be hedged is looked at again, in milliseconds. */
const PROBE_HEDGE_AGAIN_MS = 500

/** A step that is about to be tried, with the room that it has taken. */
type Ready = Pick<Start, 'step' | 'hold' | 'tries'>

/** Starts attempts: their limits, their calls, and the hedges beside them. */
export class Launcher {
  readonly #options: LauncherOptions
  #hedging: Hedging | null = null

  constructor(options: LauncherOptions) {
    this.#options = options
  }

  start({ step, hold, tries }: Ready): void {
    const { planned, left, lanes, course, accounts, ports } = this.#options
    const { cursor } = course
    const now = ports.clock.now()
    const alternative = cursor.hasAlternative()
    const limits = limitsOf(step, planned, {
      alternative: (failureClass) => cursor.hasAlternativeTo({ class: failureClass, detail: '' }),
      remainingMs: left.toCommit(now),
      untilDeadlineMs: left.toDeadline(now),
    })
    const again = tries < step.retry.maxAttempts
    const { malformedEvent } = ports
    const beside = lanes.other !== null
    const ticket = accounts.dispatched(step, hold, now)
    const call = callOf(step, { planned, alternative, again, beside, malformedEvent })
    const lane = lanes.start({ step, hold, ticket, limits, call, tries, now })
    if (alternative && !beside) this.#hedgeLater(lane)
  }

  /** An attempt that goes on with what the client has. */
  startSequel({ step, hold, tries }: Ready, continuing: Continuing): void {
    const { planned, left, lanes, progress, accounts, ports } = this.#options
    const now = ports.clock.now()
    const untilDeadlineMs = left.toDeadline(now)
    const limits = limitsOf(step, planned, {
      alternative: () => continuing.hasAlternative(),
      remainingMs: untilDeadlineMs,
      untilDeadlineMs,
    })
    const ticket = accounts.dispatched(step, hold, now)
    lanes.start({ step, hold, ticket, limits, tries, now, ...continuing.start(progress.started + 1) })
  }

  /** A hedge has failed beside this one: of a probe there is another at once. */
  hedgeAgain(lane: Lane): void {
    if (this.#hedging?.again(lane) === true) this.#hedgeAfter(0, lane, this.#hedging)
  }

  /** A request that probes is hedged whatever its policy says, so that nobody waits for the probe. */
  #hedgeLater(lane: Lane): void {
    const { planned, ports, course, accounts } = this.#options
    if (planned.plan.policy.hedge === null && !lane.ticket.probe) return
    this.#hedging ??= new Hedging({ ports, planned, course, accounts })
    const hedging = this.#hedging
    const delayMs = hedging.delayMs(lane)
    if (delayMs !== null) this.#hedgeAfter(delayMs, lane, hedging)
  }

  /** What is not there for a probe may be there soon: nobody is to wait for one as long as for an answer. */
  #hedgeAfter(delayMs: number, lane: Lane, hedging: Hedging): void {
    const { ports, accounts, left } = this.#options
    lane.hedgeTimer = ports.clock.after(delayMs, () => {
      if (left.toCommit() < lane.step.timeouts.minAttemptMs) return
      const step = hedging.take(lane)
      const hold = step === null ? 0 : accounts.reserve(step)
      if (step !== null && typeof hold !== 'number' && !('kind' in hold)) this.start({ step, hold, tries: 1 })
      else if (step === null && lane.ticket.probe) this.#hedgeAfter(PROBE_HEDGE_AGAIN_MS, lane, hedging)
    })
  }
}

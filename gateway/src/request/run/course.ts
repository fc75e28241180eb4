import type { SpendingThrift } from '#domain/budget'
import type { Clock, Random } from '#domain/clock'
import type { RetryBudgetSettings } from '#domain/configuration'
import type { Failure } from '#domain/failure'
import { badnessOf } from '#domain/health'
import type { Demotion } from '#domain/health'
import type { Planned, PlanStep } from '#domain/request'
import type { After } from './after.ts'
import { over, wait } from './after.ts'
import { Cursor } from './cursor.ts'
import type { Decision } from './decide.ts'
import { decide } from './decide.ts'
import { demotionOf } from './demotion-of.ts'
import type { DeploymentStates } from './deployment-states.ts'
import type { Lane } from './lane.ts'
import type { Progress } from './progress.ts'
import type { RetryBudget } from './retry-budget.ts'
import type { TimeLeft } from './time-left.ts'

export interface CoursePorts {
  readonly clock: Clock
  readonly random: Random
  readonly states: DeploymentStates
  readonly budget: RetryBudget
  readonly budgetSettings: RetryBudgetSettings
}

interface CourseOptions {
  readonly ports: CoursePorts
  readonly planned: Planned
  readonly progress: Progress
  readonly left: TimeLeft
}

/** Where a request goes: its next step, and what follows a failure. */
export class Course {
  readonly cursor: Cursor
  readonly #options: CourseOptions
  #waited = false
  #moved = false

  constructor(options: CourseOptions) {
    this.#options = options
    this.cursor = new Cursor(options.planned.plan, (step) => this.isDrained(step))
  }

  /** Takes the next step; one that became unhealthy since planning waits for its turn after the others. */
  nextStep(): PlanStep | null {
    const { planned, ports } = this.#options
    const moment = { states: ports.states, plan: planned.plan, now: ports.clock.now() }
    const demoted = (one: PlanStep): Demotion | null => demotionOf(one, moment)
    const thrift = planned.plan.spending?.thrift() ?? null
    const step = thrift === null ? this.cursor.peek(demoted) : this.#cheapest(thrift, demoted)
    if (step !== null) this.cursor.take(step)
    return step
  }

  /** Was it drained since the plan was made: it takes no new attempts, not even as the last resort. */
  isDrained({ deployment }: PlanStep): boolean {
    const { progress, ports } = this.#options
    // Asked of every step, several times a request: the clock is read only where an operator has set something.
    if (!ports.states.anySet || ports.states.drained(deployment, ports.clock.now()) === null) return false
    progress.drained(deployment.label)
    return true
  }

  /** Money may have become short since planning: who comes next is looked at anew. */
  #cheapest(thrift: SpendingThrift, demoted: (step: PlanStep) => Demotion | null): PlanStep | null {
    const usual = this.cursor.peek(demoted)
    const step = this.cursor.peekLowest((one) => thrift.rank(one.model.name, one.deployment), demoted)
    if (usual !== null && step !== null && step.model !== usual.model) {
      this.#options.progress.passOver(usual.model.name, `put after cheaper ones: ${thrift.why}`)
    }
    return step
  }

  /** Takes the step of a second attempt beside the one under way. It counts as the move that it may become. */
  takeBeside(step: PlanStep): void {
    this.#options.ports.budget.spend(this.#options.ports.clock.now())
    this.#moved = true
    this.cursor.take(step)
  }

  /** Takes the step on which an answer that broke off may be gone on with. */
  stepAfterBreak(fits: (step: PlanStep) => boolean): PlanStep | null {
    const { ports, planned } = this.#options
    if (this.#moved ? !this.hasRoom : !this.#mayTryAgain) return null
    const moment = { states: ports.states, plan: planned.plan, now: ports.clock.now() }
    const step = this.cursor.peekAfterBreak(fits, (one) => demotionOf(one, moment) === null)
    if (step === null) return null
    if (this.#moved) this.#spend()
    this.#moved = true
    this.cursor.take(step)
    return step
  }

  /** May an answer be gone on with in another way where it is: the ways of one place are one move. */
  get mayGoOnHere(): boolean {
    return this.#mayTryAgain
  }

  /** Is there room for one more attempt beside the one under way. */
  get hasRoom(): boolean {
    const { ports } = this.#options
    return this.#mayTryAgain && ports.budget.hasRoom(ports.budgetSettings, ports.clock.now())
  }

  /** `beside` is the other attempt that is under way. */
  afterFailure(lane: Lane, failure: Failure, beside: Lane | null): After {
    const { progress, ports } = this.#options
    progress.failed(failure, this.#restOf(lane.step, failure))
    this.cursor.failed(lane.step, failure)
    if (beside !== null) return this.#leaveTo(beside, lane, failure)
    const decision = this.#decide(lane, failure)
    if (decision.kind === 'stop') return this.#stop(decision.reason)
    if (decision.kind === 'move') return this.#move(lane.step, failure)
    if (failure.class === 'rate_limit') {
      this.#waited = true
      ports.states.of(lane.step.deployment).crowd.join(ports.clock.now(), decision.afterMs)
    }
    this.#spend()
    return {
      action: 'retry',
      reason: `${failure.class}, again after ${Math.round(decision.afterMs)} ms`,
      waitMs: decision.afterMs,
      next: { kind: 'go_on', step: lane.step, tries: lane.tries + 1 },
    }
  }

  /** The hedge that is under way is the next attempt; a hedge that fails leaves the first one to go on. */
  #leaveTo(beside: Lane, { dispatch, step }: Lane, failure: Failure): After {
    if (dispatch.hedge) return wait('wait', `${failure.class}, the first attempt goes on`)
    if (!this.cursor.movesOn(failure) || !this.cursor.mayGoTo(beside.step)) {
      return this.#stop(`no trigger moves on ${failure.class}`)
    }
    this.#options.progress.fallbacks.push(failure.class)
    const sameModel = beside.step.candidate === step.candidate
    return wait(sameModel ? 'next_deployment' : 'next_model', failure.class)
  }

  #move(from: PlanStep, failure: Failure): After {
    const { planned, progress, left } = this.#options
    const next = this.nextStep()
    const sameModel = next !== null && next.candidate === from.candidate
    const waitMs = sameModel ? 0 : planned.plan.policy.moveDelayMs
    if (waitMs > 0 && waitMs + from.timeouts.minAttemptMs > left.toCommit()) {
      return this.#stop('the wait before the next model would not end inside the deadline')
    }
    if (this.#moved) this.#spend()
    this.#moved = true
    if (next !== null) progress.fallbacks.push(failure.class)
    return {
      action: sameModel ? 'next_deployment' : 'next_model',
      reason: failure.class,
      waitMs,
      next: { kind: 'go_on', step: next, tries: 1 },
    }
  }

  #decide({ step, tries }: Lane, failure: Failure): Decision {
    const { planned, ports, progress, left } = this.#options
    const now = ports.clock.now()
    const { cooldown, crowd, breaker } = ports.states.of(step.deployment)
    const failedInARow = breaker.kind === 'closed' ? breaker.consecutive : 0
    const inVain = failure.class === 'rate_limit' ? (cooldown?.times ?? 0) : failedInARow
    return decide(failure, {
      retry: step.retry,
      tries,
      attempts: progress.started,
      maxTotalAttempts: planned.plan.policy.maxTotalAttempts,
      movesOn: this.cursor.movesOn(failure),
      alternative: this.cursor.peek() !== null,
      betterElsewhere: this.#isBetterElsewhere(step),
      budget: ports.budget.hasRoom(ports.budgetSettings, now),
      moved: this.#moved,
      waited: this.#waited,
      drained: this.isDrained(step),
      vain: inVain > step.retry.maxAttempts,
      crowdMs: failure.retryAfterMs === undefined ? 0 : crowd.extraMs(now, failure.retryAfterMs),
      remainingMs: left.toCommit(),
      minAttemptMs: step.timeouts.minAttemptMs,
      random: ports.random(),
    })
  }

  #isBetterElsewhere(step: PlanStep): boolean {
    const { planned, ports } = this.#options
    const moment = { states: ports.states, plan: planned.plan, now: ports.clock.now() }
    const here = demotionOf(step, moment)
    const next = here === null ? null : this.cursor.peek((one) => demotionOf(one, moment))
    if (here === null || next === null) return false
    const there = demotionOf(next, moment)
    return there === null || badnessOf(there) < badnessOf(here)
  }

  /** As long as the provider asks, and not less than it is left alone by us. */
  #restOf({ deployment }: PlanStep, { retryAfterMs }: Failure) {
    const { clock, states } = this.#options.ports
    const cooldown = states.of(deployment).cooldown
    const asked = retryAfterMs === undefined ? 0 : clock.now() + retryAfterMs
    const until = Math.max(asked, cooldown?.until ?? 0)
    return until === 0 ? null : { deployment: deployment.id, until }
  }

  get #mayTryAgain(): boolean {
    const { planned, progress } = this.#options
    return progress.started < planned.plan.policy.maxTotalAttempts
  }

  #stop(reason: string): After {
    return over(this.#options.progress.exhausted(this.#options.ports.clock.now()), 'stop', reason)
  }

  #spend(): void {
    this.#options.ports.budget.spend(this.#options.ports.clock.now())
  }
}

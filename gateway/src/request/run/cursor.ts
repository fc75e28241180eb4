import type { Failure } from '#domain/failure'
import type { Demotion } from '#domain/health'
import type { DeploymentId } from '#domain/names'
import type { Plan, PlanStep } from '#domain/request'
import { matches, TRIGGER_SETS } from '#domain/trigger-set'

const NONE: readonly number[] = []

/**
 * Walks the steps of a plan. No deployment is given twice, in however many steps it stands; leaving a model takes one
 * failure of it that the triggers match, unless none of its deployments was tried at all. Lists stand for sets here: a
 * request tries a handful at the most.
 */
export class Cursor {
  readonly #plan: Plan
  readonly #given: DeploymentId[] = []
  readonly #visited: number[] = []
  /** Candidates that failed, and those of them that may be left. */
  #failed: readonly number[] = NONE
  #leavable: readonly number[] = NONE
  #current: PlanStep | null = null
  #moves = -1

  constructor(plan: Plan) {
    this.#plan = plan
  }

  /** May any deployment be tried after this failure: the `deployment` set or the triggers in force name it. */
  movesOn(failure: Failure): boolean {
    return matches(TRIGGER_SETS.deployment, failure) || matches(this.#plan.policy.triggers, failure)
  }

  /** Notes a failure of the step under way. */
  failed(failure: Failure): void {
    if (this.#current === null) return
    const candidate = this.#current.candidate
    this.#failed = [...this.#failed, candidate]
    if (matches(this.#plan.policy.triggers, failure)) this.#leavable = [...this.#leavable, candidate]
  }

  /**
   * The next step that may be tried, without taking it. One that was demoted since planning lets healthy ones go first,
   * those of another model only where the triggers name what demoted it.
   */
  peek(demotionOf: (step: PlanStep) => Demotion | null = healthy): PlanStep | null {
    const mayLeave = (candidate: number): boolean =>
      this.#leavable.includes(candidate) || !this.#failed.includes(candidate)
    const step = this.#find(mayLeave, never)
    const demotion = step === null ? null : demotionOf(step)
    if (step === null || demotion === null) return step
    const other = this.#find(mayLeave, (one) => demotionOf(one) !== null)
    if (other === null || other.candidate === step.candidate) return other ?? step
    const { maxMoves, triggers } = this.#plan.policy
    return maxMoves > 0 && matches(triggers, demotion) ? other : step
  }

  /** Would there be a step to go on with, should the one under way fail in some way that moves on. */
  hasAlternative(): boolean {
    const { classes, statuses } = this.#plan.policy.triggers
    return this.#find(() => classes.size > 0 || statuses.length > 0, never) !== null
  }

  /** Would there be one, should it fail like this. */
  hasAlternativeTo(failure: Failure): boolean {
    if (!this.movesOn(failure)) return false
    return this.#find(() => matches(this.#plan.policy.triggers, failure), never) !== null
  }

  take(step: PlanStep): void {
    this.#given.push(step.deployment.id)
    if (!this.#visited.includes(step.candidate)) {
      this.#visited.push(step.candidate)
      this.#moves++
    }
    this.#current = step
  }

  #find(mayLeave: (candidate: number) => boolean, avoid: (step: PlanStep) => boolean): PlanStep | null {
    const current = this.#current?.candidate ?? null
    for (const step of this.#plan.steps) {
      if (this.#given.includes(step.deployment.id) || avoid(step)) continue
      if (current === null || step.candidate === current) return step
      if (!mayLeave(current)) continue
      if (this.#visited.includes(step.candidate) || this.#moves < this.#plan.policy.maxMoves) return step
    }
    return null
  }
}

function never(): boolean {
  return false
}

function healthy(): null {
  return null
}

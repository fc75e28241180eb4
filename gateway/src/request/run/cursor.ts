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
  /** Places that may not be used any more, whatever the plan says. */
  readonly #barred: (step: PlanStep) => boolean
  readonly #given: DeploymentId[] = []
  readonly #visited: number[] = []
  /** Candidates that failed, and those of them that may be left. */
  #failed: readonly number[] = NONE
  #leavable: readonly number[] = NONE
  #current: PlanStep | null = null
  #moves = -1

  constructor(plan: Plan, barred: (step: PlanStep) => boolean = never) {
    this.#plan = plan
    this.#barred = barred
  }

  /** May any deployment be tried after this failure: the `deployment` set or the triggers in force name it. */
  movesOn(failure: Failure): boolean {
    return matches(TRIGGER_SETS.deployment, failure) || matches(this.#plan.policy.triggers, failure)
  }

  /** Notes a failure of a step that was taken; it is the one to go on from. */
  failed(step: PlanStep, failure: Failure): void {
    const { candidate } = step
    this.#current = step
    this.#failed = [...this.#failed, candidate]
    if (matches(this.#plan.policy.triggers, failure)) this.#leavable = [...this.#leavable, candidate]
  }

  /**
   * The next step that may be tried, without taking it. One that was demoted since planning lets healthy ones go first,
   * those of another model only where the triggers name what demoted it.
   */
  peek(demotionOf: (step: PlanStep) => Demotion | null = healthy): PlanStep | null {
    const mayLeave = (candidate: number): boolean => this.#mayLeave(candidate)
    const step = this.#find(mayLeave, never)
    const demotion = step === null ? null : demotionOf(step)
    if (step === null || demotion === null) return step
    const other = this.#find(mayLeave, (one) => demotionOf(one) !== null)
    if (other === null || other.candidate === step.candidate) return other ?? step
    const { maxMoves, triggers } = this.#plan.policy
    return maxMoves > 0 && matches(triggers, demotion) ? other : step
  }

  /** As `peek`, but of several other models the one that ranks lowest comes first. */
  peekLowest(
    rank: (step: PlanStep) => number,
    demotionOf: (step: PlanStep) => Demotion | null,
  ): PlanStep | null {
    let lowest = this.peek(demotionOf)
    if (lowest === null || this.#current === null || lowest.candidate === this.#current.candidate)
      return lowest
    for (const step of this.#plan.steps) {
      if (rank(step) >= rank(lowest) || demotionOf(step) !== null) continue
      lowest =
        this.#find(
          (candidate) => this.#mayLeave(candidate),
          (one) => one !== step,
        ) ?? lowest
    }
    return lowest
  }

  /** The next step that suits a second attempt beside the one under way, without taking it. */
  peekBeside(suits: (step: PlanStep) => boolean): PlanStep | null {
    return this.#find(
      (candidate) => this.#somethingMoves() && this.#mayLeave(candidate),
      (step) => !suits(step),
    )
  }

  /**
   * The next step after a break, without taking it: the triggers have no say any more, how many models may be moved to
   * has. Those that are well go first.
   */
  peekAfterBreak(
    fits: (step: PlanStep) => boolean,
    isWell: (step: PlanStep) => boolean = always,
  ): PlanStep | null {
    const first = this.#find(always, (step) => !fits(step) || !isWell(step))
    return first ?? this.#find(always, (step) => !fits(step))
  }

  /** May the failure that was noted last be followed by this step, which has been taken already. */
  mayGoTo(step: PlanStep): boolean {
    const from = this.#current?.candidate
    return from === undefined || from === step.candidate || this.#mayLeave(from)
  }

  /** Would there be a step to go on with, should the one under way fail in some way that moves on. */
  hasAlternative(): boolean {
    return this.#find(() => this.#somethingMoves(), never) !== null
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

  #mayLeave(candidate: number): boolean {
    return this.#leavable.includes(candidate) || !this.#failed.includes(candidate)
  }

  #somethingMoves(): boolean {
    const { classes, statuses } = this.#plan.policy.triggers
    return classes.size > 0 || statuses.length > 0
  }

  #find(mayLeave: (candidate: number) => boolean, avoid: (step: PlanStep) => boolean): PlanStep | null {
    const current = this.#current?.candidate ?? null
    for (const step of this.#plan.steps) {
      if (this.#given.includes(step.deployment.id) || avoid(step) || this.#barred(step)) continue
      if (current === null || step.candidate === current) return step
      if (!mayLeave(current)) continue
      if (this.#visited.includes(step.candidate) || this.#moves < this.#plan.policy.maxMoves) return step
    }
    return null
  }
}

function always(): boolean {
  return true
}

function never(): boolean {
  return false
}

function healthy(): null {
  return null
}

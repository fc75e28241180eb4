import type { Call } from '#domain/attempt'
import type { ContinueSource, Prefill, Rung } from '#domain/continuation'
import type { Deployment } from '#domain/deployment'
import type { Failure } from '#domain/failure'
import type { Dialect, Planned, PlanStep } from '#domain/request'
import type { Answered } from '#domain/run'
import type { TokenUsage } from '#domain/usage'
import type { ContinueCodec } from '#wire/continue'
import { continueCodec } from '#wire/continue'
import { addUsage } from '#wire/openai-chat-usage'
import { rungsOf } from '#wire/rungs'
import type { After } from './after.ts'
import { over } from './after.ts'
import type { Course } from './course.ts'
import type { Lane, Sequel } from './lane.ts'
import type { Progress } from './progress.ts'
import type { TimeLeft } from './time-left.ts'

/** How a deployment is given the beginning of an answer to go on from; `null` where it is not. The dialect is the client's. */
export type PrefillOf = (deployment: Deployment, dialect: Dialect) => Prefill | null

interface ContinuingOptions {
  readonly planned: Planned
  readonly course: Course
  readonly progress: Progress
  readonly left: TimeLeft
  /** How a deployment is given the beginning of an answer. */
  readonly prefillOf: PrefillOf
  readonly malformedEvent: Call['malformedEvent']
}

const NOT_IN_DIALECT = 'streams of this dialect are not gone on with'

/** A deployment on which an answer is gone on with, and the ways to do so that are left there. */
interface Place {
  readonly step: PlanStep
  readonly prefill: Prefill | null
  readonly rungs: readonly Rung[]
}

/** What is done about a stream that broke off after the client had some of it. */
export class Continuing {
  readonly #options: ContinuingOptions
  /** What the client is told if nobody can go on. */
  readonly #failure: Failure
  #source: ContinueSource | null
  readonly #codec: ContinueCodec | null
  /** Whose bytes the client got last. */
  #served: PlanStep
  #place: Place | null = null
  /** Why the last place that was looked at cannot go on. */
  #obstacle: string

  constructor(options: ContinuingOptions, broken: Lane, failure: Failure) {
    this.#options = options
    this.#failure = failure
    const goesOn = options.planned.plan.policy.midStream.mode === 'continue'
    this.#codec = continueCodec(options.planned.admitted.accepted.dialect)
    this.#source = goesOn ? broken.attempt.delivered() : null
    this.#obstacle = goesOn ? 'nothing left to go on with' : 'mid_stream is error'
    this.#served = broken.step
    options.progress.usage = broken.end.usage
  }

  /** What the client is left with. */
  get result(): Answered['result'] {
    return { kind: 'broken', step: this.#served, failure: this.#failure }
  }

  /** What follows the end of an attempt that broke off, failed to go on, or did not fit. */
  after(lane: Lane): After {
    this.#note(lane)
    const reason = lane.diverged ?? lane.end.failure?.class ?? lane.end.kind
    if (lane.end.kind === 'deadline' || this.#options.left.toDeadline() < lane.step.timeouts.minAttemptMs) {
      return this.#stop('the deadline is too close to go on')
    }
    const again = this.#nextRung(lane)
    if (again !== null) {
      this.#place = again
      const next = { kind: 'go_on', step: again.step, tries: lane.tries + 1 } as const
      return { action: 'continue', reason: `${reason}, goes on by ${again.rungs[0]}`, waitMs: 0, next }
    }
    const step = this.nextStep()
    if (step === null) return this.#stop(this.#obstacle)
    const { planned, progress, left } = this.#options
    const waitMs = step.candidate === lane.step.candidate ? 0 : planned.plan.policy.moveDelayMs
    if (waitMs + step.timeouts.minAttemptMs > left.toDeadline()) {
      return this.#stop('the wait before the next model would not end inside the deadline')
    }
    progress.fallbacks.push(lane.end.failure?.class ?? this.#failure.class)
    return {
      action: 'continue',
      reason: `${reason}, goes on by ${this.#place?.rungs[0] ?? ''} on ${step.deployment.label}`,
      waitMs,
      next: { kind: 'go_on', step, tries: 1 },
    }
  }

  /** Takes the next deployment that can go on. */
  nextStep(): PlanStep | null {
    const { planned, course, prefillOf } = this.#options
    const source = this.#source
    if (source === null) return null
    const step = course.stepAfterBreak((one) => this.#fits(one, source))
    if (step === null) return null
    const prefill = prefillOf(step.deployment, planned.admitted.accepted.dialect)
    const { instructed } = planned.plan.policy.midStream
    this.#place = { step, prefill, rungs: rungsOf(source, prefill, instructed) }
    return step
  }

  /** Is there another deployment that could go on, should the one under way not. */
  hasAlternative(): boolean {
    const source = this.#source
    const { cursor } = this.#options.course
    return source !== null && cursor.peekAfterBreak((step) => this.#fits(step, source)) !== null
  }

  /** The call that goes on, and what joins its answer to what the client has. */
  start(number: number): { readonly call: Call; readonly sequel: Sequel } {
    const { planned, progress, malformedEvent } = this.#options
    const { accepted } = planned.admitted
    const codec = this.#codec
    if (this.#place === null || this.#source === null || codec === null)
      throw new Error('there is nothing to go on with')
    const { step, prefill, rungs } = this.#place
    const continuation = { rung: rungs[0] ?? 'restart', source: this.#source, prefill }
    const { includeUsage, bytes } = accepted.body
    const usedBefore = progress.usage
    const splicer = codec.splicer({ ...continuation, request: bytes, usedBefore, includeUsage })
    const body = { ...accepted.body, bytes: codec.body(bytes, continuation) }
    return {
      call: {
        accepted: { ...accepted, body },
        model: step.model,
        deployment: step.deployment,
        hold: 'content',
        judge: { refusal: false, contentFilter: false },
        malformedEvent,
        tracked: false,
        mayBeEmpty: continuation.rung === 'prefill' || continuation.rung === 'instructed',
      },
      sequel: {
        splicer,
        continued: {
          n: number,
          rung: continuation.rung,
          atChars: this.#source.text.length,
          model: step.model.name,
          provider: step.deployment.provider.name,
          deployment: step.deployment.label,
        },
      },
    }
  }

  /** Adds up what was used for the answer. */
  used(usage: TokenUsage | null): void {
    const { progress } = this.#options
    if (usage === null) return
    progress.usage = progress.usage === null ? usage : addUsage(progress.usage, usage)
  }

  #note(lane: Lane): void {
    if (lane.sequel === null || !lane.delivering) return
    this.#source = lane.sequel.splicer.delivered
    this.#served = lane.step
    this.used(lane.end.usage)
  }

  /** A refused beginning, or an answer that does not fit, is tried in the next way at the same place. */
  #nextRung(lane: Lane): Place | null {
    const place = this.#place
    if (place === null || lane.sequel === null || lane.delivering || place.rungs.length < 2) return null
    const refused = place.rungs[0] === 'prefill' && lane.end.failure?.class === 'invalid_request'
    if (lane.diverged === null && !refused) return null
    return this.#options.course.mayGoOnHere ? { ...place, rungs: place.rungs.slice(1) } : null
  }

  #fits(step: PlanStep, source: ContinueSource): boolean {
    const { bytes } = this.#options.planned.admitted.accepted.body
    const obstacle =
      this.#codec === null ? NOT_IN_DIALECT : this.#codec.obstacleTo(bytes, source, step.deployment)
    if (obstacle !== null) this.#obstacle = obstacle
    return obstacle === null
  }

  #stop(reason: string): After {
    return over(this.result, 'stop', `broke after its start: ${reason}`)
  }
}

import type { AnswerSink, Send } from '#domain/attempt'
import type { Clock, Random } from '#domain/clock'
import type { RetryBudgetSettings } from '#domain/configuration'
import type { Failure } from '#domain/failure'
import type { RoomListener } from '#domain/queue'
import type { Planned, PlanStep } from '#domain/request'
import type { Answered } from '#domain/run'
import type { LimitShares } from '#domain/share'
import { NO_USAGE } from '#domain/usage'
import { Accounts } from './accounts.ts'
import type { After } from './after.ts'
import { over, wait } from './after.ts'
import type { AttemptEnd } from './attempt.ts'
import { recordAttempt } from './attempt-record.ts'
import type { PrefillOf } from './continuing.ts'
import { Continuing } from './continuing.ts'
import { Course } from './course.ts'
import type { DeploymentStates } from './deployment-states.ts'
import type { HedgeBudget } from './hedge-budget.ts'
import type { HeldAnswer, Lane } from './lane.ts'
import { Lanes } from './lanes.ts'
import { Launcher } from './launcher.ts'
import { Progress } from './progress.ts'
import { Reserving } from './reserving.ts'
import type { RetryBudget } from './retry-budget.ts'
import { TimeLeft } from './time-left.ts'

/** Judges a whole answer before the client gets it: `null` lets it pass, a failure (class `quality`) stands in its place. */
export type AnswerJudge = (answer: HeldAnswer, step: PlanStep) => Failure | null | Promise<Failure | null>

export interface RunPorts {
  readonly clock: Clock
  readonly random: Random
  readonly send: Send
  readonly states: DeploymentStates
  readonly budget: RetryBudget
  readonly budgetSettings: RetryBudgetSettings
  readonly hedges: HedgeBudget
  readonly flushAfterMs: number
  readonly malformedEvent: 'drop' | 'error'
  readonly judge: AnswerJudge | null
  /** How a deployment is given the beginning of an answer to go on from; none is, if left out. */
  readonly prefillOf?: PrefillOf
  readonly queue?: RoomListener
  /** Limits and budgets that several processes share; this one is alone, if left out. */
  readonly shares?: LimitShares | null
}

/** Tries the steps of a plan until one answers: exactly one answer, one error or one hang-up, within the deadline. */
export function runPlan(planned: Planned, sink: AnswerSink, ports: RunPorts): Promise<Answered> {
  return new PlanRun(planned, sink, ports).execute()
}

class PlanRun {
  readonly #planned: Planned
  readonly #sink: AnswerSink
  readonly #ports: RunPorts
  readonly #left: TimeLeft
  readonly #progress: Progress
  readonly #course: Course
  readonly #accounts: Accounts
  /** Once an answer has broken off. */
  #continuing: Continuing | null = null
  readonly #lanes: Lanes
  readonly #launcher: Launcher
  readonly #reserving: Reserving
  #wake: (() => void) | null = null
  #gone = false

  constructor(planned: Planned, sink: AnswerSink, ports: RunPorts) {
    this.#planned = planned
    this.#sink = sink
    this.#ports = ports
    const left = new TimeLeft(planned, ports.clock)
    const progress = new Progress(planned)
    const accounts = new Accounts(planned, ports)
    const course = new Course({ ports, planned, progress, left })
    this.#left = left
    this.#progress = progress
    this.#accounts = accounts
    this.#course = course
    const lanes = new Lanes({ ports, sink, planned, progress, left, accounts, judges: ports.judge !== null })
    this.#lanes = lanes
    const { clock, shares = null } = ports
    this.#reserving = new Reserving({ clock, shares, accounts, course, progress, gone: () => this.#gone })
    this.#launcher = new Launcher({ ports, planned, progress, left, accounts, course, lanes })
  }

  async execute(): Promise<Answered> {
    const flush = this.#flushLater()
    try {
      this.#countRequest()
      this.#sink.onHangup(() => this.#hangUp())
      return await this.#walk()
    } catch (bug) {
      this.#lanes.stop()
      this.#accounts.abandon()
      throw bug
    } finally {
      flush?.cancel()
    }
  }

  async #walk(): Promise<Answered> {
    let step = this.#course.nextStep()
    let tries = 1
    let result = this.#resultBefore(step)
    while (step !== null && result === null) {
      const taken = this.#reserving.at(step)
      const hold = taken instanceof Promise ? await taken : taken
      if (hold === null) {
        step = this.#continuing === null ? this.#course.nextStep() : this.#continuing.nextStep()
        tries = 1
      } else {
        const sent = { step, hold, tries }
        if (this.#continuing === null) this.#launcher.start(sent)
        else this.#launcher.startSequel(sent, this.#continuing)
        let after: After
        do {
          const lane = await this.#lanes.next()
          if (lane.held !== null && lane.end.kind === 'answered') await this.#judge(lane, lane.held)
          after = this.#conclude(lane)
          const { other, idle } = this.#lanes
          // One that has ended, and waits to be judged, needs no hedge.
          if (after.next.kind === 'wait' && lane.dispatch.hedge && other !== null && !idle) {
            this.#launcher.hedgeAgain(other)
          }
        } while (after.next.kind === 'wait')
        if (after.waitMs > 0) await this.#sleep(after.waitMs)
        if (after.next.kind === 'over') result = after.next.result
        else ({ step, tries } = after.next)
      }
      result ??= this.#resultBefore(step)
    }
    if (result?.kind === 'broken') this.#sink.breakOff(result.failure)
    for (const lane of this.#lanes.stop()) {
      // Complete, but nobody needs it any more: another one was judged good enough meanwhile.
      if (lane.held !== null) lane.end = { ...lane.end, kind: 'cancelled' }
      this.#conclude(lane)
    }
    return this.#progress.answered(result ?? this.#exhausted(), this.#left.sinceArrival())
  }

  #countRequest(): void {
    const { budget, hedges, clock } = this.#ports
    const { hedge } = this.#planned.plan.policy
    budget.request(clock.now())
    if (hedge !== null) hedges.request(hedge, clock.now())
  }

  /** Why the next attempt is not made at all. */
  #resultBefore(step: PlanStep | null): Answered['result'] | null {
    if (this.#gone) return { kind: 'hung_up' }
    if (this.#continuing !== null) {
      const inTime = step !== null && this.#left.toDeadline() >= step.timeouts.minAttemptMs
      return inTime ? null : this.#continuing.result
    }
    if (step === null) return this.#exhausted()
    return this.#left.toCommit() < step.timeouts.minAttemptMs ? { kind: 'deadline' } : null
  }

  #exhausted(): Answered['result'] {
    return this.#progress.exhausted(this.#ports.clock.now())
  }

  /** Delivers the answer that was held, or makes a failure of it. */
  async #judge(lane: Lane, answer: HeldAnswer): Promise<void> {
    const since = this.#ports.clock.now()
    const failure = (await this.#ports.judge?.(answer, lane.step)) ?? null
    if (this.#lanes.idle) this.#progress.busyMs += this.#ports.clock.now() - since
    if (failure !== null) lane.end = { ...lane.end, kind: 'failed', failure }
    else if (this.#gone) lane.end = { ...lane.end, kind: 'hung_up' }
    else lane.release()
  }

  /** Settles an attempt and decides what follows from how it ended. */
  #conclude(lane: Lane): After {
    this.#countInput(lane)
    const { step, end, dispatch } = lane
    const now = this.#ports.clock.now()
    if (!lane.alone) this.#accounts.settle(lane, { end, late: this.#left.toDeadline(now) === 0, now })
    const after = this.#after(lane)
    const { number, hedge, wallMs: startedAt } = dispatch
    const { action, reason } = after
    const rung = lane.sequel?.continued.rung ?? null
    this.#progress.attempts.push(recordAttempt({ step, number, startedAt, hedge, rung, end, action, reason }))
    return after
  }

  /** One that was beaten, or whose client left, has used up its input at least. */
  #countInput(lane: Lane): void {
    const { end } = lane
    if ((end.kind !== 'cancelled' && end.kind !== 'hung_up') || end.usage !== null || !end.sent) return
    const input = this.#planned.admitted.accepted.body.estimatedInputTokens
    lane.end = { ...end, usage: { ...NO_USAGE, input, estimated: true } }
  }

  #after(lane: Lane): After {
    const { end } = lane
    switch (end.kind) {
      case 'answered':
        this.#used(end)
        return over(answeredBy(lane), 'answer', flagOf(lane) ?? 'answered')
      case 'hung_up':
        this.#used(end)
        return over({ kind: 'hung_up' }, 'stop', 'the client went away')
      case 'deadline':
        if (this.#continuing !== null) return this.#continuing.after(lane)
        return over({ kind: 'deadline' }, 'stop', 'the deadline of the request passed')
      case 'cancelled':
        if (this.#continuing !== null && lane.diverged !== null) return this.#continuing.after(lane)
        return wait('stop', 'another attempt was quicker')
      case 'broken':
        return this.#afterBreak(lane, end.failure ?? UNKNOWN_FAILURE)
      case 'failed':
        if (this.#continuing !== null) return this.#continuing.after(lane)
        return this.#course.afterFailure(lane, end.failure ?? UNKNOWN_FAILURE, this.#lanes.other)
    }
  }

  /** What was used for the answer; of one that was gone on with, by all that had a part in it. */
  #used({ usage }: AttemptEnd): void {
    if (this.#continuing !== null) this.#continuing.used(usage)
    else this.#progress.usage ??= usage
  }

  /** The client has some of the answer: another attempt goes on with it, if the policy says so and it can be done. */
  #afterBreak(lane: Lane, failure: Failure): After {
    this.#continuing ??= new Continuing(
      {
        planned: this.#planned,
        course: this.#course,
        progress: this.#progress,
        left: this.#left,
        prefillOf: this.#ports.prefillOf ?? noPrefill,
        malformedEvent: this.#ports.malformedEvent,
      },
      lane,
      failure,
    )
    return this.#continuing.after(lane)
  }

  #flushLater(): { cancel(): void } | null {
    if (!this.#planned.admitted.accepted.body.streamed) return null
    return this.#ports.clock.after(this.#ports.flushAfterMs, () => this.#sink.flush())
  }

  #hangUp(): void {
    this.#gone = true
    this.#lanes.hangUp()
    this.#wake?.()
  }

  /** Waits before the next try; a client that leaves ends it at once. */
  #sleep(ms: number): Promise<void> {
    if (this.#gone) return Promise.resolve()
    return new Promise((resolve) => {
      const most = this.#continuing === null ? this.#left.toCommit() : this.#left.toDeadline()
      const timer = this.#ports.clock.after(Math.min(ms, most), resolve)
      this.#wake = () => {
        timer.cancel()
        resolve()
      }
    })
  }
}

/** What goes on with an answer that was all but complete has nothing to add. */
function answeredBy(lane: Lane): Answered['result'] {
  const { step, end } = lane
  const answered = { kind: 'answered', step, flag: flagOf(lane) } as const
  return end.answerId === undefined ? answered : { ...answered, answerId: end.answerId }
}

function flagOf({ end, sequel }: Lane): AttemptEnd['flag'] {
  return sequel !== null && end.flag === 'empty_response' ? null : end.flag
}

function noPrefill(): null {
  return null
}

const UNKNOWN_FAILURE: Failure = { class: 'server_error', detail: 'failed without a reason' }

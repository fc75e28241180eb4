import type { AnswerSink, Call, Send } from '#domain/attempt'
import type { Clock, Random } from '#domain/clock'
import type { RetryBudgetSettings } from '#domain/configuration'
import type { Failure } from '#domain/failure'
import type { AttemptAction } from '#domain/record'
import type { Planned, PlanStep } from '#domain/request'
import type { Answered } from '#domain/run'
import { matches } from '#domain/trigger-set'
import { Accounts } from './accounts.ts'
import type { AttemptEnd } from './attempt.ts'
import { Attempt } from './attempt.ts'
import { limitsOf } from './attempt-limits.ts'
import { recordAttempt } from './attempt-record.ts'
import { Cursor } from './cursor.ts'
import type { Decision } from './decide.ts'
import { decide } from './decide.ts'
import type { Hold } from './deployment-state.ts'
import type { DeploymentStates } from './deployment-states.ts'
import { Progress } from './progress.ts'
import type { RetryBudget } from './retry-budget.ts'

export interface RunPorts {
  readonly clock: Clock
  readonly random: Random
  readonly send: Send
  readonly states: DeploymentStates
  readonly budget: RetryBudget
  readonly budgetSettings: RetryBudgetSettings
  readonly flushAfterMs: number
  readonly malformedEvent: 'drop' | 'error'
}

/** Tries the steps of a plan until one answers: exactly one answer, one error or one hang-up, within the deadline. */
export function runPlan(planned: Planned, sink: AnswerSink, ports: RunPorts): Promise<Answered> {
  return new PlanRun(planned, sink, ports).execute()
}

class PlanRun {
  readonly #planned: Planned
  readonly #sink: AnswerSink
  readonly #ports: RunPorts
  readonly #cursor: Cursor
  readonly #deadlineAt: number
  readonly #commitBy: number
  readonly #progress: Progress
  readonly #accounts: Accounts
  #running: Attempt | null = null
  #wake: (() => void) | null = null
  #gone = false
  #tries = 0
  #waited = false
  #moved = false

  constructor(planned: Planned, sink: AnswerSink, ports: RunPorts) {
    this.#planned = planned
    this.#sink = sink
    this.#ports = ports
    this.#cursor = new Cursor(planned.plan)
    const { receivedAt } = planned.admitted.accepted
    this.#deadlineAt = receivedAt + planned.plan.deadlineMs
    this.#commitBy = receivedAt + planned.plan.commitWithinMs
    this.#progress = new Progress(planned)
    this.#accounts = new Accounts(planned, ports)
  }

  async execute(): Promise<Answered> {
    this.#ports.budget.request(this.#ports.clock.now())
    this.#sink.onHangup(() => this.#hangUp())
    this.#sink.onDrain(() => this.#running?.resume())
    const flush = this.#flushLater()
    let step = this.#nextStep()
    let result = this.#resultBefore(step)
    while (step !== null && result === null) {
      const hold = this.#accounts.reserve(step)
      if (typeof hold === 'number') {
        this.#progress.full(step.deployment.label, hold)
        step = this.#nextStep()
      } else {
        const startedAt = this.#ports.clock.wallMs()
        const end = await this.#attempt(step)
        const after = this.#conclude(step, { hold, end, startedAt })
        if (after.waitMs > 0) await this.#sleep(after.waitMs)
        if (after.next.kind === 'over') result = after.next.result
        else step = after.next.step
      }
      result ??= this.#resultBefore(step)
    }
    flush?.cancel()
    return this.#progress.answered(result ?? this.#progress.exhausted(), this.#sinceArrival())
  }

  /** Why the next attempt is not made at all. */
  #resultBefore(step: PlanStep | null): Answered['result'] | null {
    if (this.#gone) return { kind: 'hung_up' }
    if (step === null) return this.#progress.exhausted()
    return this.#remainingMs() < step.timeouts.minAttemptMs ? { kind: 'deadline' } : null
  }

  /** Settles an attempt and decides what follows from how it ended. */
  #conclude(step: PlanStep, { hold, end, startedAt }: Ended): After {
    this.#progress.busyMs += end.totalMs
    this.#accounts.settle(step, hold, { end, late: this.#ports.clock.now() >= this.#deadlineAt })
    const after = this.#after(step, end)
    const number = this.#progress.attempts.length + 1
    const { action, reason } = after
    this.#progress.attempts.push(recordAttempt({ step, number, startedAt, end, action, reason }))
    return after
  }

  #attempt(step: PlanStep): Promise<AttemptEnd> {
    this.#tries++
    const { accepted } = this.#planned.admitted
    const alternative = this.#cursor.hasAlternative()
    const { clock, send } = this.#ports
    const now = clock.now()
    const limits = limitsOf(step, this.#planned, {
      alternative: (failureClass) => this.#cursor.hasAlternativeTo({ class: failureClass, detail: '' }),
      remainingMs: this.#remainingMs(),
      untilDeadlineMs: Math.max(0, this.#deadlineAt - now),
    })
    const serving = {
      model: step.model,
      deployment: step.deployment,
      attempts: this.#progress.attempts.length + 1,
      fallbacks: this.#progress.fallbacks,
      overheadMs: now - accepted.receivedAt - this.#progress.busyMs,
      dispatchedAt: now,
      warnings: this.#planned.plan.warnings,
      streamed: accepted.body.streamed,
    }
    this.#running = new Attempt({ clock, send, sink: this.#sink }, limits, serving)
    this.#ports.states.dispatched(step.deployment, now)
    return this.#running.run(this.#call(step, alternative))
  }

  #call(step: PlanStep, alternative: boolean): Call {
    const { policy } = this.#planned.plan
    const triesLeft = this.#tries < step.retry.maxAttempts
    return {
      accepted: this.#planned.admitted.accepted,
      model: step.model,
      deployment: step.deployment,
      hold: alternative || triesLeft ? 'content' : 'event',
      judge: {
        refusal: alternative && matches(policy.triggers, { class: 'refusal' }),
        contentFilter: alternative && matches(policy.triggers, { class: 'content_filter' }),
      },
      malformedEvent: this.#ports.malformedEvent,
    }
  }

  #after(step: PlanStep, end: AttemptEnd): After {
    if (end.ttftMs !== null) this.#progress.ttftMs = this.#sinceArrival() - end.totalMs + end.ttftMs
    switch (end.kind) {
      case 'answered':
        this.#progress.usage = end.usage
        return over({ kind: 'answered', step, flag: end.flag }, 'answer', end.flag ?? 'answered')
      case 'hung_up':
        this.#progress.usage = end.usage
        return over({ kind: 'hung_up' }, 'stop', 'the client went away')
      case 'deadline':
        return over({ kind: 'deadline' }, 'stop', 'the deadline of the request passed')
      case 'broken':
        this.#progress.usage = end.usage
        return over(
          { kind: 'broken', step, failure: end.failure ?? UNKNOWN_FAILURE },
          'stop',
          'broke after its start',
        )
      case 'failed':
        return this.#afterFailure(step, end.failure ?? UNKNOWN_FAILURE)
    }
  }

  #afterFailure(step: PlanStep, failure: Failure): After {
    this.#progress.failures.push(failure)
    this.#cursor.failed(failure)
    const decision = this.#decide(step, failure)
    if (decision.kind === 'stop') return this.#stop(decision.reason)
    if (decision.kind === 'again') {
      if (failure.class === 'rate_limit') this.#waited = true
      this.#ports.budget.spend(this.#ports.clock.now())
      const reason = `${failure.class}, again after ${Math.round(decision.afterMs)} ms`
      return { action: 'retry', reason, waitMs: decision.afterMs, next: { kind: 'go_on', step } }
    }
    const next = this.#nextStep()
    const sameModel = next !== null && next.candidate === step.candidate
    const waitMs = sameModel ? 0 : this.#planned.plan.policy.moveDelayMs
    if (waitMs > 0 && waitMs + step.timeouts.minAttemptMs > this.#remainingMs()) {
      return this.#stop('the wait before the next model would not end inside the deadline')
    }
    if (this.#moved) this.#ports.budget.spend(this.#ports.clock.now())
    this.#moved = true
    if (next !== null) this.#progress.fallbacks.push(failure.class)
    return {
      action: sameModel ? 'next_deployment' : 'next_model',
      reason: failure.class,
      waitMs,
      next: { kind: 'go_on', step: next },
    }
  }

  #stop(reason: string): After {
    return over(this.#progress.exhausted(), 'stop', reason)
  }

  #decide(step: PlanStep, failure: Failure): Decision {
    const { plan } = this.#planned
    const now = this.#ports.clock.now()
    return decide(failure, {
      retry: step.retry,
      tries: this.#tries,
      attempts: this.#progress.failures.length,
      maxTotalAttempts: plan.policy.maxTotalAttempts,
      movesOn: this.#cursor.movesOn(failure),
      alternative: this.#cursor.peek() !== null,
      demoted: this.#ports.states.demotion(step.deployment, now) !== null,
      budget: this.#ports.budget.hasRoom(this.#ports.budgetSettings, now),
      moved: this.#moved,
      waited: this.#waited,
      remainingMs: this.#remainingMs(),
      minAttemptMs: step.timeouts.minAttemptMs,
      random: this.#ports.random(),
    })
  }

  /** Takes the next step; one that became unhealthy since planning waits for its turn after the others. */
  #nextStep(): PlanStep | null {
    const now = this.#ports.clock.now()
    const { states } = this.#ports
    const step = this.#cursor.peek(({ deployment }) => states.demotion(deployment, now))
    if (step === null) return null
    this.#cursor.take(step)
    this.#tries = 0
    return step
  }

  #flushLater(): { cancel(): void } | null {
    if (!this.#planned.admitted.accepted.body.streamed) return null
    return this.#ports.clock.after(this.#ports.flushAfterMs, () => this.#sink.flush())
  }

  #hangUp(): void {
    this.#gone = true
    this.#running?.hangUp()
    this.#wake?.()
  }

  /** Waits before the next try; a client that leaves ends it at once. */
  #sleep(ms: number): Promise<void> {
    if (this.#gone) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = this.#ports.clock.after(Math.min(ms, this.#remainingMs()), resolve)
      this.#wake = () => {
        timer.cancel()
        resolve()
      }
    })
  }

  #sinceArrival(): number {
    return this.#ports.clock.now() - this.#planned.admitted.accepted.receivedAt
  }

  #remainingMs(): number {
    return Math.max(0, this.#commitBy - this.#ports.clock.now())
  }
}

type Next =
  | { readonly kind: 'over'; readonly result: Answered['result'] }
  | { readonly kind: 'go_on'; readonly step: PlanStep | null }

/** An attempt that is over, with what it held. */
interface Ended {
  readonly hold: Hold
  readonly end: AttemptEnd
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
}

interface After {
  readonly action: AttemptAction
  readonly reason: string
  readonly waitMs: number
  readonly next: Next
}

const UNKNOWN_FAILURE: Failure = { class: 'server_error', detail: 'failed without a reason' }

function over(result: Answered['result'], action: AttemptAction, reason: string): After {
  return { action, reason, waitMs: 0, next: { kind: 'over', result } }
}

import type { AnswerHead, AnswerSink, Serving } from '#domain/attempt'
import type { Clock } from '#domain/clock'
import type { Failure } from '#domain/failure'
import type { CheckPorts, QualityCheck } from '#domain/quality'
import type { Planned, PlanStep } from '#domain/request'
import type { Answered } from '#domain/run'
import { answerChoices } from '#wire/answer-choices'
import type { Afterwards } from './afterwards.ts'
import type { Checked } from './check-answer.ts'
import { checkAnswer } from './check-answer.ts'
import type { DeploymentStates } from './deployment-states.ts'
import type { HeldAnswer } from './lane.ts'
import { TimeLeft } from './time-left.ts'

export interface WatchPorts {
  readonly clock: Clock
  readonly checks: CheckPorts
  readonly afterwards: Afterwards
  readonly states: DeploymentStates
}

/** Streams are kept up to this size to be checked when they are over. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024
const NOT_READABLE: Checked = {
  failure: null,
  score: null,
  warnings: ['the answer was not checked: it cannot be read'],
}

/** The watch over a request, where the policy in force has checks. */
export function watchOver(sink: AnswerSink, planned: Planned, ports: WatchPorts): QualityWatch | null {
  const { quality } = planned.plan.policy
  return quality === null || quality.checks.length === 0
    ? null
    : new QualityWatch(sink, { planned, checks: quality.checks }, ports)
}

/**
 * Watches over the quality of one request's answer. Whole answers are judged before the client gets them; a stream is
 * overheard on its way to the client and judged when it is over, which nobody waits for. Either moves the rolling score
 * of the deployment.
 */
class QualityWatch implements AnswerSink {
  /** Checks that were not made, and why. */
  readonly #warnings: string[] = []
  readonly #sink: AnswerSink
  readonly #planned: Planned
  readonly #checks: readonly QualityCheck[]
  readonly #ports: WatchPorts
  readonly #left: TimeLeft
  /** What is delivered has been judged: nobody need listen. */
  #passed = false
  #kept: Uint8Array[] = []
  #keptBytes = 0
  #gone: (() => void) | null = null
  #isGone = false

  constructor(
    sink: AnswerSink,
    { planned, checks }: { planned: Planned; checks: readonly QualityCheck[] },
    ports: WatchPorts,
  ) {
    this.#sink = sink
    this.#planned = planned
    this.#checks = checks
    this.#ports = ports
    this.#left = new TimeLeft(planned, ports.clock)
  }

  /** The verdict on an answer that the client has not got; checks that do not end before the deadline let it pass. */
  readonly judge = async ({ chunks }: HeldAnswer, step: PlanStep): Promise<Failure | null> => {
    const checked = await this.#inTime(this.#check(chunks, step))
    if (checked === null) return null
    this.#warnings.push(...checked.warnings)
    this.#score(step, checked)
    this.#passed = checked.failure === null
    return checked.failure
  }

  /** The request is over: what was overheard is checked now, for the score alone. Returns it with what was not checked. */
  finished(answered: Answered): Answered {
    this.#checkOverheard(answered)
    if (this.#warnings.length === 0) return answered
    const { planned } = answered
    const warnings = [...planned.plan.warnings, ...this.#warnings]
    return { ...answered, planned: { ...planned, plan: { ...planned.plan, warnings } } }
  }

  commit(head: AnswerHead, serving: Serving): void {
    this.#sink.commit(head, this.#listed(serving))
  }

  write(chunk: Uint8Array): boolean {
    if (!this.#passed) this.#keep(chunk)
    return this.#sink.write(chunk)
  }

  whole(head: AnswerHead, serving: Serving, chunks: readonly Uint8Array[]): void {
    this.#sink.whole(head, this.#listed(serving), chunks)
  }

  end(): void {
    this.#sink.end()
  }

  breakOff(failure: Failure): void {
    this.#sink.breakOff(failure)
  }

  onDrain(resume: () => void): void {
    this.#sink.onDrain(resume)
  }

  onHangup(gone: () => void): void {
    this.#sink.onHangup(() => {
      this.#isGone = true
      gone()
      this.#gone?.()
    })
  }

  flush(): void {
    this.#sink.flush()
  }

  #checkOverheard({ result, attempts }: Answered): void {
    const chunks = this.#kept
    this.#kept = []
    // An answer that several gave says nothing about one of them.
    if (result.kind !== 'answered' || attempts.some(({ outcome }) => outcome === 'broken')) return
    if (chunks.length === 0) return
    const { step } = result
    this.#ports.afterwards.start(async () => this.#score(step, await this.#check(chunks, step)))
  }

  #keep(chunk: Uint8Array): void {
    this.#keptBytes += chunk.length
    if (this.#keptBytes <= MAX_KEPT_BYTES) this.#kept.push(chunk)
    else this.#kept = []
  }

  #listed(serving: Serving): Serving {
    if (this.#warnings.length === 0) return serving
    return { ...serving, warnings: [...serving.warnings, ...this.#warnings] }
  }

  #check(chunks: readonly Uint8Array[], step: PlanStep): Promise<Checked> | Checked {
    const { accepted, key } = this.#planned.admitted
    const choices = answerChoices(accepted.dialect, chunks, accepted.body.streamed)
    if (choices === null) return NOT_READABLE
    const answer = {
      requestId: accepted.id,
      key,
      dialect: accepted.dialect,
      choices,
      deployment: step.deployment.label,
      model: step.model.name,
      streamed: accepted.body.streamed,
      request: accepted.body.bytes,
    }
    return checkAnswer(this.#checks, answer, this.#ports.checks)
  }

  #score(step: PlanStep, { score }: Checked): void {
    if (score !== null) this.#ports.states.scored(step.deployment, score, this.#ports.clock.now())
  }

  /** `null` once nobody waits for the answer any more, or it has to be delivered as it is. */
  async #inTime(checking: Promise<Checked> | Checked): Promise<Checked | null> {
    if (this.#isGone) return null
    const { promise, resolve } = Promise.withResolvers<null>()
    this.#gone = () => resolve(null)
    const timer = this.#ports.clock.after(this.#left.toCommit(), () => {
      this.#warnings.push('the answer was not checked in full: the deadline of the request came first')
      resolve(null)
    })
    const checked = await Promise.race([checking, promise])
    timer.cancel()
    this.#gone = null
    return checked
  }
}

import type { Call, Send } from '#domain/attempt'
import type { Clock } from '#domain/clock'
import type { AttemptRecord } from '#domain/record'
import type { Accepted, PlanStep } from '#domain/request'
import type { AttemptEnd, AttemptLimits } from './attempt.ts'
import { Attempt } from './attempt.ts'
import { recordAttempt } from './attempt-record.ts'
import type { DeploymentStates } from './deployment-states.ts'
import type { ProbeTarget, RunningProbe } from './probes.ts'

/** A tiny request that takes longer has not been answered. */
const ANSWER_MS = 30_000

export interface ProbeAttemptPorts {
  readonly clock: Clock
  readonly send: Send
  readonly states: DeploymentStates
  /** Told once, when the attempt is over and settled. */
  readonly onEnd: (end: AttemptEnd, attempt: AttemptRecord) => void
}

/**
 * One attempt at one deployment on nobody's behalf: takes room of its limits, and its end counts for breaker, cooldown
 * and credential as any other. It says nothing of how fast real requests are answered, so that is not measured.
 * `null`: there is no room, and requests come first.
 */
export function probeAttempt(
  target: ProbeTarget,
  accepted: Accepted,
  ports: ProbeAttemptPorts,
): RunningProbe | null {
  const { model, deployment } = target
  const { clock, states } = ports
  const now = clock.now()
  const state = states.of(deployment)
  const tokens = accepted.body.estimatedInputTokens + (accepted.body.maxOutputTokens ?? 0)
  if (state.waitMs(deployment, { tokens, share: 1 }, now) > 0) return null
  if (state.lacks(deployment, tokens, now).length > 0) return null
  const hold = state.hold(deployment, tokens, now)
  const ticket = states.dispatched(deployment, now)
  const attempt = new Attempt(ports, limitsOf(target), { streamed: accepted.body.streamed })
  const step: PlanStep = {
    model,
    deployment,
    candidate: 0,
    retry: model.retry,
    timeouts: deployment.timeouts,
  }
  const startedAt = clock.wallMs()
  const settled = (end: AttemptEnd): void => {
    const endedAt = clock.now()
    const used = end.usage === null ? 0 : end.usage.input + end.usage.output
    state.settle(hold, { tokens: used, sent: end.sent }, endedAt)
    if (end.kind === 'answered') states.succeeded(deployment, ticket, endedAt)
    else if (end.failure === null) states.undecided(deployment, ticket, endedAt)
    else states.failed(deployment, { failure: end.failure, ticket }, endedAt)
    const action = end.kind === 'answered' ? 'answer' : 'stop'
    ports.onEnd(end, recordAttempt({ step, number: 1, startedAt, end, action, reason: 'active probe' }))
  }
  const crashed = (bug: unknown): never => {
    const endedAt = clock.now()
    state.settle(hold, { tokens: 0, sent: false }, endedAt)
    states.undecided(deployment, ticket, endedAt)
    throw bug
  }
  const done = new Promise<AttemptEnd>((resolve, reject) => {
    attempt.run(callOf(target, accepted), {
      delivering: false,
      reported: (limits) => state.report(limits, hold, clock.now()),
      committed: () => true,
      bytes: () => true,
      ended: resolve,
      crashed: reject,
    })
  }).then(settled, crashed)
  return { done, cancel: () => attempt.cancel('cancelled') }
}

function limitsOf({ deployment }: ProbeTarget): AttemptLimits {
  const { connectMs, answerMs, idleMs } = deployment.timeouts
  const limitMs = Math.min(answerMs ?? ANSWER_MS, ANSWER_MS)
  return {
    connectMs,
    answerMs: limitMs,
    answerClass: 'timeout',
    idleMs,
    commitMs: limitMs + 1,
    deadlineMs: limitMs + 1,
  }
}

function callOf({ model, deployment }: ProbeTarget, accepted: Accepted): Call {
  return {
    accepted,
    model,
    deployment,
    hold: 'content',
    judge: { refusal: false, contentFilter: false },
    malformedEvent: 'drop',
    tracked: false,
    mayBeEmpty: true,
  }
}

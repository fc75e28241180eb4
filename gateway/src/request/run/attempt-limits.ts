import type { Planned, PlanStep } from '#domain/request'
import type { AttemptLimits } from './attempt.ts'

const FIRST_TOKEN_MS = 10_000
const FIRST_TOKEN_MS_PER_INPUT_TOKEN = 1_000 / 10_000
const FIRST_TOKEN_REASONING_MS = 120_000
const ANSWER_CHAT_MS = 120_000
const ANSWER_SLOW_MS = 600_000

/** Limits of one attempt; those to the first token and to the answer act only while there is an alternative. */
export function limitsOf(
  step: PlanStep,
  planned: Planned,
  now: {
    readonly alternative: (failureClass: 'timeout' | 'latency') => boolean
    /** Until an answer has to begin, and until it has to be complete. */
    readonly remainingMs: number
    readonly untilDeadlineMs: number
  },
): AttemptLimits {
  const { timeouts } = step
  const { body } = planned.admitted.accepted
  const reasoning = step.model.type === 'reasoning' || body.needs.includes('reasoning')
  const byType = body.streamed
    ? (timeouts.firstTokenMs ?? firstTokenMs(reasoning, body.estimatedInputTokens))
    : (timeouts.answerMs ?? (step.model.type === 'chat' && !reasoning ? ANSWER_CHAT_MS : ANSWER_SLOW_MS))
  const byTrigger = now.alternative('latency') ? planned.plan.policy.latencyMs : null
  const ordinary = now.alternative('timeout') ? byType : null
  const triggered = byTrigger !== null && (ordinary === null || byTrigger < ordinary)
  return {
    connectMs: timeouts.connectMs,
    answerMs: triggered ? byTrigger : ordinary,
    answerClass: triggered ? 'latency' : 'timeout',
    idleMs: timeouts.idleMs,
    commitMs: now.remainingMs,
    deadlineMs: now.untilDeadlineMs,
  }
}

function firstTokenMs(reasoning: boolean, inputTokens: number): number {
  return reasoning ? FIRST_TOKEN_REASONING_MS : FIRST_TOKEN_MS + inputTokens * FIRST_TOKEN_MS_PER_INPUT_TOKEN
}

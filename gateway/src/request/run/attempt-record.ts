import type { Rung } from '#domain/continuation'
import type { AttemptAction, AttemptRecord } from '#domain/record'
import type { PlanStep } from '#domain/request'
import type { AttemptEnd } from './attempt.ts'

interface AttemptFacts {
  readonly step: PlanStep
  readonly number: number
  /** It was made beside another one. */
  readonly hedge?: boolean
  readonly rung?: Rung | null
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly end: AttemptEnd
  readonly action: AttemptAction
  readonly reason: string
}

const OUTCOMES = {
  answered: 'answered',
  failed: 'failed',
  broken: 'broken',
  deadline: 'failed',
  hung_up: 'aborted',
  cancelled: 'cancelled',
} as const satisfies Readonly<Record<AttemptEnd['kind'], AttemptRecord['outcome']>>

const OK = 200

/** What the usage record keeps of one attempt. */
export function recordAttempt(facts: AttemptFacts): AttemptRecord {
  const { step, number, startedAt, end, action, reason } = facts
  const { deployment, model } = step
  const status = end.failure === null ? (end.kind === 'answered' ? OK : null) : (end.failure.status ?? null)
  return {
    n: number,
    modelName: model.name,
    deployment: deployment.label,
    provider: deployment.provider.name,
    region: deployment.region,
    status,
    outcome: OUTCOMES[end.kind],
    errorClass: end.failure?.class ?? end.flag,
    action,
    reason: end.failure === null ? reason : `${end.failure.detail} (${reason})`,
    startedAt,
    ttftMs: end.ttftMs,
    totalMs: end.totalMs,
    tokens: end.usage,
    ...(facts.hedge === true && { hedge: true }),
    ...(typeof facts.rung === 'string' && { rung: facts.rung }),
  }
}

import type { Model } from '#domain/model'
import type { Plan, PlanStep, Policy } from '#domain/request'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { ERROR } from './sample.ts'

export const POLICY: Policy = {
  strategy: 'failover',
  triggers: TRIGGER_SETS.standard,
  maxMoves: 9,
  moveDelayMs: 0,
  latencyMs: null,
  latencyPercentile: null,
  limitShare: 1,
  quality: null,
  regions: null,
  hedge: null,
  queue: null,
  cost: null,
  budgets: null,
  midStream: ERROR,
  partition: 'model',
  affinity: 'id',
  maxTotalAttempts: 8,
  source: { candidates: 'file', strategy: 'file', triggers: 'file', partition: 'file', affinity: 'file' },
}

interface PlanOptions {
  readonly policy?: Partial<Policy>
  readonly deadlineMs?: number
  readonly step?: Partial<PlanStep>
}

/** The plan that tries every deployment of these models in the order in which they stand. */
export function samplePlan(models: readonly Model[], options: PlanOptions = {}): Plan {
  const steps = models.flatMap((model, candidate) =>
    model.deployments.map((deployment): PlanStep => {
      const { retry } = model
      return { model, deployment, candidate, retry, timeouts: deployment.timeouts, ...options.step }
    }),
  )
  return {
    kind: 'planned',
    candidates: models.map(({ name }) => name),
    steps,
    skipped: [],
    policy: { ...POLICY, ...options.policy },
    streamed: true,
    inputTokens: 10,
    reserveTokens: () => 100,
    keepsWarm: false,
    queue: null,
    roomAt: null,
    spending: null,
    session: null,
    deadlineMs: options.deadlineMs ?? 600_000,
    commitWithinMs: options.deadlineMs ?? 600_000,
    passedOver: null,
    warnings: [],
  }
}

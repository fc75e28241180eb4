import type { Configuration, VirtualKey } from '#domain/configuration'
import type { HealthView, Rotation } from '#domain/health'
import type { Accepted, PlanStep, PolicySources, Skipped } from '#domain/request'
import { plan } from '#plan/plan'

/** What would be done with a request, and why; nothing is sent. */
export interface Explanation {
  readonly requestedModel: string
  readonly key: string
  /** Our own refusal, if nothing may be tried. */
  readonly refusal: { readonly code: string; readonly message: string } | null
  /** Where each field of the policy in force came from. */
  readonly source: PolicySources | null
  readonly strategy: string | null
  /** Failures that let the request leave a model: classes, and upstream statuses whatever the class. */
  readonly triggers: { readonly classes: readonly string[]; readonly statuses: readonly string[] } | null
  readonly order: readonly ExplainedStep[]
  readonly skipped: readonly Skipped[]
  /** Milliseconds. */
  readonly deadlineMs: number | null
  readonly maxMoves: number | null
  readonly maxTotalAttempts: number | null
  readonly estimatedInputTokens: number
  readonly warnings: readonly string[]
}

interface ExplainedStep {
  readonly model: string
  readonly deployment: string
  readonly provider: string
  readonly region: string | null
  /** Tokens that would be reserved of its limit. */
  readonly reservesTokens: number
  readonly maxAttempts: number
}

export interface ExplainContext {
  readonly configuration: Configuration
  readonly key: VirtualKey
  readonly health: HealthView
  readonly rotation: Rotation
  /** Clock reading in milliseconds. */
  readonly now: number
}

/** Plans a request with the code that plans real ones, and tells what came of it. Advances `rotation` like a request. */
export function explain(accepted: Accepted, context: ExplainContext): Explanation {
  const { configuration, key, health, rotation, now } = context
  const admitted = { accepted, key, limitHeaders: [], release: () => undefined }
  const planned = plan(admitted, { configuration, health, rotation, now })
  const common = {
    requestedModel: accepted.requested,
    key: key.name,
    skipped: planned.skipped,
    estimatedInputTokens: accepted.body.estimatedInputTokens,
  }
  if (planned.kind === 'refused') {
    const { code, message } = planned
    return { ...common, ...NOTHING_PLANNED, refusal: { code, message } }
  }
  const { policy } = planned
  return {
    ...common,
    refusal: null,
    source: policy.source,
    strategy: policy.strategy,
    triggers: {
      classes: [...policy.triggers.classes],
      statuses: policy.triggers.statuses.map(({ from, to }) =>
        from === to ? String(from) : `${from}-${to}`,
      ),
    },
    order: planned.steps.map((step) => explained(step, planned.reserveTokens(step.deployment))),
    deadlineMs: planned.deadlineMs,
    maxMoves: policy.maxMoves,
    maxTotalAttempts: policy.maxTotalAttempts,
    warnings: planned.warnings,
  }
}

const NOTHING_PLANNED = {
  source: null,
  strategy: null,
  triggers: null,
  order: [],
  deadlineMs: null,
  maxMoves: null,
  maxTotalAttempts: null,
  warnings: [],
} as const

function explained({ model, deployment, retry }: PlanStep, reservesTokens: number): ExplainedStep {
  return {
    model: model.name,
    deployment: deployment.label,
    provider: deployment.provider.name,
    region: deployment.region,
    reservesTokens,
    maxAttempts: retry.maxAttempts,
  }
}

import type { Clock } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import type { GatewayErrorCode } from '#domain/errors'
import type { AttemptRecord, RecordSink, UsageRecord } from '#domain/record'
import type { Admitted, Plan, PlanStep, Refusal } from '#domain/request'
import type { Answered } from '#domain/run'
import { NO_USAGE } from '#domain/usage'
import { costUsd } from './cost.ts'

export interface SettlePorts {
  readonly clock: Clock
  readonly records: RecordSink
  readonly configuration: Configuration
}

/** After the answer: gives back what admission took and writes the one record of the request. */
export function settle(answered: Answered, status: number, ports: SettlePorts): void {
  const { admitted, plan } = answered.planned
  const usage = answered.usage ?? NO_USAGE
  admitted.release(usage.input + usage.output)
  const step = servingStep(answered)
  const { accepted, key } = admitted
  // Every member by name: one object per request, not two.
  ports.records.write({
    id: accepted.id,
    at: accepted.receivedWallMs,
    key: key.name,
    organisation: ports.configuration.organisation.id,
    requestedModel: accepted.requested,
    type: step?.model.type ?? accepted.type,
    dialect: accepted.dialect,
    streamed: accepted.body.streamed,
    status,
    totalMs: ports.clock.now() - accepted.receivedAt,
    configVersion: ports.configuration.version,
    servedModel: step?.model.name ?? null,
    provider: step?.deployment.provider.name ?? null,
    deployment: step?.deployment.label ?? null,
    errorClass: errorClassOf(answered),
    tokens: usage,
    costUsd: step === null ? null : costUsd(step.deployment.price, usage),
    wastedCostUsd: wastedCost(answered.attempts, plan.steps),
    ttftMs: answered.ttftMs,
    overheadMs: answered.overheadMs,
    routing: {
      strategy: plan.policy.strategy,
      source: plan.policy.source,
      attempts: answered.attempts,
      skipped: answered.skipped,
      warnings: plan.warnings,
    },
  })
}

/** A request that was admitted but for which nothing could be tried. */
export function settleRefusal(
  admitted: Admitted,
  refusal: Refusal,
  ports: SettlePorts & { readonly status: number },
): void {
  admitted.release(0)
  ports.records.write({
    ...refusedRecord(admitted, refusal.code, ports),
    routing: { ...NO_ROUTING, skipped: refusal.skipped },
  })
}

function refusedRecord(
  { accepted, key }: Admitted,
  code: GatewayErrorCode,
  ports: SettlePorts & { readonly status: number },
): UsageRecord {
  const totalMs = ports.clock.now() - accepted.receivedAt
  return {
    id: accepted.id,
    at: accepted.receivedWallMs,
    key: key.name,
    organisation: ports.configuration.organisation.id,
    requestedModel: accepted.requested,
    servedModel: null,
    provider: null,
    deployment: null,
    type: accepted.type,
    dialect: accepted.dialect,
    streamed: accepted.body.streamed,
    status: ports.status,
    errorClass: code,
    tokens: NO_USAGE,
    costUsd: null,
    wastedCostUsd: null,
    ttftMs: null,
    totalMs,
    overheadMs: totalMs,
    configVersion: ports.configuration.version,
    routing: NO_ROUTING,
  }
}

const NO_ROUTING: UsageRecord['routing'] = {
  strategy: 'none',
  source: {},
  attempts: [],
  skipped: [],
  warnings: [],
}

function servingStep({ result }: Answered): PlanStep | null {
  return result.kind === 'answered' || result.kind === 'broken' ? result.step : null
}

function errorClassOf({ result }: Answered): string | null {
  switch (result.kind) {
    case 'answered':
      return result.flag
    case 'broken':
    case 'failed':
      return result.failure.class
    case 'full':
      return 'no_capacity'
    case 'deadline':
      return 'deadline_exceeded'
    case 'hung_up':
      return 'hung_up'
  }
}

/** Cost of attempts that gave no answer, where the provider reported or we estimated their usage. */
function wastedCost(attempts: readonly AttemptRecord[], steps: Plan['steps']): number | null {
  let wasted: number | null = null
  for (const attempt of attempts) {
    // What broke off after its start was served, and stands in the cost of the answer.
    if (attempt.outcome === 'answered' || attempt.outcome === 'broken' || attempt.tokens === null) continue
    const step = steps.find(({ deployment }) => deployment.label === attempt.deployment)
    const cost = costUsd(step?.deployment.price ?? null, attempt.tokens)
    if (cost !== null) wasted = (wasted ?? 0) + cost
  }
  return wasted
}

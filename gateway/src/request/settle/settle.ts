import type { Clock } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import { costUsd } from '#domain/cost'
import type { GatewayErrorCode } from '#domain/errors'
import { ERROR_CODES } from '#domain/errors'
import type { AttemptRecord, RecordSink, UsageRecord } from '#domain/record'
import { keptSession, type Sessions } from '#domain/sessions'
import type { Accepted, Admitted, Plan, PlanStep, Refusal } from '#domain/request'
import type { Answered } from '#domain/run'
import { NO_USAGE } from '#domain/usage'

export interface SettlePorts {
  readonly clock: Clock
  readonly records: RecordSink
  readonly sessions: Sessions
  readonly configuration: Configuration
  /** Milliseconds that the request waited for room; absent: it did not. */
  readonly queuedMs?: number
}

/** After the answer: gives back what admission took and writes the one record of the request. */
export function settle(answered: Answered, status: number, ports: SettlePorts): void {
  const { admitted, plan } = answered.planned
  const usage = answered.usage ?? NO_USAGE
  admitted.release(usage.input + usage.output)
  const step = servingStep(answered)
  const { accepted, key } = admitted
  rememberWho(answered, ports)
  const routing = {
    strategy: plan.policy.strategy,
    source: plan.policy.source,
    attempts: answered.attempts,
    skipped: answered.skipped,
    fallbacks: answered.fallbacks,
    warnings: warningsOf(plan, step),
    ...(answered.continued.length > 0 && { continued: answered.continued }),
  }
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
    probe: false,
    ...(accepted.forwardHeaders.length > 0 && callerOf(accepted)),
    servedModel: step?.model.name ?? null,
    provider: step?.deployment.provider.name ?? null,
    deployment: step?.deployment.label ?? null,
    errorClass: errorClassOf(answered),
    tokens: usage,
    costUsd: step === null ? null : servedCost(answered, step),
    wastedCostUsd: wastedCost(answered, step !== null),
    ttftMs: answered.ttftMs,
    overheadMs: answered.overheadMs,
    routing: waited(routing, ports),
  })
}

/** Where a session goes on, and whoever goes on from a stored response, if there is a choice. */
function rememberWho(
  { planned: { admitted, plan }, result }: Answered,
  { sessions, clock }: SettlePorts,
): void {
  if (result.kind !== 'answered') return
  const { id } = result.step.deployment
  if (plan.session !== null) sessions.remember(plan.session, id, clock.now())
  if (result.answerId === undefined || plan.steps.length < 2) return
  sessions.remember(keptSession(admitted.key.id, result.answerId), id, clock.now())
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
    routing: waited({ ...NO_ROUTING, skipped: refusal.skipped }, ports),
  })
}

/** A request that a bug of ours has ended: it has its record like any other. */
export function settleBug(admitted: Admitted, ports: SettlePorts): void {
  admitted.release(0)
  const code = 'internal_error'
  ports.records.write(refusedRecord(admitted, code, { ...ports, status: ERROR_CODES[code].status }))
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
    probe: false,
    routing: NO_ROUTING,
  }
}

function waited(routing: UsageRecord['routing'], { queuedMs }: SettlePorts): UsageRecord['routing'] {
  return queuedMs === undefined ? routing : { ...routing, queuedMs }
}

const NO_ROUTING: UsageRecord['routing'] = {
  strategy: 'none',
  source: {},
  attempts: [],
  skipped: [],
  fallbacks: [],
  warnings: [],
}

const UNPRICED = 'no price is known for this deployment: it cost the budget nothing'

function warningsOf({ spending, warnings }: Plan, step: PlanStep | null): readonly string[] {
  if (spending === null || step === null || step.deployment.price !== null) return warnings
  return [...warnings, UNPRICED]
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
    case 'over_budget':
      return 'budget_exhausted'
    case 'deadline':
      return 'deadline_exceeded'
    case 'hung_up':
      return 'hung_up'
  }
}

/** What several attempts had a part in costs what each of them used at its own price. */
function servedCost({ attempts, continued, usage, planned }: Answered, step: PlanStep): number | null {
  if (continued.length === 0) return costUsd(step.deployment.price, usage ?? NO_USAGE)
  let cost: number | null = null
  for (const attempt of attempts) {
    if (attempt.outcome !== 'answered' && attempt.outcome !== 'broken') continue
    const own = costOf(attempt, planned.plan.steps)
    if (own !== null) cost = (cost ?? 0) + own
  }
  return cost
}

function costOf({ deployment: label, tokens }: AttemptRecord, steps: Plan['steps']): number | null {
  const step = steps.find(({ deployment }) => deployment.label === label)
  return tokens === null ? null : costUsd(step?.deployment.price ?? null, tokens)
}

/**
 * Cost of attempts that gave no answer, where the provider reported or we estimated their usage. What broke off after its
 * start was `served`, and stands in the cost of the answer, unless the client left meanwhile.
 */
function wastedCost({ attempts, planned }: Answered, served: boolean): number | null {
  let wasted: number | null = null
  for (const attempt of attempts) {
    if (attempt.outcome === 'answered' || (served && attempt.outcome === 'broken')) continue
    const cost = costOf(attempt, planned.plan.steps)
    if (cost !== null) wasted = (wasted ?? 0) + cost
  }
  return wasted
}

/** The span that the request belongs to, if its caller names one. */
function callerOf({ forwardHeaders }: Accepted): { readonly traceParent?: string } {
  const header = forwardHeaders.find(([name]) => name === 'traceparent')
  return header === undefined ? {} : { traceParent: header[1] }
}

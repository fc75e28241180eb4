import type { BudgetStore } from '#domain/budget'
import { budgetName } from '#domain/budget'
import { utcText } from '#domain/calendar'
import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { CostCondition, Regions } from '#domain/model'
import type { Hedge, MidStream } from '#domain/policy'
import type { QueueSettings } from '#domain/queue'
import type { Accepted, Plan, PolicySources, Skipped } from '#domain/request'
import { expectedPrice } from '#plan/expected-price'
import type { PlanPorts } from '#plan/plan'
import { plan } from '#plan/plan'
import { lossesAt, unreachableAt } from '#send/translation'
import { keyForEverything } from './key-for-everything.ts'

/** What would be done with a request, and why; nothing is sent. */
export interface Explanation {
  readonly requestedModel: string
  readonly key: string
  /** Our own refusal, if nothing may be tried. */
  readonly refusal: { readonly code: string; readonly message: string } | null
  /** Where each field of the policy in force came from. */
  readonly source: PolicySources | null
  readonly strategy: string | null
  /** `none`: the deployments of all candidates in one order. */
  readonly partition: string | null
  /** What keeps the requests of a session on one deployment. */
  readonly affinity: string | null
  /** Where answers should, and may, come from. */
  readonly regions: Regions | null
  /** Limit to the first token (unstreamed: the answer) that a trigger sets, milliseconds. */
  readonly latencyMs: number | null
  /** Part of a deployment's own limits that may be used, 0–1. */
  readonly limitShare: number | null
  /** Failures that let the request leave a model: classes, and upstream statuses whatever the class. */
  readonly triggers: { readonly classes: readonly string[]; readonly statuses: readonly string[] } | null
  /** What answers are checked for, in this order. */
  readonly checks: readonly string[]
  /** When a second deployment is asked beside the first; `null`: never. */
  readonly hedge: Hedge | null
  /** What becomes of a stream that breaks. */
  readonly midStream: MidStream | null
  /** What the request is charged to. */
  readonly budgets: readonly ExplainedBudget[]
  /** Share of a budget from which `to`, or the cheapest candidate, is asked first. */
  readonly cost: CostCondition | null
  /** Where everything is full, so many requests wait so long; `null`: none waits. */
  readonly queue: QueueSettings | null
  readonly order: readonly ExplainedStep[]
  readonly skipped: readonly Skipped[]
  /** Milliseconds. */
  readonly deadlineMs: number | null
  readonly maxMoves: number | null
  readonly maxTotalAttempts: number | null
  readonly estimatedInputTokens: number
  readonly warnings: readonly string[]
}

interface ExplainedBudget {
  /** Such as `key app`. */
  readonly budget: string
  readonly usd: number
  readonly per: string
  readonly atLimit: string
  readonly spentUsd: number
  /** Expected cost of attempts under way. */
  readonly reservedUsd: number
  /** Such as `2026-12-01 00:00 UTC`. */
  readonly renews: string
}

interface ExplainedStep {
  readonly model: string
  readonly deployment: string
  readonly provider: string
  readonly region: string | null
  /** Tokens that would be reserved of its limit. */
  readonly reservesTokens: number
  readonly maxAttempts: number
  /** Expected price of this request there in US dollars; `null`: no price is known. */
  readonly expectedUsd: number | null
  /** What was measured of it lately; `null`: it was never tried. */
  readonly measured: ExplainedMeasures | null
}

/** What strategies go by. Times in milliseconds; `null`: nothing known yet. */
interface ExplainedMeasures {
  readonly inFlight: number
  readonly firstTokenMs: number | null
  readonly msPerOutputToken: number | null
  readonly tokensPerSecond: number | null
  readonly outputTokens: number | null
  /** Shares, 0–1. */
  readonly cachedShare: number | null
  readonly errorRate: number
  readonly usedShare: number
}

export interface ExplainContext extends PlanPorts {
  readonly key: VirtualKey
  readonly budgets: BudgetStore
}

/** Plans a request with the code that plans real ones, and tells what came of it. Advances `rotation` like a request. */
export function explain(accepted: Accepted, context: ExplainContext): Explanation {
  const { key, ...ports } = context
  const admitted = { accepted, key, limitHeaders: [], release: () => undefined }
  const planned = plan(admitted, { ...ports, uncarried: lossesAt, unreachable: unreachableAt })
  const common = {
    requestedModel: accepted.requested,
    key: key.name,
    skipped: planned.skipped,
    budgets: explainedBudgets(context),
    estimatedInputTokens: accepted.body.estimatedInputTokens,
  }
  if (planned.kind === 'refused') {
    const { code, message } = planned
    return { ...common, ...NOTHING_PLANNED, refusal: { code, message }, warnings: accepted.warnings }
  }
  const { policy } = planned
  return {
    ...common,
    refusal: null,
    source: policy.source,
    strategy: policy.strategy,
    partition: policy.partition,
    affinity: policy.affinity,
    regions: policy.regions,
    latencyMs: policy.latencyMs,
    limitShare: policy.limitShare,
    triggers: {
      classes: [...policy.triggers.classes],
      statuses: policy.triggers.statuses.map(({ from, to }) =>
        from === to ? String(from) : `${from}-${to}`,
      ),
    },
    checks: policy.quality?.checks.map(({ kind }) => kind) ?? [],
    hedge: policy.hedge,
    midStream: policy.midStream,
    cost: policy.cost,
    queue: policy.queue,
    order: explainedOrder(planned, accepted, context),
    deadlineMs: planned.deadlineMs,
    maxMoves: policy.maxMoves,
    maxTotalAttempts: policy.maxTotalAttempts,
    warnings: planned.warnings,
  }
}

const NOTHING_PLANNED = {
  source: null,
  strategy: null,
  partition: null,
  affinity: null,
  regions: null,
  latencyMs: null,
  limitShare: null,
  triggers: null,
  checks: [],
  hedge: null,
  midStream: null,
  cost: null,
  queue: null,
  order: [],
  deadlineMs: null,
  maxMoves: null,
  maxTotalAttempts: null,
} as const

function explainedBudgets({ configuration, key, budgets }: ExplainContext): readonly ExplainedBudget[] {
  return [key.limits.budget, configuration.organisation.budget]
    .filter((budget) => budget !== null)
    .map((budget) => {
      const { usd, per, atLimit } = budget
      const { spentUsd, reservedUsd, renewsAtMs } = budgets.standing(budget)
      return {
        budget: budgetName(budget),
        usd,
        per,
        atLimit,
        spentUsd,
        reservedUsd,
        renews: utcText(renewsAtMs),
      }
    })
}

function measuresOf(deployment: Deployment, { health, now }: ExplainContext): ExplainedMeasures | null {
  const measured = health.measured(deployment)
  if (measured === null) return null
  const { inFlight, firstTokenMs, msPerOutputToken, tokensPerSecond, outputTokens, cachedShare } = measured
  const errorRate = measured.errorRate(now)
  const usedShare = measured.usedShare(deployment, now)
  const known = { inFlight, firstTokenMs, msPerOutputToken, tokensPerSecond, outputTokens, cachedShare }
  return { ...known, errorRate, usedShare }
}

function explainedOrder(
  { steps, reserveTokens }: Plan,
  { body }: Accepted,
  context: ExplainContext,
): readonly ExplainedStep[] {
  const places = steps.map(({ deployment }) => ({ deployments: [deployment] }))
  const priceOf = expectedPrice(places, { health: context.health, body })
  return steps.map(({ model, deployment, retry }) => ({
    model: model.name,
    deployment: deployment.label,
    provider: deployment.provider.name,
    region: deployment.region,
    reservesTokens: reserveTokens(deployment),
    maxAttempts: retry.maxAttempts,
    expectedUsd: priceOf(deployment),
    measured: measuresOf(deployment, context),
  }))
}

/** What is explained where no body is given. */
export const SHORT_CHAT = { messages: [{ role: 'user', content: 'Hello' }] } as const

/** The key of that name, or, without a name, one that may use everything; `null` for a name that nobody has. */
export function explainedKey(configuration: Configuration, name: string | undefined): VirtualKey | null {
  if (name === undefined) return keyForEverything(configuration)
  return [...configuration.keys.values()].find((key) => key.name === name) ?? null
}

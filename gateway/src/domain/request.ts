import type { Capability, Model } from './model.ts'
import type { ModelType } from './model-type.ts'
import type { Deployment, Timeouts } from './deployment.ts'
import type { ModelName, RequestedModel } from './names.ts'
import type { PolicySource, Retry } from './policy.ts'
import type { StrategyId } from './strategy.ts'
import type { TriggerSet } from './trigger-set.ts'
import type { VirtualKey } from './configuration.ts'
import type { GatewayErrorCode } from './errors.ts'
import type { FailureClass } from './failure.ts'

export type Dialect = 'openai-chat'

/** A fallback list that a request brings along. */
export interface RequestedFallback {
  readonly list: readonly string[]
  /** Which control it came in; decides the default trigger set. */
  readonly control: 'backstay' | 'provider.fallback' | 'models'
}

/** What a request asks of the gateway itself; never sent on. */
export interface RequestControls {
  /** `null`: nothing asked. An empty list switches fallbacks off. */
  readonly fallback: RequestedFallback | null
  readonly triggers: TriggerSet | null
  readonly routing: 'priority' | 'balanced' | null
  readonly retry: Partial<Retry>
  readonly timeouts: Partial<Timeouts>
  /** Whole-request limit asked for by header, milliseconds. */
  readonly deadlineMs: number | null
  /** How long the client waits for an answer to begin, milliseconds. */
  readonly patienceMs: number | null
  readonly noFallback: boolean
}

/** The body as it came, with what the stages need to know of it. */
export interface RequestBody {
  readonly bytes: Uint8Array
  readonly streamed: boolean
  /** The client asked for the usage chunk itself. */
  readonly includeUsage: boolean
  readonly maxOutputTokens: number | null
  readonly estimatedInputTokens: number
  readonly needs: readonly Capability[]
  /** Body members that are ours and are cut out before sending. */
  readonly controlMembers: readonly string[]
}

/** After stage 1: what arrived. */
export interface Accepted {
  readonly id: string
  readonly dialect: Dialect
  readonly type: ModelType
  readonly requested: RequestedModel
  readonly body: RequestBody
  readonly controls: RequestControls
  /** Headers that are passed on to providers. */
  readonly forwardHeaders: readonly (readonly [string, string])[]
  /** Clock reading on arrival. */
  readonly receivedAt: number
  readonly receivedWallMs: number
  readonly warnings: readonly string[]
}

/** After stage 2: who asks. */
export interface Admitted {
  readonly accepted: Accepted
  readonly key: VirtualKey
  /** `x-ratelimit-*`: the caller's own limits and what is left of them. */
  readonly limitHeaders: readonly (readonly [string, string])[]
  /** Gives back what admission took (concurrency); called once, with the tokens used. */
  readonly release: (tokens: number) => void
}

/** A deployment or model that was passed over, and why. */
export interface Skipped {
  /** Label of a deployment, or the name of a list entry. */
  readonly deployment: string
  readonly reason: string
}

/** One deployment in the order in which it would be tried. */
export interface PlanStep {
  readonly model: Model
  readonly deployment: Deployment
  /** Position of its model among the candidates. */
  readonly candidate: number
  readonly retry: Retry
  readonly timeouts: Timeouts
  /** The request shortened the limits: passing one says nothing about the deployment. */
  readonly impatient?: true
}

/** Where each field of a policy came from. */
export type PolicySources = Readonly<Record<'candidates' | 'strategy' | 'triggers', PolicySource>>

/** The policy in force for one request, with the source of each field. */
export interface Policy {
  readonly strategy: StrategyId
  readonly triggers: TriggerSet
  /** Moves between candidates. */
  readonly maxMoves: number
  readonly moveDelayMs: number
  /** Limit to the first token (unstreamed: the answer) that a `latency` trigger sets. */
  readonly latencyMs: number | null
  /** Share of a deployment's own limit that may be used, 0–1. */
  readonly limitShare: number
  readonly maxTotalAttempts: number
  readonly source: PolicySources
}

/** After stage 3: which places, in which order. */
export interface Plan {
  readonly kind: 'planned'
  readonly candidates: readonly ModelName[]
  readonly steps: readonly PlanStep[]
  readonly skipped: readonly Skipped[]
  readonly policy: Policy
  /** Tokens to reserve at a step: estimated input plus expected output. */
  readonly reserveTokens: (deployment: Deployment) => number
  /** Whole-request limit in milliseconds, counted from arrival. */
  readonly deadlineMs: number
  /** Limit until the commit, counted from arrival; at most `deadlineMs`. */
  readonly commitWithinMs: number
  /** Failure that kept the first model from being asked at all, if one did. */
  readonly passedOver: FailureClass | null
  readonly warnings: readonly string[]
}

/** Planning found nothing that may be tried. */
export interface Refusal {
  readonly kind: 'refused'
  readonly code: GatewayErrorCode
  readonly message: string
  readonly retryAfterMs: number | null
  readonly skipped: readonly Skipped[]
}

/** What planning a request came to. */
export type PlanResult = Plan | Refusal

export interface Planned {
  readonly admitted: Admitted
  readonly plan: Plan
}

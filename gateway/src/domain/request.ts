import type { Capability, Conditions, CostCondition, LatencyPercentile, Model, Regions } from './model.ts'
import type { ModelType } from './model-type.ts'
import type { AtLimit, Budget, Spending } from './budget.ts'
import type { Deployment, Timeouts } from './deployment.ts'
import type { FormBody } from './form.ts'
import type { ModelName, RequestedModel } from './names.ts'
import type { Hedge, HedgeWish, MidStream, Partition, PolicySource, Retry } from './policy.ts'
import type { QueueSettings, Waitable, Waiting } from './queue.ts'
import type { Quality } from './quality.ts'
import type { AutoRouting, Selection } from './selection.ts'
import type { Affinity } from './sessions.ts'
import type { StrategyId } from './strategy.ts'
import type { TriggerSet } from './trigger-set.ts'
import type { VirtualKey } from './configuration.ts'
import type { GatewayErrorCode } from './errors.ts'
import type { FailureClass } from './failure.ts'

/** Formats of chat requests that clients speak. */
export const DIALECTS = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini'] as const

/** Endpoints whose requests pass as they are, or not at all. */
export const PLAIN_DIALECTS = [
  'openai-embeddings',
  'openai-images',
  'openai-speech',
  'openai-moderations',
  'openai-completions',
  'openai-image-edits',
  'openai-image-variations',
  'openai-transcriptions',
  'openai-translations',
] as const

/** Endpoints that count what a chat request would be charged for; nothing is generated. */
export const COUNT_DIALECTS = ['anthropic-count', 'gemini-count', 'openai-count'] as const

export type Dialect =
  | (typeof DIALECTS)[number]
  | (typeof PLAIN_DIALECTS)[number]
  | (typeof COUNT_DIALECTS)[number]

export function isChat(dialect: Dialect): boolean {
  return (DIALECTS as readonly Dialect[]).includes(dialect)
}

/** Is it asked how long a request is, not to answer it: that says nothing of how a place answers. */
export function isCount(dialect: Dialect): boolean {
  return (COUNT_DIALECTS as readonly Dialect[]).includes(dialect)
}

/** Where a request can bring a list of fallbacks; of several the first counts. */
export const FALLBACK_CONTROLS = [
  'backstay.chain',
  'backstay.fallback',
  'provider.fallback',
  'models',
  'providerOptions.gateway.models',
  'fallbacks',
] as const

/** A fallback list that a request brings along. */
export interface RequestedFallback {
  /** Of `backstay.chain` the name of the chain alone. */
  readonly list: readonly string[]
  /** Decides the default trigger set. */
  readonly control: (typeof FALLBACK_CONTROLS)[number]
}

/** What a request asks of the gateway itself; never sent on. */
export interface RequestControls {
  /** `null`: nothing asked. An empty list switches fallbacks off. */
  readonly fallback: RequestedFallback | null
  readonly conditions: Conditions | null
  /** Order of the deployments of a model; `priority` is the configured one. */
  readonly routing: StrategyId | null
  /** `none`: the deployments of all candidates in one order. */
  readonly partition: Partition | null
  readonly selection: Selection | null
  /** For `model: "auto"`. */
  readonly auto: AutoRouting | null
  /** What the request belongs to, so that it goes where the one before went. */
  readonly session: string | null
  readonly retry: Partial<Retry>
  readonly timeouts: Partial<Timeouts>
  readonly hedge: HedgeWish | null
  readonly midStream: MidStream | null
  /** Whole-request limit asked for by header, milliseconds. */
  readonly deadlineMs: number | null
  /** How long the client waits for an answer to begin, milliseconds. */
  readonly patienceMs: number | null
  readonly noFallback: boolean
  /** What is to happen at the limit of a budget; a request may only ask for `block` where it would switch. */
  readonly onBudget: AtLimit | null
}

/** Something that only the provider knows that made it. */
export interface KeptElsewhere {
  /** Member of the body that names it. */
  readonly member: string
  /** What it is called, where that tells who made it. */
  readonly id: string | null
}

/** The body as it came, with what the stages need to know of it. */
export interface RequestBody {
  readonly bytes: Uint8Array
  readonly streamed: boolean
  /** The client asked for the usage chunk itself. */
  readonly includeUsage: boolean
  readonly maxOutputTokens: number | null
  readonly estimatedInputTokens: number
  /** It was counted, because something depended on it. */
  readonly counted?: true
  readonly needs: readonly Capability[]
  /** Body members that are ours and are cut out before sending. */
  readonly controlMembers: readonly string[]
  /** What it names that is kept at a provider, and without which it would mean something else. */
  readonly keptElsewhere?: KeptElsewhere
  /** Of bodies that are no JSON: where their members are. */
  readonly form?: FormBody
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
  /** A slow or poor deployment in its ordinary place, to find out whether it still is. */
  readonly onTrial?: true
}

/** Where each field of a policy came from. */
export type PolicySources = Readonly<
  Record<'candidates' | 'strategy' | 'triggers' | 'partition' | 'affinity', PolicySource>
>

/** The policy in force for one request, with the source of each field. */
export interface Policy {
  readonly strategy: StrategyId
  readonly triggers: TriggerSet
  /** Moves between candidates. */
  readonly maxMoves: number
  readonly moveDelayMs: number
  /** Limit to the first token (unstreamed: the answer) that a `latency` trigger sets. */
  readonly latencyMs: number | null
  /** Deployments that are slower than that in their rolling percentile are put last. */
  readonly latencyPercentile: LatencyPercentile | null
  /** Share of a deployment's own limit that may be used, 0–1. */
  readonly limitShare: number
  /** What answers are checked for; `null` checks nothing. */
  readonly quality: Quality | null
  readonly regions: Regions | null
  /** `null`: one attempt after the other. */
  readonly hedge: Hedge | null
  readonly midStream: MidStream
  readonly partition: Partition
  /** What keeps the requests of a session on one deployment. */
  readonly affinity: Affinity
  readonly maxTotalAttempts: number
  /** Budgets that the request is charged to; `null` if there are none. */
  readonly budgets: readonly Budget[] | null
  /** `null`: it does not wait for room. */
  readonly queue: QueueSettings | null
  /** Without a budget it does nothing. */
  readonly cost: CostCondition | null
  readonly source: PolicySources
}

/** A failure that demoted it, or money: a budget that has no room, or the `cost` trigger. */
export type PassedOver = FailureClass | 'budget' | 'cost'

/** After stage 3: which places, in which order. */
export interface Plan {
  readonly kind: 'planned'
  readonly candidates: readonly ModelName[]
  readonly steps: readonly PlanStep[]
  readonly skipped: readonly Skipped[]
  readonly policy: Policy
  readonly streamed: boolean
  /** Estimated. */
  readonly inputTokens: number
  /** Tokens to reserve at a step: estimated input plus expected output. */
  readonly reserveTokens: (deployment: Deployment) => number
  /** The order depends on who answered the same prompt before. */
  readonly keepsWarm: boolean
  /** Where it may wait if its room is taken before it is sent; `null`: nowhere. */
  readonly queue: Waitable | null
  /** Clock reading at which the first of those has room that were left out for a limit of theirs; `null` for none. */
  readonly roomAt: number | null
  /** What budgets let it spend; `null` if none is in force. */
  readonly spending: Spending | null
  /** Under which it is remembered who answered; `null`: it is not. */
  readonly session: string | null
  /** Whole-request limit in milliseconds, counted from arrival. */
  readonly deadlineMs: number
  /** Limit until the commit, counted from arrival; at most `deadlineMs`. */
  readonly commitWithinMs: number
  /** What kept the first model from being asked at all, if something did. */
  readonly passedOver: PassedOver | null
  readonly warnings: readonly string[]
}

/** Planning found nothing that may be tried. */
export interface Refusal {
  readonly kind: 'refused'
  readonly code: GatewayErrorCode
  readonly message: string
  readonly retryAfterMs: number | null
  readonly skipped: readonly Skipped[]
  /** It may wait for room and be planned anew; `null`: it may not. */
  readonly waiting: Waiting | null
}

/** What planning a request came to. */
export type PlanResult = Plan | Refusal

export interface Planned {
  readonly admitted: Admitted
  readonly plan: Plan
}

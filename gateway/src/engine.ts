/** The engine as a library: `createFetch` for SDKs, and what it is made of for whoever builds something else from it. */
export type { ConfigFileInput } from '@backstay/contract'
export type { BackstayFetch, FetchOptions } from './create-fetch.ts'
export { createFetch } from './create-fetch.ts'
export { configurationOf } from './configuration-of.ts'

// What everything talks about.
export type { AnswerSink, AttemptHandle, AttemptObserver, Call, Outcome, Send } from '#domain/attempt'
export type { BudgetEvent } from '#domain/budget'
export { BudgetLedger } from '#domain/budget-ledger'
export type { Clock, Random, Timer } from '#domain/clock'
export type { Configuration, VirtualKey } from '#domain/configuration'
export type { Deployment, Provider } from '#domain/deployment'
export { ERROR_CODES, GatewayError } from '#domain/errors'
export type { Failure, FailureClass } from '#domain/failure'
export { FAILURE_CLASSES, FAILURE_RULES } from '#domain/failure'
export type { HealthEvent, HealthView, Rotation } from '#domain/health'
export type { Chain, Model } from '#domain/model'
export type { AttemptRecord, UsageRecord } from '#domain/record'
export type { Accepted, Admitted, Plan, Planned, PlanStep, Policy, Refusal } from '#domain/request'
export type { Answered } from '#domain/run'
export { TRIGGER_SETS } from '#domain/trigger-set'
export type { TokenUsage } from '#domain/usage'

// Formats: dialects of clients and providers, and streams of events.
export type { ClientCodec, ProviderCodec } from '#wire/codec'
export { CLIENT_CODECS, PROVIDER_CODECS } from '#wire/codecs'
export { estimateTokens } from '#wire/estimate-tokens'
export type { SseEvent } from '#wire/sse'
export { SseSplitter } from '#wire/sse'

// Which places may answer, in which order.
export type { PlanPorts } from '#plan/plan'
export { plan } from '#plan/plan'
export { SmoothRotation } from '#plan/rotation'
export { SessionMemory } from '#plan/session-memory'

// Try, judge, move on.
export { DeploymentStates } from '#run/deployment-states'
export { HedgeBudget } from '#run/hedge-budget'
export { ManualStates } from '#run/manual-states'
export { RetryBudget } from '#run/retry-budget'
export type { RunPorts } from '#run/run-plan'
export { runPlan } from '#run/run-plan'

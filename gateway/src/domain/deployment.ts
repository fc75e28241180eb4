import type { Prefill } from './continuation.ts'
import type { Price } from './price.ts'
import type { CredentialId, DeploymentId, ModelName, ProviderName, UpstreamModel } from './names.ts'

/** JSON as it is read from files and bodies. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** A configured provider: where it is reached and how it is spoken to. */
export interface Provider {
  readonly name: ProviderName
  /** Which file in `request/send/providers/` speaks to it. */
  readonly kind: string
  /** Without a trailing slash; `null` means the kind's own. */
  readonly baseUrl: string | null
  readonly apiKey: string | null
  readonly region: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** PEM text of an additional certificate authority. */
  readonly ca: string | null
  readonly proxy: string | null
  readonly apiVersion: string | null
  /** What it speaks, in the words of the file; by its kind where it is not said. */
  readonly endpoints?: readonly string[]
  /** Of kinds that are services of a cloud. */
  readonly cloud?: CloudPlace
  /** Does it use what it is sent for itself, such as for training; `null`: it is not said. */
  readonly dataCollection: 'allow' | 'deny' | null
  /** It keeps nothing of what it is sent. */
  readonly zeroRetention: boolean
}

/** Where in a cloud a provider is, and who asks. */
export interface CloudPlace {
  /** Its own word for the place, such as `us-east-1` or `global`. */
  readonly location: string | null
  readonly project: string | null
  /** A key of the cloud; `null`: found where programs of the cloud find theirs. */
  readonly credentials: string | null
}

/** Limits in milliseconds. `null` for the first token and the answer means: by the type of the model. */
export interface Timeouts {
  readonly connectMs: number
  readonly firstTokenMs: number | null
  readonly answerMs: number | null
  readonly idleMs: number
  readonly totalMs: number
  readonly minAttemptMs: number
}

export interface BreakerSettings {
  /** Consecutive failures that open it. */
  readonly failures: number
  /** Share of failures in the window that opens it, 0–1. */
  readonly errorRate: number
  readonly windowMs: number
  /** Requests in the window below which the rate says nothing. */
  readonly minRequests: number
  readonly openMs: number
  readonly openMaxMs: number
}

/** One place where a model can be called. State (ledger, breaker, statistics) is kept per id. */
export interface Deployment {
  readonly id: DeploymentId
  /** For people: `model/provider` and a number where there are several. Unique in a configuration. */
  readonly label: string
  /** Whose it is: what happens to it concerns nobody else. */
  readonly organisation: string
  readonly modelName: ModelName
  readonly provider: Provider
  readonly credential: CredentialId
  readonly apiKey: string | null
  readonly baseUrl: string | null
  readonly upstreamModel: UpstreamModel
  readonly enabled: boolean
  readonly region: string | null
  readonly tokensPerMinute: number | null
  readonly requestsPerMinute: number | null
  readonly weight: number | null
  readonly priority: number | null
  /** Defaults for body members that the request does not give. */
  readonly params: Readonly<Record<string, Json>>
  /** Body members set whatever the request says. */
  readonly extraBody: Readonly<Record<string, Json>>
  /** How it is given the beginning of an answer; `true` is its kind's way, `null`: by what is known of it. */
  readonly prefill: Prefill['style'] | boolean | null
  readonly price: Price | null
  readonly timeouts: Timeouts
  readonly breaker: BreakerSettings
}

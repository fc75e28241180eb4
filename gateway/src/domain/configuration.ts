import type { Budget } from './budget.ts'
import type { Provider, Timeouts } from './deployment.ts'
import type { Chain, Conditions, Model } from './model.ts'
import type { ModelType } from './model-type.ts'
import type { KeyId, ProviderName } from './names.ts'
import type { KeyPolicy, MidStream, Partition, Retry } from './policy.ts'
import type { Affinity } from './sessions.ts'
import type { Routing } from './strategy.ts'

/** A virtual key: who calls, and what for. The secret itself is never kept. */
export interface VirtualKey {
  readonly id: KeyId
  readonly name: string
  /** SHA-256 of the secret, lower-case hexadecimal. */
  readonly sha256: string
  /** Milliseconds since the Unix epoch: refused from then on; `null`: never. */
  readonly expiresAtMs: number | null
  readonly revokedAtMs: number | null
  /** Grants: model and chain names, `*`, `provider/*`. */
  readonly models: readonly string[]
  /** CIDR ranges; an empty `allow` allows all that `deny` does not name. */
  readonly ip: { readonly allow: readonly string[]; readonly deny: readonly string[] }
  readonly limits: {
    readonly requestsPerMinute: number | null
    readonly tokensPerMinute: number | null
    readonly concurrency: number | null
    readonly budget: Budget | null
  }
  readonly routing: Readonly<Partial<Record<ModelType, KeyPolicy>>>
}

export interface Organisation {
  readonly id: string
  readonly routingEnabled: boolean
  readonly allowRequestOverride: boolean
  /** `refusal` and `content_filter` never move while this is set. */
  readonly refusalLock: boolean
  readonly budget: Budget | null
}

export interface StreamSettings {
  /** After this long without a commit, headers and comments are sent, giving up the HTTP status. */
  readonly flushAfterMs: number
  readonly malformedEvent: 'drop' | 'error'
}

/** How many more attempts requests may make than one each and one move each. */
export interface RetryBudgetSettings {
  /** Share of the requests of the last ten seconds. */
  readonly ratio: number
  /** Never fewer than so many per second. */
  readonly minPerSecond: number
}

export interface CooldownSettings {
  readonly minMs: number
  readonly maxMs: number
  readonly defaultMs: number
}

/** The global fallback of the file or the console. */
export interface GlobalFallback {
  readonly list: readonly string[]
  /** `null`: not given, which means `standard`. */
  readonly conditions: Conditions | null
  readonly routing: Routing
  readonly midStream: MidStream
}

/** Everything a request is decided by: immutable, replaced as a whole. */
export interface Configuration {
  /** Hash of the content it was compiled from. */
  readonly version: string
  readonly providers: ReadonlyMap<ProviderName, Provider>
  readonly models: ReadonlyMap<string, Model>
  readonly chains: ReadonlyMap<string, Chain>
  /** Alias → name of a model or chain. */
  readonly aliases: ReadonlyMap<string, string>
  /** By SHA-256 of the secret. */
  readonly keys: ReadonlyMap<string, VirtualKey>
  readonly organisation: Organisation
  readonly fallback: GlobalFallback
  readonly retry: Retry
  readonly timeouts: Timeouts
  readonly cooldown: CooldownSettings
  readonly stream: StreamSettings
  readonly maxTotalAttempts: number
  readonly partition: Partition
  readonly affinity: Affinity
  readonly retryBudget: RetryBudgetSettings
  readonly failClosed: boolean
  readonly maxBodyBytes: number
  /** Makes the deployment that a raw `provider/model` name or a chain step stands for; `null` for an unknown provider. */
  readonly implicitModel: (provider: string, upstreamModel: string, type?: ModelType) => Model | null
  /** Name of the model that a catalog's `author/model` means; `null`: none. */
  readonly modelOfSlug: (slug: string) => string | null
  readonly warnings: readonly string[]
}

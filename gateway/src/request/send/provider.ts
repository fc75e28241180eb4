import type { Prefill } from '#domain/continuation'
import type { Json } from '#domain/deployment'
import type { FailureClass } from '#domain/failure'
import type { DialectId, Vendor } from '#wire/canonical'
import type { LimitStyle } from '#wire/rate-limit-headers'

/** One way of recognizing an error. Every member that is given must match; a list matches by any entry. */
export interface ErrorRule {
  readonly status?: readonly number[]
  /** `error.code`, or OpenRouter's and Anthropic's finer codes in `metadata` and `details`; exact, as text. */
  readonly code?: readonly string[]
  /** `error.type`, or Google's `error.status`. Only together with `status`: a type refines within its status. */
  readonly type?: readonly string[]
  readonly param?: readonly string[]
  /** The provider's own wording: the last resort, tried after every rule without one. */
  readonly message?: RegExp
  /** Pattern of the serialized `details`. */
  readonly details?: RegExp
  readonly class: FailureClass
}

interface PrefillQuirk extends Prefill {
  /** Models of it that answer 400 to a beginning. */
  readonly refusedBy?: RegExp
}

/** Where a provider speaks a dialect. */
export interface Endpoint {
  readonly dialect: DialectId
  /** Appended to the path of the base URL; `{model}` stands for what the provider calls the model, `{project}` and `{location}` for places in a cloud. */
  readonly path: string
  /** Of streamed requests, where it is another. */
  readonly streamPath?: string
  /** Only where the configuration says that it is spoken. */
  readonly onlyIfSaid?: true
  /** Only of models that are called so. */
  readonly models?: RegExp
  /** Members of the body that it wants beside those of the dialect, and those that it refuses. */
  readonly set?: Readonly<Record<string, Json>>
  readonly cut?: readonly string[]
}

/** How one kind of provider is spoken to: data only. Adding one is a file and a line in `providers/index.ts`. */
export interface ProviderKind {
  /** Value of `kind` in the configuration and name of the file. */
  readonly id: string
  /** `null`: the configuration must give one. `{location}` stands for the place in a cloud. */
  readonly baseUrl: string | null
  /** In place of it at some locations. */
  readonly baseUrls?: Readonly<Record<string, string>>
  /** Whose proof of identity requests carry where no key is configured. */
  readonly cloud?: 'aws' | 'google'
  /** Whose models and opaque values it knows. */
  readonly vendor: Vendor
  /** The dialects it speaks: a request of one of them goes there as it is, any other is translated for the first. */
  readonly endpoints: readonly Endpoint[]
  /** In place of `endpoints` where the configuration names an API version: `{apiVersion}` stands for it. */
  readonly versioned?: readonly Endpoint[]
  /** Header that carries the key, with what stands before it. */
  readonly authentication: { readonly header: string; readonly prefix: string }
  /** Sent with every request, unless the client or the configuration gives its own. */
  readonly headers?: Readonly<Record<string, string>>
  /** In order of precedence within each phase: codes, types and details first, messages after. */
  readonly errors: readonly ErrorRule[]
  /** How its headers name what is left of its limits; `null` where they do not. */
  readonly limitHeaders: LimitStyle | null
  readonly quirks: {
    /** Answers 400 to `stream_options`. */
    readonly rejectsStreamOptions: boolean
    /** A 429 that asks to wait for more than an hour is about a day's quota. */
    readonly longWaitIsQuota?: true
    /** How an answer is given its beginning; `null` where that is refused, ignored or not known. */
    readonly prefill: PrefillQuirk | null
  }
}

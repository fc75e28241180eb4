import type { FailureClass } from '#domain/failure'

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

/** How one kind of provider is spoken to: data only. Adding one is a file and a line in `providers/index.ts`. */
export interface ProviderKind {
  /** Value of `kind` in the configuration and name of the file. */
  readonly id: string
  /** `null`: the configuration must give one. */
  readonly baseUrl: string | null
  /** Appended to the path of the base URL. */
  readonly chatPath: string
  /** Header that carries the key, with what stands before it. */
  readonly authentication: { readonly header: string; readonly prefix: string }
  /** In order of precedence within each phase: codes, types and details first, messages after. */
  readonly errors: readonly ErrorRule[]
  readonly quirks: {
    /** Answers 400 to `stream_options`. */
    readonly rejectsStreamOptions: boolean
  }
}

import type { Continuation, ContinueSource } from '#domain/continuation'
import type { TokenUsage } from '#domain/usage'

export interface SpliceOptions extends Continuation {
  /** The client's own request. */
  readonly request: Uint8Array
  /** What the attempts used whose answer this one goes on with. */
  readonly usedBefore: TokenUsage | null
  /** The client asked for the usage chunk. */
  readonly includeUsage: boolean
}

/** What comes of a piece of the second stream. */
export type Spliced =
  /** For the client; empty while everything is held back. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The second answer does not fit the first: cancel it. Nothing of it went to the client. */
  | { readonly kind: 'diverged'; readonly detail: string }

/** Turns the stream of a second answer, as its reader passes it on, into bytes that continue a first one. */
export interface Splicer {
  /** Nothing is held back any more: this way of going on has taken. */
  readonly open: boolean
  /** What the client has of the answer by now. */
  readonly delivered: ContinueSource
  push(chunk: Uint8Array): Spliced
  /** After a second answer that ended whole: what is still to be written. Does nothing the second time. */
  end(): Uint8Array
}

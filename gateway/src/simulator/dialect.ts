import type { Behavior, ScriptedError, ScriptedPrefill } from './behavior.ts'

/** What a request asks for, as far as the shape of the answer depends on it. */
export interface Asked {
  readonly model: string
  readonly streamed: boolean
  /** A stream is to report usage. */
  readonly includeUsage: boolean
}

/** What an answer says about its circumstances. */
export interface Circumstances {
  readonly asked: Asked
  /** Number of the request, which makes ids unique and repeatable. */
  readonly n: number
  /** Seconds since the Unix epoch. */
  readonly createdS: number
  readonly estimatedInput: number
}

/**
 * A stretch of the body. `opening` comes before any content, `token` carries one token, `finish` the finish reason,
 * `closing` what follows it, `done` the terminator, and `other` is none of these.
 */
export interface Piece {
  readonly kind: 'opening' | 'token' | 'finish' | 'closing' | 'done' | 'other'
  readonly bytes: string | Uint8Array
}

/** What answers of one provider API look like; how they go wrong is no concern of it. */
export interface Dialect {
  /** Does it answer POST requests to this path. */
  serves(path: string): boolean
  /** The error is what a provider says to a body it does not understand. */
  read(path: string, body: unknown): Asked | { readonly error: ScriptedError }
  /** The beginning of the answer that a request of this style brings along; `null` where it brings none. */
  beginning(body: unknown, style: NonNullable<ScriptedPrefill['style']>): string | null
  /** The events of a streamed answer, each with its empty line. */
  events(behavior: Behavior, circumstances: Circumstances): readonly Piece[]
  /** The JSON body of an unstreamed answer, token by token. */
  whole(behavior: Behavior, circumstances: Circumstances): readonly Piece[]
  errorEvent(error: ScriptedError): string | Uint8Array
  errorBody(error: ScriptedError, status: number): string
  /** An event, or for unstreamed answers a stretch of the body, that cannot be parsed. */
  malformed(streamed: boolean): string | Uint8Array
  /** The event that ends a stream, empty where there is none. */
  readonly terminator: string
  /** Content type of streams; server-sent events unless given. */
  readonly streamType?: string
}

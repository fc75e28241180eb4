import type { Json } from '#domain/deployment'
import type { Capability } from '#domain/model'
import type { ModelType } from '#domain/model-type'
import type { Dialect } from '#domain/request'
import type { CanonicalAnswer, CanonicalEvent, CanonicalRequest, DialectId, Vendor } from './canonical.ts'
import type { Frame, Framing } from './framing.ts'
import type { JsonObject } from './json-read.ts'

/** A translation with what could not be carried: one line each, for people, never with content of the request. */
export interface Translated<T> {
  readonly value: T
  readonly losses: readonly string[]
}

/** For whom a request is written. */
export interface RequestTarget {
  readonly upstreamModel: string
  readonly vendor: Vendor
  /** Most tokens the model can write, where known: asked for where the dialect demands a number, and never exceeded. */
  readonly maxOutputTokens: number | null
}

/** For whom an answer is written. */
export interface AnswerContext {
  /** Used where the provider gives none. */
  readonly id: string
  readonly model: string
  /** Seconds since the Unix epoch, used where the provider says nothing. */
  readonly createdS: number
  /** The request, for dialects whose answers repeat parts of it. */
  readonly request: CanonicalRequest
  /** The client asked for the usage chunk (Chat Completions streams only). */
  readonly includeUsage: boolean
}

/** Reads the events of one streamed answer; keeps what later events depend on. */
export interface StreamDecoder {
  /** `null`: the event is malformed. Events that mean nothing here give an empty list. */
  read(frame: Frame): readonly CanonicalEvent[] | null
}

/** Writes the events of one streamed answer, framed. */
export interface StreamEncoder {
  /** Bytes as text; empty where the dialect has nothing to say. */
  write(event: CanonicalEvent): string
  /** After the last event of a whole answer: closing events and sentinel. */
  end(): string
  /** Number of the next event, in dialects that number theirs. */
  nextEvent?: number
  /** Ids of the parts in order, in dialects that name theirs; those that are given before their part are used. */
  partIds?: string[]
}

/** One failed attempt as clients may see it. */
export interface AttemptSummary {
  readonly deployment: string
  readonly class: string | null
  readonly status: number | null
  readonly ms: number
}

/** What an error says, in every dialect; each puts the members it has no place for beside its own. */
export interface ErrorMembers {
  readonly message: string
  readonly type: string
  readonly code: string | null
  readonly param: string | null
  readonly attempts?: readonly AttemptSummary[]
  /** Seconds. */
  readonly retry_after?: number
  /** Where the code is explained. */
  readonly docs?: string
}

export interface WireError extends ErrorMembers {
  /** HTTP status that it has, or would have had. */
  readonly status: number
}

/** What the path of a request says in dialects whose body does not. */
export interface GivenFacts {
  readonly model: string
  readonly streamed: boolean
}

/** What the gateway needs to know of a request; everything else passes through unread. */
export interface RequestFacts {
  readonly model: string
  readonly streamed: boolean
  /** The client asked for the usage chunk itself (Chat Completions only). */
  readonly includeUsage: boolean
  readonly maxOutputTokens: number | null
  readonly estimatedInputTokens: number
  readonly needs: readonly Capability[]
}

export type ReadFacts =
  | { readonly kind: 'facts'; readonly facts: RequestFacts }
  /** `path`: JSON path, such as `messages[2].content`. */
  | { readonly kind: 'invalid'; readonly path: string; readonly message: string }

/** How requests are read and answers are written: the dialects that clients speak. */
export interface ClientCodec {
  readonly id: Dialect
  /** Of models that answer such requests; reasoning models count as chat. */
  readonly modelType: ModelType
  /** Requests come as `multipart/form-data`: always, or where there are files to send. */
  readonly forms?: 'always' | 'sometimes'
  /** The member `provider` may be a name, which pins the request to it. */
  readonly pins?: true
  /** Checks the members that routing depends on and reads what it needs. `given` stands in the path of the request. */
  readFacts(body: JsonObject, given: GivenFacts | null): ReadFacts
  /** The body was found valid by the dialect's own checks. */
  decodeRequest(body: JsonObject): Translated<CanonicalRequest>
  encodeAnswer(answer: CanonicalAnswer, context: AnswerContext): Json
  encoder(context: AnswerContext): StreamEncoder
  encodeError(error: WireError): Json
  /** What a stream that broke after its start ends with. */
  encodeErrorEvent(error: WireError): string
  /** The same, in dialects whose last event repeats what the client has: `written` is all of it. */
  encodeBreak?(error: WireError, written: readonly Uint8Array[]): string
  /** What keeps a connection alive and means nothing. */
  readonly keepAlive: string
}

/** How requests are written and answers are read: the dialects that providers speak. */
export interface ProviderCodec {
  readonly id: DialectId
  encodeRequest(request: CanonicalRequest, target: RequestTarget): Translated<Json>
  /** `null`: it is no answer of this dialect. Errors in an answer's place are found before. */
  decodeAnswer(body: JsonObject): CanonicalAnswer | null
  decoder(): StreamDecoder
  /** Unstreamed answers are bytes that nobody reads: always, or where they do not say that they are JSON. */
  readonly binary?: 'always' | 'unless_json'
  /** The events that a whole answer in place of a stream stands for, in dialects where that is no mistake; `null`: it is no answer. */
  eventsOf?(body: JsonObject): string | null
  /** How events of a stream come; only server-sent events are told from a JSON document in their place. */
  readonly streamType: 'text/event-stream' | 'application/vnd.amazon.eventstream'
  framing(): Framing
  /** What is passed on where a whole answer ended without the dialect's last event. */
  readonly missingEnd: string
}

import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'

/** The error a provider reports; the dialect decides how it looks on the wire. */
export interface ScriptedError {
  readonly message?: string
  readonly type?: string | null
  readonly code?: string | number | null
  readonly param?: string | null
  /** Members beside these four, such as OpenRouter's `metadata`. */
  readonly more?: Readonly<Record<string, Json>>
}

export interface ScriptedToolCall {
  /** Default: `call_` and its number. */
  readonly id?: string
  readonly name: string
  /** A string is sent as it is, so that it may be broken JSON. */
  readonly arguments: Json
}

export interface ScriptedDelays {
  readonly beforeHeadersMs?: number
  /** After the headers and, in a stream, after the opening event. */
  readonly beforeFirstTokenMs?: number
  /** Before every event that follows the first token. Unstreamed answers ignore it. */
  readonly betweenChunksMs?: number
}

/** Where an answer stops for good without ending. 0 tokens is the same place as `before_first_token`. */
export type Hang = 'before_headers' | 'before_first_token' | { readonly afterTokens: number }

/**
 * Where an answer breaks. Bytes are those of the body, before any content encoding; a cut past the last byte happens
 * after it. 0 tokens is the place before the first token.
 */
export type CutPoint =
  | 'before_headers'
  | 'after_headers'
  | { readonly afterBytes: number }
  | { readonly afterTokens: number }
  /** In the middle of the event, or stretch of the body, that carries this token; 1 is the first. */
  | { readonly insideToken: number }

/**
 * `end` finishes the HTTP message properly, `reset` sends a TCP reset, `destroy` closes the socket inside an unfinished
 * HTTP message.
 */
export type CutMeans = 'end' | 'reset' | 'destroy'

export interface Keepalive {
  /** Text of the comment, default `keep-alive`. Unstreamed answers get an empty line instead. */
  readonly comment?: string
  /** How many come right after the headers, default 1. */
  readonly count?: number
  /** Repeats it during delays and hangs after the headers; default never. */
  readonly everyMs?: number
}

/**
 * What a model does with the beginning of its answer that a request brings along. Without it, the answer is the whole
 * text, as from models that take such a request for any other.
 */
export interface ScriptedPrefill {
  /**
   * What counts as a beginning: an assistant message at the end (`plain`, the default), the same with `prefix: true`
   * or with `continue_final_message: true` in the request; `asked`: an assistant message before the user message at the
   * end.
   */
  readonly style?: 'plain' | 'prefix' | 'continue_final_message' | 'asked'
  /** `continue`: says the rest of its text. `echo`: says the beginning again, and the rest. `refuse`: answers 400. */
  readonly does: 'continue' | 'echo' | 'refuse'
  /** Tokens of the beginning that it says again before it goes on, default 0. */
  readonly overlapTokens?: number
  /** Answers 400 to a beginning that ends in white space. */
  readonly refusesTrailingSpace?: boolean
}

/**
 * The script of one answer, as plain data. `{}` is a complete, correct and immediate answer.
 *
 * A token is one content-bearing event: a piece of reasoning, text, refusal or tool call. In an answer that goes on from
 * a beginning they are counted from there, and a fault at a token that no longer comes happens after the last one.
 */
export interface Behavior {
  /** Default 200; from 400 on the body is an error of the dialect unless something else is given. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly contentType?: string
  /** Sent instead of a generated answer. */
  readonly body?: { readonly json: Json } | { readonly text: string }
  /** Sent as an error body of the dialect, whatever the status. */
  readonly error?: ScriptedError
  /** Sent instead of a generated answer, byte by byte as given. */
  readonly replay?: { readonly bytes: string; readonly encoding: 'utf8' | 'base64' }

  /**
   * Default: `DEFAULT_TEXT`, or none where there is a refusal or a tool call. An empty string is an empty answer; a list
   * gives the tokens themselves.
   */
  readonly text?: string | readonly string[]
  /** Number of tokens the text comes in. Without `text`, the default text is repeated to that length. */
  readonly tokens?: number
  /** After so many tokens of the text come other words than without it, as from a model that is asked twice. */
  readonly diverge?: { readonly afterTokens: number }
  readonly prefill?: ScriptedPrefill
  /** Model the provider says it answered with; default: the one asked for. */
  readonly model?: string
  /** Members not given are estimated; `none` reports no usage at all. */
  readonly usage?: 'none' | Partial<Pick<TokenUsage, 'input' | 'cachedInput' | 'output' | 'reasoning'>>
  /** In the words of the dialect. */
  readonly finishReason?: string
  readonly refusal?: string
  readonly reasoning?: { readonly text: string; readonly field?: 'reasoning_content' | 'reasoning' }
  readonly toolCalls?: readonly ScriptedToolCall[]

  readonly delays?: ScriptedDelays
  readonly hang?: Hang
  readonly cut?: { readonly at: CutPoint; readonly how: CutMeans }
  /** Ends the stream with an error event; 0 tokens makes it the first event. Unstreamed: an error body with the status. */
  readonly errorEvent?: {
    readonly afterTokens: number
    readonly error: ScriptedError
    readonly done?: boolean
  }
  /** Puts an event that is no JSON among the others; 0 tokens makes it the first event. */
  readonly malformedChunk?: { readonly afterTokens: number }
  /** Leaves out the finish reason or the terminator of the stream. */
  readonly omit?: { readonly finish?: boolean; readonly done?: boolean }
  readonly keepalive?: Keepalive
  /** Line ends of the stream, default `lf`. */
  readonly lineEnds?: 'lf' | 'crlf' | 'cr'
  /** Encodes the body with gzip if the request accepts it. */
  readonly gzip?: boolean
  /** Writes the body in pieces of so many bytes instead of event by event; a large number writes it at once. */
  readonly pieceBytes?: number
}

/** What a simulated model says unless told otherwise. */
export const DEFAULT_TEXT =
  'This is a simulated answer. It is the same every time, so that every word of it can be checked.'

import type { Json } from '#domain/deployment'
import type { Dialect } from '#domain/request'
import type { TokenUsage } from '#domain/usage'

/** Which vendor made an opaque value: it means nothing to any other. */
export type Vendor = 'openai' | 'anthropic' | 'google' | 'amazon' | 'other'

/** A signature, an encrypted thought, an item's id: to be handed back to its maker unread, or left out. */
export interface Opaque {
  readonly vendor: Vendor
  /** What kind of value it is in its maker's own words, such as `signature` or `encrypted_content`. */
  readonly name: string
  readonly value: string
}

/** Asks the provider to keep the prompt up to here. */
export interface CacheMark {
  readonly ttl: '5m' | '1h' | null
}

/** Where the bytes of a file are. */
export type FileSource =
  | { readonly kind: 'base64'; readonly data: string }
  | { readonly kind: 'url'; readonly url: string }
  /** Stored at one vendor: of no use to another. */
  | { readonly kind: 'stored'; readonly vendor: Vendor; readonly id: string }
  /** A document given as plain text. */
  | { readonly kind: 'text'; readonly text: string }

export interface TextPart {
  readonly kind: 'text'
  readonly text: string
  readonly cache?: CacheMark
  readonly citations?: readonly Citation[]
  /** Google signs text too. */
  readonly opaque?: Opaque
}

/** An image, a document, sound or video; told apart by the media type (`image/*` where a dialect does not say which). */
export interface FilePart {
  readonly kind: 'file'
  readonly mediaType: string
  readonly source: FileSource
  readonly filename?: string
  /** How closely an image is looked at: OpenAI's `low`, `high`, `auto`. */
  readonly detail?: string
  readonly cache?: CacheMark
}

/** What a model thought before it answered. */
export interface ReasoningPart {
  readonly kind: 'reasoning'
  /** Empty where the provider keeps it to itself. */
  readonly text: string
  readonly opaque?: Opaque
  /** The whole thought is the opaque value. */
  readonly redacted?: true
}

export interface ToolCallPart {
  readonly kind: 'tool_call'
  readonly id: string
  readonly name: string
  /** JSON text, as the model wrote it; `{}` where it wrote nothing. */
  readonly arguments: string
  /** OpenAI's custom tools take plain text instead of JSON. */
  readonly custom?: true
  readonly opaque?: Opaque
  readonly cache?: CacheMark
}

export interface ToolResultPart {
  readonly kind: 'tool_result'
  readonly callId: string
  /** Name of the tool; found from the call where the dialect does not repeat it. */
  readonly name: string | null
  readonly content: readonly (TextPart | FilePart)[]
  readonly failed?: true
  readonly cache?: CacheMark
}

export interface RefusalPart {
  readonly kind: 'refusal'
  readonly text: string
}

/** Something that only one dialect has, such as a provider's own tool at work: kept for it, a listed loss elsewhere. */
export interface ForeignPart {
  readonly kind: 'foreign'
  readonly dialect: DialectId
  /** For the list of losses, such as `web_search_tool_result`. */
  readonly name: string
  readonly value: Json
}

export type CanonicalPart =
  | TextPart
  | FilePart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart
  | RefusalPart
  | ForeignPart

/** A source that an answer names. Members that a dialect does not have are absent. */
export interface Citation {
  readonly url?: string
  readonly title?: string
  readonly text?: string
  /** Characters of the answer's text that it is about. */
  readonly start?: number
  readonly end?: number
  /** As its own dialect wrote it. */
  readonly raw?: { readonly dialect: DialectId; readonly value: Json }
}

export interface CanonicalMessage {
  /** Results of tools stand in messages of role `tool`. */
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly parts: readonly CanonicalPart[]
  readonly name?: string
}

export type CanonicalTool =
  | {
      readonly kind: 'function'
      readonly name: string
      readonly description: string | null
      /** JSON schema of the arguments. */
      readonly parameters: Json
      readonly strict?: boolean
      readonly cache?: CacheMark
    }
  /** A tool that the provider runs itself. */
  | { readonly kind: 'foreign'; readonly dialect: DialectId; readonly name: string; readonly value: Json }

export type ToolChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  /** Any tool, but one. */
  | { readonly kind: 'required' }
  | { readonly kind: 'tool'; readonly name: string }

export type AnswerFormat =
  | { readonly kind: 'json' }
  | {
      readonly kind: 'json_schema'
      readonly name: string | null
      readonly description: string | null
      readonly schema: Json
      readonly strict: boolean | null
    }

/** How long a model thinks: by a word, by a number of tokens, or both. */
export interface ReasoningWish {
  readonly effort: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | null
  readonly budgetTokens: number | null
  /** The thoughts, or a summary of them, are wanted in the answer. */
  readonly visible: boolean | null
}

/** A chat request in no provider's dialect. `null` is what the client did not say. */
export interface CanonicalRequest {
  /** In the client's dialect, to decide whether values of the other are at home there. */
  readonly dialect: DialectId
  readonly streamed: boolean
  readonly messages: readonly CanonicalMessage[]
  readonly tools: readonly CanonicalTool[]
  readonly toolChoice: ToolChoice | null
  readonly parallelToolCalls: boolean | null
  /** `null`: plain text. */
  readonly format: AnswerFormat | null
  readonly maxOutputTokens: number | null
  /** 0–2; dialects with a smaller range say so as a loss. */
  readonly temperature: number | null
  readonly topP: number | null
  readonly topK: number | null
  readonly stop: readonly string[]
  readonly seed: number | null
  readonly presencePenalty: number | null
  readonly frequencyPenalty: number | null
  /** How many answers; only the first is carried between dialects. */
  readonly choices: number | null
  /** `null`: none asked for; 0 is the chosen token alone. */
  readonly topLogprobs: number | null
  readonly reasoning: ReasoningWish | null
  /** The caller's own user, for abuse detection. */
  readonly user: string | null
  /** What else the body had, member by member: left out with a listed loss in any other dialect. */
  readonly rest: Readonly<Record<string, Json>>
}

export const FINISH_REASONS = [
  'stop',
  'length',
  'tool_calls',
  'content_filter',
  'refusal',
  /** The provider stopped to be asked to go on. */
  'pause',
  /** The context window was full. */
  'context_length',
  /** The model wrote a tool call that is none. */
  'malformed_tool_call',
  'other',
] as const

export type FinishReason = (typeof FINISH_REASONS)[number]

export interface Finish {
  readonly reason: FinishReason
  /** The provider's own word. */
  readonly raw: string | null
  /** The text that ended the answer, where one of `stop` did. */
  readonly stopSequence?: string
}

export interface TokenLogprob {
  readonly token: string
  readonly logprob: number
  readonly bytes: readonly number[] | null
  readonly top: readonly Omit<TokenLogprob, 'top'>[]
}

/** A whole answer in no provider's dialect. */
export interface CanonicalAnswer {
  readonly id: string | null
  /** What the provider says answered. */
  readonly model: string | null
  /** Seconds since the Unix epoch. */
  readonly createdS: number | null
  readonly parts: readonly CanonicalPart[]
  readonly finish: Finish
  readonly usage: TokenUsage | null
  readonly logprobs: readonly TokenLogprob[] | null
}

/**
 * One step of a streamed answer. `block` numbers the parts of the answer from 0 in the order in which they began; text,
 * reasoning and tool calls of one block come in order, those of different tool calls may be interleaved.
 */
export type CanonicalEvent =
  | {
      readonly kind: 'start'
      readonly id: string | null
      readonly model: string | null
      readonly createdS: number | null
    }
  | { readonly kind: 'text'; readonly block: number; readonly text: string }
  | { readonly kind: 'reasoning'; readonly block: number; readonly text: string }
  /** Belongs to the reasoning, text or tool call of its block; alone it is redacted reasoning. */
  | {
      readonly kind: 'opaque'
      readonly block: number
      readonly opaque: Opaque
      readonly redacted?: true
    }
  | { readonly kind: 'refusal'; readonly block: number; readonly text: string }
  | {
      readonly kind: 'tool_call'
      readonly block: number
      readonly id: string
      readonly name: string
      readonly custom?: true
    }
  | { readonly kind: 'arguments'; readonly block: number; readonly text: string }
  | { readonly kind: 'file'; readonly block: number; readonly file: FilePart }
  | { readonly kind: 'citation'; readonly block: number; readonly citation: Citation }
  | { readonly kind: 'foreign'; readonly block: number; readonly part: ForeignPart }
  | { readonly kind: 'block_end'; readonly block: number }
  | { readonly kind: 'logprobs'; readonly logprobs: readonly TokenLogprob[] }
  /** Cumulative: the last one counts. */
  | { readonly kind: 'usage'; readonly usage: TokenUsage }
  | { readonly kind: 'finish'; readonly finish: Finish }
  /** The provider's error, to be classified by what carries it. */
  | { readonly kind: 'error'; readonly error: unknown }
  /** The dialect's own last event: nothing follows. */
  | { readonly kind: 'end' }

/** Formats of chat requests: those that clients speak, and those of providers alone. */
export type DialectId = Dialect | 'bedrock-converse' | 'cohere-chat'

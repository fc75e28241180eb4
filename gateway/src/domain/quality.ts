import type { VirtualKey } from './configuration.ts'
import type { Json } from './deployment.ts'
import type { Dialect } from './request.ts'

/** What an answer has to be, one entry of a `quality` trigger, complete with defaults. */
export type QualityCheck =
  | { readonly kind: 'non_empty' }
  | { readonly kind: 'not_truncated' }
  | { readonly kind: 'valid_json' }
  /** `null`: the schema that the request asks for, if it asks for one. */
  | { readonly kind: 'json_schema'; readonly schema: Json | null }
  | { readonly kind: 'not_refusal' }
  | { readonly kind: 'min_length'; readonly chars: number }
  | MatchesCheck
  | WebhookCheck
  | JudgeCheck

export interface MatchesCheck {
  readonly kind: 'matches'
  readonly pattern: string
  readonly flags: string
  /** The text must not match. */
  readonly not: boolean
}

export interface WebhookCheck {
  readonly kind: 'webhook'
  readonly url: string
  readonly timeoutMs: number
  readonly secret: string | null
  /** An answer that could not be checked fails. */
  readonly required: boolean
  readonly allowLinkLocal: boolean
}

export interface JudgeCheck {
  readonly kind: 'judge'
  /** Name of a configured model or chain. */
  readonly model: string
  /** What a good answer is; `null`: correct, complete, to the point. */
  readonly prompt: string | null
  /** Lowest score that passes, 0–1. */
  readonly threshold: number
  readonly timeoutMs: number
  readonly required: boolean
}

/** What a `quality` trigger asks for. */
export interface Quality {
  readonly checks: readonly QualityCheck[]
  /** Rolling score of a deployment, 0–1, below which it is put last; `null` puts none last. */
  readonly threshold: number | null
}

/** One of the answers that a model gave: a request can ask for several. */
export interface AnswerChoice {
  /** Without reasoning; empty where there is none. */
  readonly text: string
  /** What the model said where it refused. */
  readonly refusal: string | null
  /** In the words of OpenAI's dialect; `null` when not told. */
  readonly finish: string | null
  /** There is something beside text that a client acts on or shows: tool calls, audio, images. */
  readonly beyondText: boolean
}

/** A complete answer with what is needed to judge it. */
export interface CheckedAnswer {
  readonly requestId: string
  /** Who asked. */
  readonly key: VirtualKey
  readonly dialect: Dialect
  readonly choices: readonly AnswerChoice[]
  /** Label of the deployment that answered. */
  readonly deployment: string
  readonly model: string
  readonly streamed: boolean
  /** Body of the request, as it came. */
  readonly request: Uint8Array
}

/** What one check says. `score` is 0–1 where the check gives more than yes or no. */
export type CheckVerdict =
  | { readonly kind: 'passed'; readonly score?: number }
  | { readonly kind: 'failed'; readonly detail: string; readonly score?: number }
  /** It could not be told; the answer passes. */
  | { readonly kind: 'unchecked'; readonly detail: string }

/** A pattern or schema on a text. Either may take for ever, so they run elsewhere and under a limit. */
export type Examination = {
  /** Who wrote the pattern or schema: what clients bring must not hold up what operators wrote. */
  readonly origin: 'file' | 'request'
  readonly text: string
} & (
  | { readonly kind: 'matches'; readonly pattern: string; readonly flags: string }
  | { readonly kind: 'json_schema'; readonly schema: Json }
)

export type Examined =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no'; readonly detail: string }
  | { readonly kind: 'gave_up'; readonly detail: string }

/** What checks reach the outside through. None of them rejects. */
export interface CheckPorts {
  readonly examine: (examination: Examination) => Promise<Examined>
  readonly post: (webhook: WebhookCheck, message: WebhookMessage) => Promise<Posted>
  readonly ask: (question: JudgeQuestion) => Promise<Asked>
}

/** What a webhook is told of an answer, as JSON. */
export interface WebhookMessage {
  /** Of the request. */
  readonly id: string
  /** Name of the key that asked. */
  readonly key: string
  readonly deployment: string
  readonly model: string
  readonly streamed: boolean
  readonly choices: readonly { readonly text: string; readonly finish_reason: string | null }[]
}

export type Posted =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'failed'; readonly detail: string }

export interface JudgeQuestion {
  /** Id of the request whose answer is judged, and who asked it. */
  readonly requestId: string
  readonly key: VirtualKey
  readonly model: string
  readonly system: string
  readonly user: string
  readonly timeoutMs: number
}

export type Asked =
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'failed'; readonly detail: string }

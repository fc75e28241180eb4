import type { ReportedModel } from './names.ts'

/** Why what a client has of an answer cannot be gone on with. */
export type Obstacle =
  | 'a tool call had begun'
  | 'it had begun to refuse'
  | 'it is more than text'
  | 'it has several choices'
  | 'it is longer than what is kept'

/** A part of an answer that the client has, whole or as far as it came. */
export interface DeliveredBlock {
  readonly kind: 'text' | 'reasoning'
  readonly text: string
  readonly ended: boolean
}

/** What a client has of a streamed answer that broke off: what another attempt has to go on from. */
export interface ContinueSource {
  /** The text so far, exactly. */
  readonly text: string
  /** Characters of reasoning so far. */
  readonly reasoningChars: number
  readonly obstacle: Obstacle | null
  /** As the client saw them; `null` where the stream had none. */
  readonly id: string | null
  readonly created: number | null
  readonly model: ReportedModel | null
  /** The answer has begun: in chat completions, the role was sent. */
  readonly roleSent: boolean
  /** The parts in order, in dialects whose streams number them. */
  readonly blocks?: readonly DeliveredBlock[]
  /** Number of the next event, in dialects that number them. */
  readonly events?: number
  /** Ids of the parts, in dialects that name them. */
  readonly partIds?: readonly string[]
}

/**
 * How an attempt goes on from a broken stream. `clean`: nothing but reasoning was sent, so that the request is made
 * anew. `prefill`: the text so far is given as the beginning of the answer. `restart`: the request is made anew and held
 * back while it repeats the text so far. `instructed`: the model is asked to go on from the text so far.
 */
export type Rung = 'clean' | 'prefill' | 'restart' | 'instructed'

/** That an answer which broke off was gone on with. */
export interface Continued {
  /** Number of the attempt that did. */
  readonly n: number
  readonly rung: Rung
  /** Characters of text that the client had by then. */
  readonly atChars: number
  readonly model: string
  readonly provider: string
  /** Label. */
  readonly deployment: string
}

/** How a deployment wants the beginning of an answer. */
export interface Prefill {
  /** `plain`: an assistant message at the end is enough; the others name the member that has to be set. */
  readonly style: 'plain' | 'prefix' | 'continue_final_message'
  /** `cut`: a beginning that ends in white space is refused. */
  readonly trailingSpace: 'keep' | 'cut'
}

/** How to go on from a broken stream. */
export interface Continuation {
  readonly rung: Rung
  readonly source: ContinueSource
  /** How the deployment wants a beginning; needed for `prefill` only. */
  readonly prefill: Prefill | null
}

import type { Simulator } from '#simulator/simulator'

/** A provider account with one model, as the gateway is to know it; behind it stands a simulator of its own. */
export interface Place {
  readonly name: string
  /** What it speaks, default chat completions. */
  readonly dialect?: 'openai' | 'anthropic' | 'gemini'
  readonly weight?: number
  /** Never to be sent more; shares traffic in this proportion where the order is `capacity`. */
  readonly tokensPerMinute?: number
  readonly requestsPerMinute?: number
  readonly disabled?: boolean
  /** US dollars per million tokens, in and out. */
  readonly price?: number
  /** Nothing listens there. */
  readonly dead?: boolean
}

/** What is wanted of a gateway, in nobody's words; each adapter says it as its gateway's documentation does. */
export interface Wanted {
  readonly places: readonly Place[]
  /** `fallback`: in the order given. The others share or choose. */
  readonly order:
    | 'fallback'
    | 'even'
    | 'weights'
    | 'capacity'
    | 'cost'
    | 'latency'
    | 'busy'
    | 'groups'
    | 'metadata'
  /** With the order `groups`: names that share evenly; one group is used up before the next. */
  readonly groups?: readonly (readonly string[])[]
  /** With the order `metadata`: which place gets requests whose metadata `plan` has this value; the first gets the others. */
  readonly byPlan?: Readonly<Record<string, string>>
  /** Statuses that let a request move on, and nothing else; absent: what the gateway does by itself. */
  readonly moveOn?: readonly number[]
  /** Tries on one place, the first one included. */
  readonly tries?: number
  /** Hints of providers to wait are to be obeyed. */
  readonly obeyHints?: boolean
  readonly limits?: Limits
  /** A place that failed so often in a row is left alone for so long. */
  readonly breaker?: { readonly failures: number; readonly openMs: number }
  /** Of whoever calls. */
  readonly caller?: {
    readonly requestsPerMinute?: number
    readonly tokensPerMinute?: number
    readonly concurrency?: number
    readonly budgetUsd?: number
    /** May use this model name only. */
    readonly grant?: string
  }
  readonly midStream?: 'continue' | 'error'
  readonly maxBodyBytes?: number
  readonly maxAttempts?: number
  readonly hedgeAfterMs?: number
  /** A whole answer has to be JSON that has this member; one that is not moves on. */
  readonly mustHaveMember?: string
  /** How long a request may wait for room when every place is full. */
  readonly queueMs?: number
  /** Another name for what is asked. */
  readonly alias?: string
  readonly keepSessions?: boolean
}

export interface Limits {
  readonly firstTokenMs?: number
  readonly answerMs?: number
  readonly idleMs?: number
  /** Of the whole request, whatever is tried. */
  readonly totalMs?: number
}

/** What a client sends. */
export interface Question {
  readonly dialect?: 'openai' | 'anthropic'
  readonly stream?: boolean
  /** Members beside model, messages and stream. */
  readonly body?: Readonly<Record<string, unknown>>
  /** The body itself, instead of one that is made. */
  readonly rawBody?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Default: what the places are behind. */
  readonly model?: string
  /** Default: a good one. */
  readonly key?: string | null
  readonly fallback?: readonly string[]
  readonly only?: string
  readonly session?: string
  readonly deadlineMs?: number
  readonly plan?: string
  /** Leaves after the first so many bytes of the body. */
  readonly leaveAfterBytes?: number
}

/** A request as it goes over the wire. */
export interface Request {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A place and who plays it. */
export interface Stage {
  readonly place: Place
  /** Without a path; of a dead one, where nothing listens. */
  readonly url: string
  readonly simulator: Simulator
}

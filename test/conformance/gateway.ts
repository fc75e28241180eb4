import type { Answer } from './answer.ts'
import type { Question, Request, Stage, Wanted } from './wanted.ts'

/** What the suite needs to know of a gateway; everything else it sees over HTTP. */
export interface Gateway {
  readonly name: string
  readonly version: string
  /** Makes the gateway do what is wanted. Throws `NotConfigurable` where it has no words for it. */
  arrange(wanted: Wanted, stages: readonly Stage[]): Promise<Arranged>
  close(): Promise<void>
}

export interface Arranged {
  readonly url: string
  /** Throws `NotConfigurable` where the gateway takes no such request. */
  request(question: Question): Request
  evidence(answer: Answer): Evidence
  /** What the gateway wrote down about an answer, once it is there; throws `NotConfigurable` where it keeps nothing. */
  recordOf(answer: Answer): Promise<Account>
  /** What Prometheus would read. */
  metrics(): Promise<string>
  close(): Promise<void>
}

/** What an answer says about how it came to be; `null`: nothing. */
export interface Evidence {
  readonly requestId: string | null
  /** Name of the place that answered. */
  readonly place: string | null
  readonly attempts: number | null
  /** Why it did not come from the first place. */
  readonly reason: string | null
}

export interface Account {
  readonly place: string | null
  readonly attempts: number
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  readonly costUsd: number | null
}

/** The gateway's documentation has no way to ask for it. A result of its own, not a failure. */
export class NotConfigurable extends Error {}

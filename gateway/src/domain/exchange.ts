import type { AnswerSink } from './attempt.ts'
import type { GatewayError } from './errors.ts'
import type { Accepted } from './request.ts'
import type { Answered } from './run.ts'

export type HeaderList = readonly (readonly [string, string])[]

/** Who calls, as far as headers and connection tell. */
export interface Caller {
  readonly presentedKey: string | null
  /** Asked only where a key has rules about it. */
  readonly clientAddress: () => string
  /** The connection: what one has proved once need not be proved again on it. */
  readonly connection: object
}

/** The client's side of an answer, to which headers may be added until it begins. */
export interface ClientSide extends AnswerSink {
  addHeaders(headers: HeaderList): void
}

/** A request on its way in and its answer on its way out, whatever they come and go by. */
export interface RequestExchange {
  /** Who calls: known before anything of the body is read. */
  caller(): Caller
  body(): Promise<Uint8Array>
  /** Throws `GatewayError` for bad input. */
  accept(bytes: Uint8Array): Accepted
  sink(streamed: boolean): ClientSide
  /** Answers with one of our own refusals; returns the status. */
  refuse(error: GatewayError, extra: HeaderList): number
  /** Answers with the error that the run ended in, if it ended in one; returns the client's status. */
  conclude(answered: Answered): number
}

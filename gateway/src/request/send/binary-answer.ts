import type { Failure } from '#domain/failure'
import type { TokenUsage } from '#domain/usage'
import type { ProviderCodec } from '#wire/codec'
import { estimateUsage } from '#wire/openai-chat-usage'
import type { AnswerPort, AnswerReader } from './attempt.ts'

/**
 * Passes on an answer that nobody reads, such as sound, as it comes: what is asked for is long, and can be played from
 * its beginning.
 */
export class BinaryAnswer implements AnswerReader {
  readonly usage: TokenUsage | null = null
  readonly #port: AnswerPort
  #begun = false

  constructor(port: AnswerPort) {
    this.#port = port
  }

  data(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    if (this.#begun) {
      this.#port.bytes(chunk)
      return
    }
    this.#begun = true
    this.#port.committed([chunk], false)
  }

  /** Sound and plain text are as good as they are long; an error in its place has told itself by its status. */
  end(lost: Failure | null): void {
    if (lost !== null) this.#fail(this.#begun ? { ...lost, class: 'stream_interrupted' } : lost, 'destroy')
    else if (!this.#begun)
      this.#fail({ class: 'empty_response', detail: 'the answer has no content' }, 'drain')
    else {
      const { estimatedInputTokens } = this.#port.options.call.accepted.body
      const usage = estimateUsage(estimatedInputTokens, 0)
      this.#port.ended(
        { kind: 'answered', reportedModel: null, usage, flag: null, droppedEvents: 0 },
        'drain',
      )
    }
  }

  #fail(failure: Failure, connection: 'drain' | 'destroy'): void {
    this.#port.ended({ kind: 'failed', failure, usage: null }, connection)
  }
}

/** A page of a proxy is text too, but nobody's transcript: it is judged as JSON, which it is not. */
export function isBinary({ binary }: ProviderCodec, contentType: string): boolean {
  return binary === 'always' || (binary === 'unless_json' && !/json|html/i.test(contentType))
}

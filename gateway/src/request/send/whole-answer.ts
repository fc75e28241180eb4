import type { Outcome } from '#domain/attempt'
import type { Failure } from '#domain/failure'
import type { TokenUsage } from '#domain/usage'
import { judgeAnswer, type JudgedAnswer } from '#wire/openai-chat-answer'
import { estimateUsage } from '#wire/openai-chat-usage'
import type { AnswerPort, AnswerReader } from './attempt.ts'
import { classifyInside } from './classify.ts'

/** Larger unstreamed answers are refused. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

/** Collects an unstreamed answer and judges it as a whole. */
export class WholeAnswer implements AnswerReader {
  readonly usage: TokenUsage | null = null
  readonly #port: AnswerPort
  readonly #chunks: Uint8Array[] = []
  #size = 0

  constructor(port: AnswerPort) {
    this.#port = port
  }

  data(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size <= MAX_ANSWER_BYTES) return
    const failure: Failure = { class: 'server_error', detail: 'the answer is larger than 64 MiB' }
    this.#port.ended({ kind: 'failed', failure, usage: null }, 'destroy')
  }

  end(lost: Failure | null): void {
    if (lost !== null) {
      this.#port.ended({ kind: 'failed', failure: lost, usage: null }, 'destroy')
      return
    }
    const answer = judgeAnswer(textOf(this.#chunks), this.#port.options.call.judge)
    const outcome = this.#outcomeOf(answer)
    if (outcome.kind === 'answered') this.#port.committed(this.#chunks, true)
    this.#port.ended(outcome, 'drain')
  }

  #outcomeOf(answer: JudgedAnswer): Outcome {
    const { call, clock, kind } = this.#port.options
    const { verdict, reportedModel, usage } = answer
    if (verdict.kind === 'answered') {
      const known = usage ?? estimateUsage(call.accepted.body.estimatedInputTokens, answer.chars)
      return { kind: 'answered', reportedModel, usage: known, flag: verdict.flag, droppedEvents: 0 }
    }
    const context = { kind, deployment: call.deployment, wallMs: clock.wallMs() }
    if (verdict.kind === 'error')
      return { kind: 'failed', failure: classifyInside(context, verdict.error), usage }
    return { kind: 'failed', failure: { class: verdict.class, detail: verdict.detail }, usage }
  }
}

const decoder = new TextDecoder()

/** Characters that are split between two chunks are put together again. */
function textOf(chunks: readonly Uint8Array[]): string {
  const [only] = chunks
  if (only === undefined) return ''
  if (chunks.length === 1) return decoder.decode(only)
  const split = new TextDecoder()
  return chunks.map((chunk) => split.decode(chunk, { stream: true })).join('') + split.decode()
}

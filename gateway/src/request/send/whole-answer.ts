import type { Call, Outcome } from '#domain/attempt'
import type { Failure } from '#domain/failure'
import type { TokenUsage } from '#domain/usage'
import { EndOfTurn } from '#end-of-turn'
import { judgeWith } from '#wire/answer-verdict'
import type { CanonicalAnswer } from '#wire/canonical'
import { clientCodec } from '#wire/codecs'
import { judgeAnswer, type JudgedAnswer } from '#wire/openai-chat-answer'
import { estimateUsage } from '#wire/openai-chat-usage'
import type { AnswerPort, AnswerReader } from './attempt.ts'
import { classifyInside, oneLine } from './classify.ts'
import { redactFor } from './redact.ts'
import { answerContext, isTranslated, storedAs } from './translation.ts'

/** Larger unstreamed answers are refused. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

/** Answers that are complete are judged together at the end of the turn. */
const complete = new EndOfTurn<WholeAnswer>((answer) => answer.judge())

/** Collects an unstreamed answer and judges it as a whole. */
export class WholeAnswer implements AnswerReader {
  readonly usage: TokenUsage | null = null
  readonly #port: AnswerPort
  readonly #chunks: Uint8Array[] = []
  #size = 0
  #answerId: string | null = null

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
    complete.add(this)
  }

  /** It is there: what it is, and what becomes of it. */
  judge(): void {
    try {
      this.#judge()
    } catch (bug) {
      const why = oneLine(redactFor(this.#port.options.call.deployment)(String(bug)))
      const failure: Failure = { class: 'server_error', detail: `the answer could not be read: ${why}` }
      this.#port.ended({ kind: 'failed', failure, usage: null }, 'drain')
    }
  }

  #judge(): void {
    const { call, target } = this.#port.options
    const text = textOf(this.#chunks)
    if (target.codec.id === 'openai-chat' && !isTranslated(call, target)) {
      this.#tell(judgeAnswer(text, call.judge), this.#chunks)
      return
    }
    const judged = judgeWith(target.codec, text, call.judge)
    const translated = judged.answer !== null && isTranslated(call, target)
    this.#answerId = judged.answer?.id ?? null
    this.#tell(judged, translated ? [written(judged.answer, call)] : this.#chunks)
  }

  #tell(answer: Judged, chunks: readonly Uint8Array[]): void {
    const outcome = this.#outcomeOf(answer)
    if (outcome.kind === 'answered') this.#port.committed(chunks, true)
    this.#port.ended(outcome, 'drain')
  }

  #outcomeOf(answer: Judged): Outcome {
    const { call, clock, target } = this.#port.options
    const { verdict, reportedModel, usage } = answer
    if (verdict.kind === 'answered') {
      const known = usage ?? estimateUsage(call.accepted.body.estimatedInputTokens, answer.chars)
      const outcome = {
        kind: 'answered',
        reportedModel,
        usage: known,
        flag: verdict.flag,
        droppedEvents: 0,
      } as const
      return { ...outcome, ...storedAs(this.#answerId, this.#port.options) }
    }
    const context = { kind: target.kind, deployment: call.deployment, wallMs: clock.wallMs() }
    if (verdict.kind === 'error')
      return { kind: 'failed', failure: classifyInside(context, verdict.error), usage }
    return { kind: 'failed', failure: { class: verdict.class, detail: verdict.detail }, usage }
  }
}

type Judged = Omit<JudgedAnswer, 'finish'>

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The answer in the client's dialect. */
function written(answer: CanonicalAnswer, call: Call): Uint8Array {
  const body = clientCodec(call.accepted.dialect).encodeAnswer(answer, answerContext(call))
  return encoder.encode(JSON.stringify(body))
}

/** Characters that are split between two chunks are put together again. */
function textOf(chunks: readonly Uint8Array[]): string {
  const [only] = chunks
  if (only === undefined) return ''
  if (chunks.length === 1) return decoder.decode(only)
  const split = new TextDecoder()
  return chunks.map((chunk) => split.decode(chunk, { stream: true })).join('') + split.decode()
}

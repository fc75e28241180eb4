import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalEvent, Finish } from '#wire/canonical'
import type { AnswerContext, StreamEncoder } from '#wire/codec'
import {
  encodeCitation,
  encodeImage,
  encodeLogprob,
  encodeUsage,
  finishWord,
  REFUSED,
} from './encode-answer.ts'

/** Writes the chunks of a streamed chat completion. */
export class ChatEncoder implements StreamEncoder {
  readonly #context: AnswerContext
  /** Everything of a chunk before its choices, written once. */
  #head: string | null = null
  /** Block of a tool call → its index among the calls, and which member takes what the model writes. */
  readonly #calls = new Map<number, { readonly index: number; readonly custom: boolean }>()
  #usage: TokenUsage | null = null
  #refused = false

  constructor(context: AnswerContext) {
    this.#context = context
  }

  write(event: CanonicalEvent): string {
    switch (event.kind) {
      case 'start':
        return this.#start(event)
      case 'text':
        return this.#piece('content', event.text)
      case 'reasoning':
        return this.#piece('reasoning_content', event.text)
      case 'refusal':
        this.#refused = true
        return this.#delta({ refusal: event.text })
      case 'tool_call':
        return this.#toolCall(event)
      case 'arguments':
        return this.#arguments(event)
      case 'file':
        return this.#delta({ images: encodeImage(event.file) })
      case 'citation':
        return this.#delta({ annotations: [encodeCitation(event.citation)] })
      case 'logprobs':
        return this.#chunk({}, null, { content: event.logprobs.map(encodeLogprob), refusal: null })
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'finish':
        return this.#finish(event.finish)
      case 'opaque':
      case 'foreign':
      case 'block_end':
      case 'error':
      case 'end':
        return ''
    }
  }

  end(): string {
    const usage =
      this.#context.includeUsage && this.#usage !== null
        ? `${this.#headOnce(null)}"choices":[],"usage":${JSON.stringify(encodeUsage(this.#usage))}}\n\n`
        : ''
    return `${usage}data: [DONE]\n\n`
  }

  #start(event: Extract<CanonicalEvent, { kind: 'start' }>): string {
    if (this.#head !== null) return ''
    this.#headOnce(event)
    return this.#chunk({ role: 'assistant', content: '' }, null, null)
  }

  #toolCall(event: Extract<CanonicalEvent, { kind: 'tool_call' }>): string {
    const index = this.#calls.size
    this.#calls.set(event.block, { index, custom: event.custom === true })
    const { id, name } = event
    const call: Json =
      event.custom === true
        ? { index, id, type: 'custom', custom: { name, input: '' } }
        : { index, id, type: 'function', function: { name, arguments: '' } }
    return this.#delta({ tool_calls: [call] })
  }

  #arguments({ block, text }: Extract<CanonicalEvent, { kind: 'arguments' }>): string {
    const { index, custom } = this.#calls.get(block) ?? { index: 0, custom: false }
    const piece: Json = custom ? { custom: { input: text } } : { function: { arguments: text } }
    return this.#delta({ tool_calls: [{ index, ...piece }] })
  }

  #finish(finish: Finish): string {
    const refusal = finish.reason === 'refusal' && !this.#refused ? this.#delta({ refusal: REFUSED }) : ''
    return refusal + this.#chunk({}, finishWord(finish), null)
  }

  /** Most events of most streams. */
  #piece(name: 'content' | 'reasoning_content', text: string): string {
    return this.#written(
      `{"index":0,"delta":{"${name}":${JSON.stringify(text)}},"logprobs":null,"finish_reason":null}`,
    )
  }

  #delta(delta: Json): string {
    return this.#chunk(delta, null, null)
  }

  #chunk(delta: Json, finish: string | null, logprobs: Json): string {
    return this.#written(
      `{"index":0,"delta":${JSON.stringify(delta)},"logprobs":${JSON.stringify(logprobs)},"finish_reason":${finish === null ? 'null' : `"${finish}"`}}`,
    )
  }

  #written(choice: string): string {
    const usage = this.#context.includeUsage ? ',"usage":null' : ''
    // Clients want to be told the role, whether or not the provider said that it begins.
    const begun =
      this.#head === null ? this.#start({ kind: 'start', id: null, model: null, createdS: null }) : ''
    return `${begun}${this.#headOnce(null)}"choices":[${choice}]${usage}}\n\n`
  }

  #headOnce(start: Extract<CanonicalEvent, { kind: 'start' }> | null): string {
    this.#head ??= headOf({
      id: start?.id ?? this.#context.id,
      object: 'chat.completion.chunk',
      created: start?.createdS ?? this.#context.createdS,
      model: start?.model ?? this.#context.model,
    })
    return this.#head
  }
}

/** Up to the comma behind the last of the members. */
function headOf(members: Json): string {
  return `data: ${JSON.stringify(members).slice(0, -1)},`
}

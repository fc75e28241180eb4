import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalEvent, Citation, Finish, Opaque } from '#wire/canonical'
import type { AnswerContext, StreamEncoder } from '#wire/codec'
import { encodeLogprobs, encodePart, encodeUsage, finishWord, grounding } from './encode-answer.ts'

interface PendingCall {
  readonly id: string
  readonly name: string
  arguments: string
  opaque: Opaque | undefined
}

/** Writes the chunks of a streamed answer. Calls of tools come whole here: they wait for the end of their block. */
export class GeminiEncoder implements StreamEncoder {
  readonly #context: AnswerContext
  /** Members that every chunk repeats. */
  #tail: Readonly<Record<string, Json>> | null = null
  readonly #calls = new Map<number, PendingCall>()
  readonly #citations: Citation[] = []
  #usage: TokenUsage | null = null
  #finish: Finish | null = null

  constructor(context: AnswerContext) {
    this.#context = context
  }

  write(event: CanonicalEvent): string {
    switch (event.kind) {
      case 'start':
        this.#start(event.id, event.model)
        return ''
      case 'text':
      case 'refusal':
        return this.#chunk({ text: event.text })
      case 'reasoning':
        return this.#chunk({ text: event.text, thought: true })
      case 'opaque':
        return this.#opaque(event.block, event.opaque)
      case 'tool_call':
        this.#calls.set(event.block, { id: event.id, name: event.name, arguments: '', opaque: undefined })
        return ''
      case 'arguments': {
        const call = this.#calls.get(event.block)
        if (call !== undefined) call.arguments += event.text
        return ''
      }
      case 'block_end':
        return this.#endCall(event.block)
      case 'file':
        return this.#part(encodePart(event.file))
      case 'foreign':
        return this.#part(encodePart(event.part))
      case 'citation':
        this.#citations.push(event.citation)
        return ''
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'finish':
        this.#finish = event.finish
        return ''
      case 'logprobs': {
        const content = { role: 'model', parts: [{ text: '' }] }
        const logprobsResult = encodeLogprobs(event.logprobs)
        return this.#frame({ candidates: [{ content, index: 0, logprobsResult }] })
      }
      case 'error':
      case 'end':
        return ''
    }
  }

  end(): string {
    const calls = [...this.#calls.keys()].map((block) => this.#endCall(block)).join('')
    const candidate = {
      content: { role: 'model', parts: [{ text: '' }] },
      finishReason: finishWord(this.#finish ?? { reason: 'other', raw: null }),
      index: 0,
      ...grounding(this.#citations),
    }
    const usage = this.#usage === null ? {} : { usageMetadata: encodeUsage(this.#usage) }
    return calls + this.#frame({ candidates: [candidate], ...usage })
  }

  /** A signature of text or thought comes in a part of its own; that of a call goes with the call. */
  #opaque(block: number, opaque: Opaque): string {
    if (opaque.vendor !== 'google') return ''
    const call = this.#calls.get(block)
    if (call === undefined) return this.#chunk({ text: '', thoughtSignature: opaque.value })
    call.opaque = opaque
    return ''
  }

  #endCall(block: number): string {
    const call = this.#calls.get(block)
    if (call === undefined) return ''
    this.#calls.delete(block)
    const { id, name, opaque } = call
    const signed = opaque === undefined ? {} : { opaque }
    const written = call.arguments === '' ? '{}' : call.arguments
    return this.#part(encodePart({ kind: 'tool_call', id, name, arguments: written, ...signed }))
  }

  #part(part: Json | null): string {
    return part === null ? '' : this.#chunk(part)
  }

  #chunk(part: Json): string {
    return this.#frame({ candidates: [{ content: { role: 'model', parts: [part] }, index: 0 }] })
  }

  #frame(members: Readonly<Record<string, Json>>): string {
    const tail = this.#tail ?? this.#start(null, null)
    return `data: ${JSON.stringify({ ...members, ...tail })}\r\n\r\n`
  }

  #start(id: string | null, model: string | null): Readonly<Record<string, Json>> {
    this.#tail ??= { modelVersion: model ?? this.#context.model, responseId: id ?? this.#context.id }
    return this.#tail
  }
}

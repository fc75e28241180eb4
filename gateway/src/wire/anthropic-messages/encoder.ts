import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalEvent, Finish } from '#wire/canonical'
import type { AnswerContext, StreamEncoder } from '#wire/codec'
import { citationsOf, encodeUsage, signatureOf, stopReason } from './encode-answer.ts'

type Kind = 'text' | 'thinking' | 'tool_use'

/** Writes the events of a streamed message. SDKs skip events whose `event:` line is missing. */
export class MessageEncoder implements StreamEncoder {
  readonly #context: AnswerContext
  #started = false
  #next = 0
  /** Canonical block → number and kind of the block it is here, while it is open. */
  readonly #open = new Map<number, { readonly index: number; readonly kind: Kind }>()
  /** The block of text or thought that is open; never more than one is. */
  #writing: number | null = null
  #usage: TokenUsage | null = null
  #finish: Finish | null = null

  constructor(context: AnswerContext) {
    this.#context = context
  }

  write(event: CanonicalEvent): string {
    switch (event.kind) {
      case 'start':
        return this.#start(event)
      case 'text':
      case 'refusal':
        return this.#piece(event.block, 'text', { type: 'text_delta', text: event.text })
      case 'reasoning':
        return this.#piece(event.block, 'thinking', { type: 'thinking_delta', thinking: event.text })
      case 'opaque':
        return this.#opaque(event)
      case 'tool_call': {
        const content = { type: 'tool_use', id: event.id, name: event.name, input: {} }
        return this.#begin(event.block, 'tool_use', content)
      }
      case 'arguments':
        return this.#piece(event.block, 'tool_use', { type: 'input_json_delta', partial_json: event.text })
      case 'citation':
        return citationsOf([event.citation])
          .map((citation) => this.#piece(event.block, 'text', { type: 'citations_delta', citation }))
          .join('')
      case 'foreign':
        return event.part.dialect === 'anthropic-messages' ? this.#whole(event.part.value) : ''
      case 'block_end':
        return this.#close(event.block)
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'finish':
        this.#finish = event.finish
        return ''
      case 'file':
      case 'logprobs':
      case 'error':
      case 'end':
        return ''
    }
  }

  end(): string {
    const closing = this.#begun() + [...this.#open.keys()].map((block) => this.#close(block)).join('')
    const finish = this.#finish ?? { reason: 'other', raw: null }
    const delta = { stop_reason: stopReason(finish), stop_sequence: finish.stopSequence ?? null }
    return (
      closing + frame('message_delta', { delta, usage: encodeUsage(this.#usage) }) + frame('message_stop', {})
    )
  }

  /** Providers that say nothing before their first text still need the message to have begun. */
  #begun(): string {
    return this.#started ? '' : this.#start({ kind: 'start', id: null, model: null, createdS: null })
  }

  #start({ id, model }: Extract<CanonicalEvent, { kind: 'start' }>): string {
    if (this.#started) return ''
    this.#started = true
    const message = {
      id: id ?? `msg_${this.#context.id}`,
      type: 'message',
      role: 'assistant',
      model: model ?? this.#context.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { ...encodeUsage(this.#usage), output_tokens: 0 },
    }
    return frame('message_start', { message })
  }

  #piece(block: number, kind: Kind, delta: Json): string {
    const begin = this.#open.has(block) ? '' : this.#begin(block, kind, emptyOf(kind))
    const index = this.#open.get(block)?.index ?? 0
    return begin + frame('content_block_delta', { index, delta })
  }

  /** A new block ends text and thoughts that were being written; calls may be written side by side. */
  #begin(block: number, kind: Kind, content: Json): string {
    let text = this.#begun()
    if (this.#writing !== null) text += this.#close(this.#writing)
    this.#writing = kind === 'tool_use' ? null : block
    const index = this.#next++
    this.#open.set(block, { index, kind })
    return text + frame('content_block_start', { index, content_block: content })
  }

  #opaque({ block, opaque, redacted }: Extract<CanonicalEvent, { kind: 'opaque' }>): string {
    if (opaque.vendor !== 'anthropic') return ''
    if (redacted === true) return this.#whole({ type: 'redacted_thinking', data: opaque.value })
    return this.#piece(block, 'thinking', { type: 'signature_delta', signature: signatureOf(opaque) })
  }

  /** A block that comes in one piece. */
  #whole(content: Json): string {
    let text = this.#begun()
    for (const block of this.#open.keys()) text += this.#close(block)
    const index = this.#next++
    return (
      text +
      frame('content_block_start', { index, content_block: content }) +
      frame('content_block_stop', { index })
    )
  }

  #close(block: number): string {
    const open = this.#open.get(block)
    if (open === undefined) return ''
    this.#open.delete(block)
    if (this.#writing === block) this.#writing = null
    return frame('content_block_stop', { index: open.index })
  }
}

function emptyOf(kind: Kind): Json {
  if (kind === 'text') return { type: 'text', text: '' }
  if (kind === 'thinking') return { type: 'thinking', thinking: '', signature: '' }
  return { type: 'tool_use', id: 'call', name: '', input: {} }
}

function frame(type: string, members: Readonly<Record<string, Json>>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...members })}\n\n`
}

import type { Json } from '#domain/deployment'
import type { Citation, Opaque, TokenLogprob } from '#wire/canonical'
import { encodeLogprob } from '#wire/openai-chat/encode-answer'
import {
  annotationOf,
  callItem,
  messageItem,
  reasoningItem,
  textContent,
  type Members,
} from './encode-answer.ts'

export interface ItemEvent {
  readonly type: string
  readonly members: Members
}

type What =
  | { readonly kind: 'text' | 'refusal' | 'reasoning' }
  | { readonly kind: 'tool_call'; readonly id: string; readonly name: string; readonly custom?: true }
  | { readonly kind: 'foreign'; readonly value: Json }

/** One item of a streamed output, from its first event to its last. */
export class OutputItem {
  readonly #what: What
  readonly #index: number
  readonly id: string
  readonly #citations: Citation[] = []
  readonly #logprobs: TokenLogprob[] = []
  #text = ''
  #opaque: Opaque | undefined

  /** @param id - `null`: one is made from that of the response. */
  constructor(what: What, index: number, { id, of }: { readonly id: string | null; readonly of: string }) {
    this.#what = what
    this.#index = index
    this.id = id ?? `${PREFIXES[what.kind]}_${of}_${index}`
  }

  get kind(): What['kind'] {
    return this.#what.kind
  }

  /** The item as it is now. */
  get whole(): Json {
    switch (this.#what.kind) {
      case 'text':
        return messageItem(this.id, [textContent(this.#text, this.#citations, this.#logprobs)])
      case 'refusal':
        return messageItem(this.id, [{ type: 'refusal', refusal: this.#text }])
      case 'reasoning':
        return reasoningItem(this.id, this.#text, this.#opaque)
      case 'tool_call':
        return callItem(this.id, { ...this.#what, arguments: this.#text })
      case 'foreign':
        return this.#what.value
    }
  }

  begin(): readonly ItemEvent[] {
    const added = { type: 'response.output_item.added', members: { ...this.#place(), item: this.#begun() } }
    switch (this.#what.kind) {
      case 'text':
      case 'refusal':
        return [
          added,
          { type: 'response.content_part.added', members: { ...this.#inContent(), part: this.#part('') } },
        ]
      case 'reasoning': {
        const part = { type: 'summary_text', text: '' }
        const members = { ...this.#inItem(), summary_index: 0, part }
        return [added, { type: 'response.reasoning_summary_part.added', members }]
      }
      case 'tool_call':
      case 'foreign':
        return [added]
    }
  }

  add(delta: string): readonly ItemEvent[] {
    this.#text += delta
    switch (this.#what.kind) {
      case 'text':
        return [
          { type: 'response.output_text.delta', members: { ...this.#inContent(), delta, logprobs: [] } },
        ]
      case 'refusal':
        return [{ type: 'response.refusal.delta', members: { ...this.#inContent(), delta } }]
      case 'reasoning': {
        const members = { ...this.#inItem(), summary_index: 0, delta }
        return [{ type: 'response.reasoning_summary_text.delta', members }]
      }
      case 'tool_call':
        return [
          { type: `response.${this.#written(this.#what)}.delta`, members: { ...this.#inItem(), delta } },
        ]
      case 'foreign':
        return []
    }
  }

  /** How sure the model was of what was added last: told by a piece without text, and again at the end. */
  score(logprobs: readonly TokenLogprob[]): readonly ItemEvent[] {
    this.#logprobs.push(...logprobs)
    const members = { ...this.#inContent(), delta: '', logprobs: logprobs.map(encodeLogprob) }
    return [{ type: 'response.output_text.delta', members }]
  }

  cite(citation: Citation): readonly ItemEvent[] {
    this.#citations.push(citation)
    const annotation_index = this.#citations.length - 1
    const members = { ...this.#inContent(), annotation_index, annotation: annotationOf(citation) }
    return [{ type: 'response.output_text.annotation.added', members }]
  }

  /** What only its maker understands goes with the item when it is done. */
  seal(opaque: Opaque): void {
    this.#opaque = opaque
  }

  end(): readonly ItemEvent[] {
    // A call without arguments is one with none: clients parse what they are given.
    const none = this.#what.kind === 'tool_call' && this.#what.custom !== true && this.#text === ''
    return none ? [...this.add('{}'), ...this.#ended()] : this.#ended()
  }

  #ended(): readonly ItemEvent[] {
    const done = { type: 'response.output_item.done', members: { ...this.#place(), item: this.whole } }
    const text = this.#text
    switch (this.#what.kind) {
      case 'text':
      case 'refusal': {
        const own =
          this.#what.kind === 'text'
            ? { text, logprobs: this.#logprobs.map(encodeLogprob) }
            : { refusal: text }
        const type = this.#what.kind === 'text' ? 'response.output_text.done' : 'response.refusal.done'
        return [
          { type, members: { ...this.#inContent(), ...own } },
          { type: 'response.content_part.done', members: { ...this.#inContent(), part: this.#part(text) } },
          done,
        ]
      }
      case 'reasoning': {
        const place = { ...this.#inItem(), summary_index: 0 }
        return [
          { type: 'response.reasoning_summary_text.done', members: { ...place, text } },
          {
            type: 'response.reasoning_summary_part.done',
            members: { ...place, part: { type: 'summary_text', text } },
          },
          done,
        ]
      }
      case 'tool_call': {
        const own = this.#what.custom === true ? { input: text } : { arguments: text }
        return [
          { type: `response.${this.#written(this.#what)}.done`, members: { ...this.#inItem(), ...own } },
          done,
        ]
      }
      case 'foreign':
        return [done]
    }
  }

  #begun(): Json {
    switch (this.#what.kind) {
      case 'text':
      case 'refusal':
        return { ...messageItem(this.id, []), status: 'in_progress' }
      case 'reasoning':
        return { id: this.id, type: 'reasoning', summary: [] }
      case 'tool_call':
        return { ...callItem(this.id, { ...this.#what, arguments: '' }), status: 'in_progress' }
      case 'foreign':
        return this.#what.value
    }
  }

  #written({ custom }: { readonly custom?: true }): string {
    return custom === true ? 'custom_tool_call_input' : 'function_call_arguments'
  }

  #part(text: string): Members {
    return this.#what.kind === 'text'
      ? textContent(text, this.#citations, text === '' ? [] : this.#logprobs)
      : { type: 'refusal', refusal: text }
  }

  #place(): Members {
    return { output_index: this.#index }
  }

  #inItem(): Members {
    return { item_id: this.id, output_index: this.#index }
  }

  #inContent(): Members {
    return { item_id: this.id, output_index: this.#index, content_index: 0 }
  }
}

const PREFIXES = { text: 'msg', refusal: 'msg', reasoning: 'rs', tool_call: 'fc', foreign: 'it' } as const

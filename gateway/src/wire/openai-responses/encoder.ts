import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalEvent, Finish, TokenLogprob } from '#wire/canonical'
import type { AnswerContext, StreamEncoder } from '#wire/codec'
import { REFUSED } from '#wire/openai-chat/encode-answer'
import { encodeUsage, endOf, responseOf, type Members } from './encode-answer.ts'
import { OutputItem, type ItemEvent } from './output-item.ts'

/** Writes the events of a streamed response; what was written is kept, because the last event repeats it whole. */
export class ResponseEncoder implements StreamEncoder {
  readonly #context: AnswerContext
  #about: { id: string | null; model: string | null; createdS: number | null } | null = null
  nextEvent = 0
  partIds: string[] = []
  readonly #items: OutputItem[] = []
  readonly #open = new Map<number, OutputItem>()
  /** The block of the item that is open and no call of a tool; never more than one is. */
  #writing: number | null = null
  readonly #early: TokenLogprob[] = []
  #usage: TokenUsage | null = null
  #finish: Finish | null = null

  constructor(context: AnswerContext) {
    this.#context = context
  }

  write(event: CanonicalEvent): string {
    switch (event.kind) {
      case 'start':
        return this.#begin(event)
      case 'text':
      case 'refusal':
      case 'reasoning':
        return this.#piece(event.block, event.kind, event.text)
      case 'tool_call':
        return this.#begin(null) + this.#add(event.block, { ...event })
      case 'arguments':
        return this.#frames(this.#open.get(event.block)?.add(event.text) ?? [])
      case 'opaque':
        return event.opaque.vendor === 'openai' ? this.#opaque(event) : ''
      case 'citation':
        return this.#frames(this.#open.get(event.block)?.cite(event.citation) ?? [])
      case 'foreign':
        return event.part.dialect === 'openai-responses' ? this.#foreign(event.part.value) : ''
      case 'block_end':
        return this.#close(event.block)
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'finish':
        this.#finish = event.finish
        return ''
      case 'logprobs':
        return this.#score(event.logprobs)
      case 'file':
      case 'error':
      case 'end':
        return ''
    }
  }

  end(): string {
    const closing =
      this.#begin(null) + this.#unsaid() + [...this.#open.keys()].map((block) => this.#close(block)).join('')
    const end = endOf(this.#finish ?? { reason: 'other', raw: null })
    const state = { ...end, output: this.#output(), usage: encodeUsage(this.#usage) }
    const type = end['status'] === 'incomplete' ? 'response.incomplete' : 'response.completed'
    return closing + this.#frame(type, { response: this.#response(state) })
  }

  /** A refusal that its provider put into no words. */
  #unsaid(): string {
    const said = this.#items.some(({ kind }) => kind === 'refusal')
    return this.#finish?.reason === 'refusal' && !said ? this.#piece(-1, 'refusal', REFUSED) : ''
  }

  #begin(start: Extract<CanonicalEvent, { kind: 'start' }> | null): string {
    if (this.#about !== null) return ''
    const { id = null, model = null, createdS = null } = start ?? {}
    this.#about = { id, model, createdS }
    const response = this.#response({ status: 'in_progress', output: [], usage: null })
    return this.#frame('response.created', { response }) + this.#frame('response.in_progress', { response })
  }

  #piece(block: number, kind: 'text' | 'refusal' | 'reasoning', text: string): string {
    const begun = this.#begin(null) + (this.#open.has(block) ? '' : this.#add(block, { kind }))
    const written = begun + this.#frames(this.#open.get(block)?.add(text) ?? [])
    return kind === 'text' && this.#early.length > 0 ? written + this.#score(this.#early.splice(0)) : written
  }

  /** Some providers tell it before the text that it is about. */
  #score(logprobs: readonly TokenLogprob[]): string {
    const item = this.#writing === null ? undefined : this.#open.get(this.#writing)
    if (item?.kind === 'text') return this.#frames(item.score(logprobs))
    this.#early.push(...logprobs)
    return ''
  }

  #opaque({ block, opaque }: Extract<CanonicalEvent, { kind: 'opaque' }>): string {
    const begun = this.#begin(null) + (this.#open.has(block) ? '' : this.#add(block, { kind: 'reasoning' }))
    this.#open.get(block)?.seal(opaque)
    return begun
  }

  /** Items follow each other; only calls of tools may be written side by side. */
  #add(block: number, what: ConstructorParameters<typeof OutputItem>[0]): string {
    const text = this.#writing === null ? '' : this.#close(this.#writing)
    const item = this.#item(what)
    this.#open.set(block, item)
    this.#writing = item.kind === 'tool_call' ? null : block
    return text + this.#frames(item.begin())
  }

  #item(what: ConstructorParameters<typeof OutputItem>[0]): OutputItem {
    const index = this.#items.length
    const item = new OutputItem(what, index, { id: this.partIds[index] ?? null, of: this.#context.id })
    this.partIds[index] = item.id
    this.#items.push(item)
    return item
  }

  #foreign(value: Json): string {
    let text = this.#begin(null)
    for (const block of this.#open.keys()) text += this.#close(block)
    const item = this.#item({ kind: 'foreign', value })
    return text + this.#frames(item.begin()) + this.#frames(item.end())
  }

  #close(block: number): string {
    const item = this.#open.get(block)
    if (item === undefined) return ''
    this.#open.delete(block)
    if (this.#writing === block) this.#writing = null
    return this.#frames(item.end())
  }

  #output(): Json {
    return this.#items.map((item) => item.whole)
  }

  #response(state: Members): Members {
    return responseOf(this.#context, this.#about ?? { id: null, model: null, createdS: null }, state)
  }

  #frames(events: readonly ItemEvent[]): string {
    return events.map(({ type, members }) => this.#frame(type, members)).join('')
  }

  #frame(type: string, members: Members): string {
    const body = { type, sequence_number: this.nextEvent++, ...members }
    return `event: ${type}\ndata: ${JSON.stringify(body)}\n\n`
  }
}

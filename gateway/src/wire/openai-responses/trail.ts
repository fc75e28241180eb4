import type { ContinueSource } from '#domain/continuation'
import { AnswerTrail } from '#wire/answer-trail'
import type { CanonicalEvent } from '#wire/canonical'
import type { Frame } from '#wire/framing'
import { asNumber, asObject, asText, parseJson } from '#wire/json-read'

/** More than a few thoughts and a text are no answer of text. */
const MAX_ITEMS = 1_000

/** What a client has of a response that came as it is: its items are numbered, and begin before anything is in them. */
export class ResponseTrail extends AnswerTrail {
  /** Number of the next event. */
  #events = 0
  #item = -1
  readonly #ids: string[] = []
  /** Part of the canonical form → the item that it came in. */
  readonly #items = new Map<number, number>()

  override get source(): ContinueSource {
    return { ...super.source, events: this.#events, partIds: this.#ids }
  }

  override frame({ data }: Frame): void {
    this.#events += 1
    if (!data.includes('"response.output_item.added"')) return
    const body = asObject(parseJson(data))
    this.#item = asNumber(body?.['output_index']) ?? this.#item + 1
    if (!(this.#item >= 0 && this.#item < MAX_ITEMS)) {
      this.stop('it is more than text')
      return
    }
    const item = asObject(body?.['item'])
    this.#ids[this.#item] = asText(item?.['id']) ?? ''
    switch (asText(item?.['type'])) {
      case 'message':
        this.begin(this.#item, 'text')
        return
      case 'reasoning':
        this.begin(this.#item, 'reasoning')
        return
      case 'function_call':
      case 'custom_tool_call':
        this.stop('a tool call had begun')
        return
      default:
        this.stop('it is more than text')
    }
  }

  override note(event: CanonicalEvent): void {
    if (event.kind === 'text' || event.kind === 'reasoning') {
      const item = this.#items.get(event.block) ?? this.#item
      this.#items.set(event.block, item)
      super.note({ ...event, block: item })
    } else if (event.kind === 'block_end') {
      const item = this.#items.get(event.block)
      if (item !== undefined) super.note({ ...event, block: item })
    } else super.note(event)
  }
}

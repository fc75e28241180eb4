import type { ContinueSource, DeliveredBlock, Obstacle } from '#domain/continuation'
import type { ReportedModel } from '#domain/names'
import type { CanonicalEvent } from './canonical.ts'
import type { AnswerContext, StreamEncoder } from './codec.ts'
import type { Frame } from './framing.ts'
import { MAX_KEPT_BYTES } from './openai-chat-trail.ts'

type Names = Pick<AnswerContext, 'id' | 'createdS' | 'model'>
type Block = { -readonly [Name in keyof DeliveredBlock]: DeliveredBlock[Name] }

/** What a client has of an answer, taken down event by event. Texts are kept up to 1 MiB together. */
export class AnswerTrail {
  readonly #given: Names
  #names: Names | null = null
  readonly #blocks = new Map<number, Block>()
  /** The part that began last. */
  #writing: number | null = null
  #keptChars = 0
  #reasoningChars = 0
  #obstacle: Obstacle | null = null
  #started = false

  /** @param given - The names that the answer has where the provider gives none. */
  constructor(given: Names) {
    this.#given = given
  }

  /** An event of the provider's own stream that is passed on as it came, before what it says. */
  frame(_frame: Frame): void {
    // Most dialects say nothing that is not in their canonical events.
  }

  /** An event that is passed on. */
  note(event: CanonicalEvent): void {
    switch (event.kind) {
      case 'start': {
        const { id, createdS, model } = this.#given
        this.#names ??= {
          id: event.id ?? id,
          createdS: event.createdS ?? createdS,
          model: event.model ?? model,
        }
        this.#started = true
        return
      }
      case 'text':
      case 'reasoning':
        this.begin(event.block, event.kind)
        this.#add(event.block, event.text)
        break
      case 'block_end':
        this.#endBlock(event.block)
        return
      case 'refusal':
        this.stop('it had begun to refuse')
        break
      case 'tool_call':
      case 'arguments':
        this.stop('a tool call had begun')
        break
      case 'file':
      case 'foreign':
        this.stop('it is more than text')
        break
      case 'opaque':
        if (event.redacted === true) this.stop('it is more than text')
        return
      case 'citation':
      case 'logprobs':
      case 'usage':
      case 'finish':
      case 'error':
      case 'end':
        return
    }
    this.#names ??= this.#given
    // Writers begin the answer themselves where the provider did not.
    this.#started = true
  }

  get source(): ContinueSource {
    const blocks = this.#obstacle === null ? [...this.#blocks.values()].map((block) => ({ ...block })) : []
    return {
      text: blocks.map(({ kind, text }) => (kind === 'text' ? text : '')).join(''),
      reasoningChars: this.#reasoningChars,
      obstacle: this.#obstacle,
      id: this.#names?.id ?? null,
      created: this.#names?.createdS ?? null,
      model: (this.#names?.model ?? null) as ReportedModel | null,
      roleSent: this.#started,
      blocks,
    }
  }

  /** A part begins, unless it has. Another one ends the parts before it, since they are written one after the other. */
  protected begin(number: number, kind: Block['kind']): void {
    if (this.#blocks.has(number)) return
    if (this.#writing !== null) this.#endBlock(this.#writing)
    this.#writing = number
    this.#blocks.set(number, { kind, text: '', ended: false })
  }

  #endBlock(number: number): void {
    const block = this.#blocks.get(number)
    if (block !== undefined) block.ended = true
  }

  #add(number: number, text: string): void {
    const block = this.#blocks.get(number)
    if (block === undefined || this.#obstacle !== null) return
    if (block.kind === 'reasoning') this.#reasoningChars += text.length
    block.text += text
    this.#keptChars += text.length
    if (this.#keptChars > MAX_KEPT_BYTES) this.stop('it is longer than what is kept')
  }

  /** What is there cannot be gone on with. */
  protected stop(obstacle: Obstacle): void {
    this.#obstacle ??= obstacle
    this.#blocks.clear()
  }
}

/** How the parts and events of a stream are called that an encoder wrote. */
export function numbersOf({ nextEvent, partIds }: StreamEncoder): Pick<ContinueSource, 'events' | 'partIds'> {
  return {
    ...(nextEvent !== undefined && { events: nextEvent }),
    ...(partIds !== undefined && { partIds: [...partIds] }),
  }
}

import type { ContinueSource } from '#domain/continuation'
import type { TokenUsage } from '#domain/usage'
import { AnswerTrail, numbersOf } from './answer-trail.ts'
import type { CanonicalEvent } from './canonical.ts'
import type { AnswerContext, ClientCodec, ProviderCodec, StreamDecoder, StreamEncoder } from './codec.ts'
import type { Framing } from './framing.ts'
import { asObject, parseJson } from './json-read.ts'
import { addUsage } from './openai-chat-usage.ts'
import { jointOf } from './rungs.ts'
import type { Joint } from './splice-text.ts'
import type { Spliced, SpliceOptions, Splicer } from './splicer.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * Turns the stream of a second answer into bytes that continue a first one, in any dialect that is both read and
 * written: its parts are numbered on from those that the client has, and text goes on in the part where it stopped.
 */
export class AnswerSplicer implements Splicer {
  readonly #options: SpliceOptions
  readonly #codec: ClientCodec & ProviderCodec
  readonly #joint: Joint
  readonly #framing: Framing
  readonly #decoder: StreamDecoder
  readonly #encoder: StreamEncoder
  readonly #trail: AnswerTrail
  /** Part of the second answer → its number for the client. */
  readonly #numbers = new Map<number, number>()
  #next = 0
  /** The part that the first answer stopped in, until the text goes on. */
  #open: number | null = null
  /** Something of the second answer went to the client. */
  #flowing: boolean
  #usage: TokenUsage | null = null
  /** Of the second answer: the part that its text comes in. */
  #textBlock = -1
  #finished = false
  #ended = false
  #diverged: string | null = null

  constructor(options: SpliceOptions, codec: ClientCodec & ProviderCodec) {
    this.#options = options
    this.#codec = codec
    this.#joint = jointOf(options)
    this.#framing = codec.framing()
    this.#decoder = codec.decoder()
    const context = contextOf(options, codec)
    this.#encoder = codec.encoder(context)
    this.#trail = new AnswerTrail(context)
    this.#flowing = options.rung === 'clean'
    const { events, partIds } = options.source
    if (partIds !== undefined) this.#encoder.partIds = [...partIds]
    this.#repeat(options.source)
    if (events !== undefined) this.#encoder.nextEvent = events
  }

  get open(): boolean {
    return this.#joint.open
  }

  get delivered(): ContinueSource {
    return { ...this.#trail.source, ...numbersOf(this.#encoder) }
  }

  push(chunk: Uint8Array): Spliced {
    let out = ''
    for (const { frame } of this.#framing.push(chunk)) {
      if (frame === null) {
        out += this.#codec.keepAlive
        continue
      }
      for (const event of this.#decoder.read(frame) ?? []) {
        out += this.#splice(event)
        if (this.#diverged !== null) return { kind: 'diverged', detail: this.#diverged }
      }
    }
    return { kind: 'bytes', bytes: encoder.encode(out) }
  }

  end(): Uint8Array {
    return encoder.encode(this.#finish())
  }

  /** Brings the encoder to where the client is: what it writes of that is not sent again. */
  #repeat({ roleSent, id, model, created, blocks = [] }: ContinueSource): void {
    if (roleSent) this.#write({ kind: 'start', id, model, createdS: created })
    for (const { kind, text, ended } of blocks) {
      const block = this.#next++
      this.#write({ kind, block, text })
      if (ended) this.#write({ kind: 'block_end', block })
      else if (kind === 'text') this.#open = block
    }
  }

  #splice(event: CanonicalEvent): string {
    if (this.#finished && event.kind !== 'usage' && event.kind !== 'end') return ''
    switch (event.kind) {
      case 'start':
        return this.#options.source.roleSent ? '' : this.#write(event)
      case 'text':
        this.#textBlock = event.block
        return this.#writeText(this.#joint.take(event.text))
      case 'reasoning':
      case 'opaque':
      case 'citation':
      case 'logprobs':
        // Reasoning that led to text which the client has is not shown again.
        return this.#flowing ? this.#pass(event) : ''
      case 'block_end':
        return this.#numbers.has(event.block) ? this.#pass(event) : ''
      case 'tool_call':
      case 'arguments':
        return this.#close() + this.#passIfOpen(event)
      case 'refusal':
      case 'file':
      case 'foreign':
        return this.open ? this.#pass(event) : this.#diverge('the answer was text, the other is not')
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'finish': {
        const held = this.#close()
        this.#finished = true
        return held + this.#passIfOpen(event)
      }
      case 'end':
        return this.#finish()
      case 'error':
        return ''
    }
  }

  #writeText(text: string | null): string {
    if (text === null) return this.#diverge('the other answer does not repeat what the client has')
    if (text === '') return ''
    this.#flowing = true
    const known = this.#numbers.get(this.#textBlock) ?? this.#open ?? this.#next++
    this.#numbers.set(this.#textBlock, known)
    this.#open = null
    return this.#write({ kind: 'text', block: known, text })
  }

  /** No more text comes before this: what was held back is decided. */
  #close(): string {
    return this.#writeText(this.#joint.close())
  }

  #passIfOpen(event: CanonicalEvent): string {
    return this.#diverged === null ? this.#pass(event) : ''
  }

  #pass(event: CanonicalEvent): string {
    if (!('block' in event)) return this.#write(event)
    const known = this.#numbers.get(event.block) ?? this.#next++
    this.#numbers.set(event.block, known)
    this.#flowing = true
    return this.#write({ ...event, block: known })
  }

  #write(event: CanonicalEvent): string {
    this.#trail.note(event)
    return this.#encoder.write(event)
  }

  #finish(): string {
    if (this.#ended) return ''
    this.#ended = true
    const { usedBefore } = this.#options
    const used = this.#usage
    const usage = used === null || usedBefore === null ? used : addUsage(usedBefore, used)
    return (usage === null ? '' : this.#encoder.write({ kind: 'usage', usage })) + this.#encoder.end()
  }

  #diverge(detail: string): '' {
    this.#diverged = detail
    return ''
  }
}

/** The names of the first answer, and the request, for encoders that repeat them. */
function contextOf({ source, request, includeUsage }: SpliceOptions, codec: ClientCodec): AnswerContext {
  const body = asObject(parseJson(decoder.decode(request))) ?? {}
  return {
    id: source.id ?? '',
    model: source.model ?? '',
    createdS: source.created ?? 0,
    request: codec.decodeRequest(body).value,
    includeUsage,
  }
}

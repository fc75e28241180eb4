import type { ContinueSource } from '#domain/continuation'
import type { FailureClass } from '#domain/failure'
import type { ReportedModel } from '#domain/names'
import type { TokenUsage } from '#domain/usage'
import { numbersOf, type AnswerTrail } from './answer-trail.ts'
import { endsPlainly, failureOf, flagOf } from './answer-verdict.ts'
import type { CanonicalEvent, Finish } from './canonical.ts'
import type { StreamDecoder, StreamEncoder } from './codec.ts'
import type { FramedEvent, Framing } from './framing.ts'
import type { AnswerFlag } from './openai-chat-answer.ts'
import type { ChatStreamEnd, ChatStreamOptions, ChatStreamSink } from './openai-chat-stream.ts'
import { estimateUsage, grownUsage } from './openai-chat-usage.ts'
import { joined } from './sse.ts'

export interface AnswerStreamOptions extends Omit<ChatStreamOptions, 'dropUsage' | 'tracked'> {
  readonly framing: Framing
  readonly decoder: StreamDecoder
  /** `null`: client and provider speak the same dialect, and the bytes are passed on as they are. */
  readonly encoder: StreamEncoder | null
  /** Takes down what the client gets; `null`: nobody will ask. */
  readonly trail: AnswerTrail | null
  /** What is passed on where a whole answer ended without its dialect's last event. */
  readonly missingEnd: string
}

/** Held back at most so much before the commit; a provider that sends more without content is broken. */
const MAX_HELD_BYTES = 4 * 1024 * 1024

/** As much as of an unstreamed answer. */
const MAX_TRANSLATED_CHARS = 64 * 1024 * 1024

const encoder = new TextEncoder()

/**
 * Reads a streamed answer of any dialect: decides what is held and passed on, as it came or translated, and how it
 * ended. Chat completions for clients of that dialect have a faster reader of their own.
 */
export class AnswerStream {
  readonly #options: AnswerStreamOptions
  readonly #sink: ChatStreamSink
  #held: Uint8Array[] = []
  #heldBytes = 0
  /** Of this read: written text, or bytes as they came. */
  #text = ''
  #bytes: Uint8Array[] = []
  #commits = false
  #told = false
  #content = false
  #refused = false
  #finish: Finish | null = null
  #terminated = false
  #flag: AnswerFlag | null = null
  #usage: TokenUsage | null = null
  /** Characters that the reported usage knows of. */
  #reportedChars = 0
  /** Of a translated answer: reader and writer may keep what they have seen. */
  #readChars = 0
  #chars = 0
  /** The bytes of the last event are among those that go out. */
  #lastKept = false
  ended = false
  reportedModel: ReportedModel | null = null
  /** What the provider calls the answer. */
  answerId: string | null = null
  droppedEvents = 0

  constructor(options: AnswerStreamOptions, sink: ChatStreamSink) {
    this.#options = options
    this.#sink = sink
  }

  get complete(): boolean {
    return this.#finish !== null
  }

  /** What the provider reported so far, else an estimate; `null` while there is no output. */
  get usage(): TokenUsage | null {
    const reported = this.#usage
    // Some dialects report the input at the start: of a stream that broke, the output since is estimated.
    if (reported !== null) {
      return this.#finish === null ? grownUsage(reported, this.#chars - this.#reportedChars) : reported
    }
    if (this.#chars === 0 && !this.#content) return null
    return estimateUsage(this.#options.estimatedInputTokens, this.#chars)
  }

  /** What went to the sink; `null` where it is not tracked. */
  get delivered(): ContinueSource | null {
    const { trail, encoder: written } = this.#options
    if (trail === null) return null
    return written === null ? trail.source : { ...trail.source, ...numbersOf(written) }
  }

  push(chunk: Uint8Array): void {
    if (this.ended) return
    for (const event of this.#options.framing.push(chunk)) {
      const end = this.#read(event)
      if (end !== null) {
        this.#end(end)
        return
      }
    }
    this.#flush()
    if (this.#options.framing.broken) this.#end(interrupted('the stream cannot be cut into events'))
    else if (this.#heldBytes > MAX_HELD_BYTES) this.#end(interrupted('4 MiB of events without content'))
  }

  /** The upstream ended, cleanly or not. An incomplete event is never passed on. */
  close(cut: string | null): void {
    if (this.ended) return
    if (this.complete) this.#end(this.#whole())
    else this.#end(interrupted(cut ?? 'the stream ended without a finish reason'))
  }

  #read({ frame, bytes, tail }: FramedEvent): ChatStreamEnd | null {
    if (frame === null) {
      if (tail === true) {
        // Goes where its line went.
        if (this.#lastKept) this.#bytes.push(bytes)
        return null
      }
      // Keep-alives that came while the answer was held mean nothing later; those of providers are not translated.
      this.#lastKept = this.#commits && this.#options.encoder === null
      if (this.#lastKept) this.#bytes.push(bytes)
      return null
    }
    this.#readChars += frame.data.length
    if (this.#options.encoder !== null && this.#readChars > MAX_TRANSLATED_CHARS) {
      return interrupted('the answer is larger than 64 MiB')
    }
    this.#lastKept = this.#options.encoder === null
    const events = this.#options.decoder.read(frame)
    if (events === null) {
      if (this.#options.malformedEvent === 'error') return interrupted('an event is not valid JSON')
      this.droppedEvents += 1
      this.#lastKept = false
      return null
    }
    this.#options.trail?.frame(frame)
    for (const event of events) {
      const end = this.#note(event)
      if (end !== null) return end
      if (this.#options.encoder !== null) this.#text += this.#options.encoder.write(event)
      this.#options.trail?.note(event)
    }
    const end = this.#terminated ? this.#whole() : null
    if (end !== null && end.kind !== 'answered') return end
    if (this.#options.hold === 'event') this.#commits = true
    if (this.#options.encoder === null) this.#bytes.push(bytes)
    return end
  }

  /** Takes down what an event says. */
  #note(event: CanonicalEvent): ChatStreamEnd | null {
    switch (event.kind) {
      case 'start':
        this.reportedModel ??= event.model as ReportedModel | null
        this.answerId ??= event.id
        return null
      case 'text':
      case 'reasoning':
      case 'arguments':
        this.#chars += event.text.length
        this.#seeContent()
        return null
      case 'refusal':
        this.#refused = true
        if (this.#options.judge.refusal && !this.#commits) return REFUSED
        this.#flag ??= 'refusal'
        this.#chars += event.text.length
        this.#seeContent()
        return null
      case 'tool_call':
        this.#chars += event.name.length
        this.#seeContent()
        return null
      case 'file':
      case 'foreign':
      case 'opaque':
        this.#seeContent()
        return null
      case 'usage':
        this.#usage = event.usage
        this.#reportedChars = this.#chars
        return null
      case 'finish':
        return this.#noteFinish(event.finish)
      case 'error':
        return { kind: 'error', error: event.error }
      case 'end':
        this.#terminated = true
        return null
      case 'block_end':
      case 'citation':
      case 'logprobs':
        return null
    }
  }

  #seeContent(): void {
    this.#content = true
    this.#commits = true
  }

  #noteFinish(finish: Finish): ChatStreamEnd | null {
    this.#finish = finish
    const refused = this.#refused || finish.reason === 'refusal'
    if (!this.#commits) {
      const failure = failureOf(finish, refused, this.#options.judge)
      if (failure !== null) return failure
      // An answer cut short before its first text is an answer; only a plain stop with nothing is not.
      if (!endsPlainly(finish) || this.#options.mayBeEmpty) this.#commits = true
    }
    this.#flag ??= flagOf(finish, refused)
    return null
  }

  #whole(): ChatStreamEnd {
    const finish = this.#finish
    if (finish === null && (this.#content || this.#commits)) {
      return interrupted('the stream ended without a finish reason')
    }
    const empty = !this.#content && (finish === null || endsPlainly(finish))
    if (empty && !this.#commits) {
      return { kind: 'failed', class: 'empty_response', detail: 'the answer has no content' }
    }
    if (this.#options.encoder !== null) this.#text += this.#options.encoder.end()
    else if (!this.#terminated) this.#bytes.push(encoder.encode(this.#options.missingEnd))
    return { kind: 'answered', flag: this.#flag ?? (empty ? 'empty_response' : null) }
  }

  #flush(): void {
    const bytes = this.#taken()
    if (bytes.length === 0 && !(this.#commits && !this.#told)) return
    if (this.#told) {
      this.#sink.bytes(bytes)
    } else if (this.#commits) {
      this.#told = true
      this.#sink.commit(bytes.length === 0 ? this.#held : [...this.#held, bytes])
      this.#held = []
      this.#heldBytes = 0
    } else {
      this.#held.push(bytes)
      this.#heldBytes += bytes.length
    }
  }

  #taken(): Uint8Array {
    const bytes = this.#text === '' ? contiguous(this.#bytes) : encoder.encode(this.#text)
    this.#text = ''
    this.#bytes = []
    return bytes
  }

  #end(end: ChatStreamEnd): void {
    this.ended = true
    this.#flush()
    this.#held = []
    this.#sink.onEnd(end)
  }
}

const NOTHING = new Uint8Array(0)
const REFUSED: ChatStreamEnd = { kind: 'failed', class: 'refusal', detail: 'the model refused' }

/** Pieces that lie one after the other in the same memory are passed on as one, uncopied. */
function contiguous(parts: readonly Uint8Array[]): Uint8Array {
  const first = parts[0]
  if (first === undefined) return NOTHING
  let end = first.byteOffset
  for (const part of parts) {
    if (part.buffer !== first.buffer || part.byteOffset !== end) return joined(parts)
    end += part.length
  }
  return new Uint8Array(first.buffer, first.byteOffset, end - first.byteOffset)
}

function interrupted(detail: string): { kind: 'failed'; class: FailureClass; detail: string } {
  return { kind: 'failed', class: 'stream_interrupted', detail }
}

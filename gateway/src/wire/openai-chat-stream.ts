import type { ContinueSource } from '#domain/continuation'
import type { FailureClass } from '#domain/failure'
import type { ReportedModel } from '#domain/names'
import type { TokenUsage } from '#domain/usage'
import { asList, asObject, asText, parseJson, type JsonObject } from './json-read.ts'
import type { AnswerFlag, Judge } from './openai-chat-answer.ts'
import { isContentFilter, isToolFailure, readChoice, readError } from './openai-chat-choice.ts'
import { ChatPattern } from './openai-chat-pattern.ts'
import { ChatTrail } from './openai-chat-trail.ts'
import { estimateUsage, grownUsage, readUsage } from './openai-chat-usage.ts'
import { OutgoingBytes, type OutgoingSink, type Stretch } from './outgoing-bytes.ts'
import { SseSplitter, type SseEvent } from './sse.ts'

export interface ChatStreamOptions {
  /** `content`: held until the first content-bearing event. `event`: until any event. */
  readonly hold: 'content' | 'event'
  readonly judge: Judge
  readonly malformedEvent: 'drop' | 'error'
  /** The usage chunk was asked for by us, so it is taken out again. */
  readonly dropUsage: boolean
  readonly estimatedInputTokens: number
  /** What the client gets is kept, so that another answer can go on from it. */
  readonly tracked: boolean
  /** A plain stop with nothing before it is an answer: it ends one that others began. */
  readonly mayBeEmpty: boolean
}

/** How a streamed answer ended. */
export type ChatStreamEnd =
  | { readonly kind: 'answered'; readonly flag: AnswerFlag | null }
  /** An error event, to be classified. */
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'failed'; readonly class: FailureClass; readonly detail: string }

/** Told in this order: `commit` at most once, `bytes` only after it, `onEnd` once and last. */
export interface ChatStreamSink extends OutgoingSink {
  onEnd(end: ChatStreamEnd): void
}

/** Held back at most so much before the commit; a provider that sends more without content is broken. */
const MAX_HELD_BYTES = 4 * 1024 * 1024
const decoder = new TextDecoder()
const LINE_FEED = whole(Uint8Array.of(0x0a))
const DONE_EVENT = whole(new TextEncoder().encode('data: [DONE]\n\n'))

/** Reads a streamed chat completion: decides what is held, forwarded and taken out, and how it ended. */
export class ChatStreamReader {
  readonly #options: ChatStreamOptions
  readonly #sink: ChatStreamSink
  readonly #splitter = new SseSplitter()
  readonly #out: OutgoingBytes
  #ended = false
  #content = false
  #flag: AnswerFlag | null = null
  #usage: TokenUsage | null = null
  /** Characters that the reported usage knows of. */
  #reportedChars = 0
  #chars = 0
  #lastKept = false
  readonly #open = new Set<number>()
  readonly #finished = new Set<number>()
  #plainFinish = true
  readonly #pattern = new ChatPattern()
  readonly #trail: ChatTrail | null
  reportedModel: ReportedModel | null = null
  droppedEvents = 0

  constructor(options: ChatStreamOptions, sink: ChatStreamSink) {
    this.#options = options
    this.#sink = sink
    this.#out = new OutgoingBytes(sink)
    this.#trail = options.tracked ? new ChatTrail() : null
  }

  /** Every choice that was seen has its finish reason. */
  get complete(): boolean {
    return this.#finished.size > 0 && this.#open.size === 0
  }

  get ended(): boolean {
    return this.#ended
  }

  /** What the provider reported so far, else an estimate; `null` while there is no output. */
  get usage(): TokenUsage | null {
    if (this.#usage !== null) {
      return this.complete ? this.#usage : grownUsage(this.#usage, this.#chars - this.#reportedChars)
    }
    if (this.#chars === 0 && !this.#content) return null
    return estimateUsage(this.#options.estimatedInputTokens, this.#chars)
  }

  /** What went to the sink; `null` where it is not tracked. */
  get delivered(): ContinueSource | null {
    return this.#trail?.source ?? null
  }

  push(chunk: Uint8Array): void {
    if (this.#ended) return
    this.#splitter.feed(chunk)
    for (;;) {
      if (this.#out.commits) this.#passFitting()
      const event = this.#splitter.next()
      if (event === null) break
      const end = this.#read(event)
      if (end !== null) {
        this.#finish(end)
        return
      }
    }
    this.#out.flush()
    if (this.#splitter.overflowed) this.#finish(failed('an event is larger than 16 MiB'))
    else if (this.#out.heldBytes > MAX_HELD_BYTES) this.#finish(failed('4 MiB of events without content'))
  }

  /** The upstream ended, cleanly or not. An incomplete event is never passed on. */
  close(cut: string | null): void {
    if (this.#ended) return
    if (this.complete) this.#finish(this.#whole(true))
    else this.#finish(failed(cut ?? 'the stream ended without a finish reason'))
  }

  #read(event: SseEvent): ChatStreamEnd | null {
    if (event.tail) {
      if (this.#lastKept) this.#keep(event)
      return null
    }
    this.#lastKept = false
    if (event.dataStart === -1) {
      // Keep-alives that came while the answer was held mean nothing later.
      if (this.#out.commits) this.#keep(event)
      return null
    }
    // One whose first part came with an earlier read, or with more lines.
    if (this.#out.commits && this.#pattern.fits(event)) {
      this.#noteFitting(event.source)
      this.#keep(event)
      return null
    }
    const text = decoder.decode(event.dataSource.subarray(event.dataStart, event.dataEnd))
    if (text.trim() === '[DONE]') return this.#done(event)
    const payload = parseJson(text)
    const error = readError(payload) ?? (event.name === 'error' ? { error: payload ?? text } : null)
    if (error !== null) return { kind: 'error', error }
    const body = asObject(payload)
    if (body === null) return this.#malformed()
    const end = this.#note(body)
    if (end !== null) return end
    if (this.#isOwnUsage(body)) return null
    if (this.#options.hold === 'event') this.#out.commits = true
    this.#keep(event)
    this.#trail?.add(body)
    if (this.#out.commits) this.#pattern.learn(body, event)
    return null
  }

  /** Takes down what an event says. */
  #note(body: JsonObject): ChatStreamEnd | null {
    this.reportedModel ??= asText(body['model']) as ReportedModel | null
    const usage = readUsage(body)
    this.#usage = usage ?? this.#usage
    for (const value of asList(body['choices'])) {
      const choice = readChoice(value)
      if (choice === null) continue
      if (choice.error !== null) return { kind: 'error', error: { error: choice.error } }
      if (choice.refusal) {
        if (this.#options.judge.refusal && !this.#out.commits) return refusal()
        this.#flag ??= 'refusal'
      }
      this.#chars += choice.chars
      if (choice.content) {
        this.#content = true
        this.#out.commits = true
      }
      if (choice.finish === null) {
        if (!this.#finished.has(choice.index)) this.#open.add(choice.index)
        continue
      }
      this.#open.delete(choice.index)
      this.#finished.add(choice.index)
      const end = this.#noteFinish(choice.finish)
      if (end !== null) return end
    }
    if (usage !== null) this.#reportedChars = this.#chars
    return null
  }

  #noteFinish(finish: string): ChatStreamEnd | null {
    if (finish !== 'stop') this.#plainFinish = false
    const filtered = isContentFilter(finish)
    if (!this.#out.commits) {
      if (isToolFailure(finish)) {
        return {
          kind: 'failed',
          class: 'tool_generation_failed',
          detail: 'the model made a malformed tool call',
        }
      }
      if (filtered && this.#options.judge.contentFilter) {
        return { kind: 'failed', class: 'content_filter', detail: 'the answer was cut by a content filter' }
      }
      // An answer cut short before its first text is an answer; only a plain stop with nothing is not.
      if (finish !== 'stop' || this.#options.mayBeEmpty) this.#out.commits = true
    }
    if (filtered) this.#flag ??= 'content_filter'
    return null
  }

  #done(event: SseEvent): ChatStreamEnd {
    if (!this.complete && (this.#content || this.#out.commits))
      return failed('the stream ended without a finish reason')
    const end = this.#whole(false)
    if (end.kind !== 'answered') return end
    this.#keep(event)
    // A CRLF that was split here: nothing is read after the sentinel, so its line feed is added.
    const last = event.source.subarray(event.end - 2, event.end)
    if (last[0] === 0x0a && last[1] === 0x0d) this.#out.add(LINE_FEED)
    return end
  }

  #whole(withoutSentinel: boolean): ChatStreamEnd {
    const empty = !this.#content && this.#plainFinish
    if (empty && !this.#out.commits) {
      return { kind: 'failed', class: 'empty_response', detail: 'the answer has no content' }
    }
    if (withoutSentinel) this.#out.add(DONE_EVENT)
    return { kind: 'answered', flag: this.#flag ?? (empty ? 'empty_response' : null) }
  }

  #malformed(): ChatStreamEnd | null {
    if (this.#options.malformedEvent === 'error') return failed('an event is not valid JSON')
    this.droppedEvents += 1
    return null
  }

  #isOwnUsage(body: JsonObject): boolean {
    if (!this.#options.dropUsage || asObject(body['usage']) === null) return false
    return Array.isArray(body['choices']) && body['choices'].length === 0
  }

  /** Takes events as far as they follow the pattern: most of a stream, so that it costs the least that it can. */
  #passFitting(): void {
    const { source, nextStart } = this.#splitter
    if (nextStart === -1) return
    let start = nextStart
    for (;;) {
      const end = this.#pattern.endOf(source, start)
      if (end === -1) break
      this.#noteFitting(source)
      start = end
    }
    if (start === nextStart) return
    this.#keep({ source, start: nextStart, end: start })
    this.#splitter.skip(start)
  }

  #noteFitting(source: Uint8Array): void {
    const { template } = this.#pattern
    if (template === null) return
    this.#chars += template.filled
    this.#trail?.addText(source, template)
  }

  #keep(stretch: Stretch): void {
    this.#lastKept = true
    this.#out.add(stretch)
  }

  #finish(end: ChatStreamEnd): void {
    this.#ended = true
    this.#out.flush()
    this.#out.drop()
    this.#sink.onEnd(end)
  }
}

function whole(source: Uint8Array): Stretch {
  return { source, start: 0, end: source.length }
}

function failed(detail: string): ChatStreamEnd {
  return { kind: 'failed', class: 'stream_interrupted', detail }
}

function refusal(): ChatStreamEnd {
  return { kind: 'failed', class: 'refusal', detail: 'the model refused' }
}

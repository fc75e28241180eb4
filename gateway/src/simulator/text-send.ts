import type { AttemptHandle, AttemptObserver, Call, Send } from '#domain/attempt'
import type { Clock, Timer } from '#domain/clock'
import type { ContinueSource } from '#domain/continuation'
import type { TokenUsage } from '#domain/usage'
import { asList, asObject, asText, parseJson } from '#wire/json-read'
import { ChatStreamReader } from '#wire/openai-chat-stream'

/** How a scripted model writes its text; delays in milliseconds of virtual time. */
export interface Writer {
  readonly tokens: readonly string[]
  /** Breaks off after so many tokens; `null`: it is complete. */
  readonly breaksAfter: number | null
  readonly gapMs: number
  /** What it does with the beginning of an answer that it is given; one that is not its own it refuses rather than go on. */
  readonly prefill: 'continue' | 'ignore' | 'refuse'
}

const HEAD = { status: 200, contentType: 'text/event-stream', headers: [] }
const FIRST_MS = 10
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Stands in for the wire with real chat completion streams, read by the real reader. */
export class TextSend {
  /** Labels of the deployments, in the order of the calls. */
  readonly calls: string[] = []
  /** Attempts that are neither over nor aborted. */
  running = 0
  readonly #clock: Clock
  readonly #writerOf: (label: string) => Writer

  constructor(clock: Clock, writerOf: (label: string) => Writer) {
    this.#clock = clock
    this.#writerOf = writerOf
  }

  readonly send: Send = (call, observer) => {
    this.calls.push(call.deployment.label)
    this.running++
    const writing = new Writing({ call, observer, clock: this.#clock, over: () => this.running-- })
    writing.start(this.#writerOf(call.deployment.label))
    return writing
  }
}

interface WritingOptions {
  readonly call: Call
  readonly observer: AttemptObserver
  readonly clock: Clock
  readonly over: () => void
}

class Writing implements AttemptHandle {
  readonly #options: WritingOptions
  readonly #reader: ChatStreamReader
  #committed = false
  #ended = false
  #timer: Timer | null = null

  constructor(options: WritingOptions) {
    const { call, observer } = options
    this.#options = options
    this.#reader = new ChatStreamReader(
      { ...call, dropUsage: !call.accepted.body.includeUsage, estimatedInputTokens: 10 },
      {
        commit: (chunks) => {
          this.#committed = true
          if (!this.#ended) observer.committed(HEAD, chunks, false)
        },
        bytes: (chunk) => {
          if (!this.#ended) observer.bytes(chunk)
        },
        onEnd: (end) => {
          if (!this.#end()) return
          const { usage } = this.#reader
          if (end.kind === 'answered') {
            observer.ended({ kind: 'answered', reportedModel: null, usage, flag: end.flag, droppedEvents: 0 })
          } else {
            const failure = { class: 'stream_interrupted', detail: 'it broke off' } as const
            observer.ended({ kind: 'failed', failure, usage })
          }
        },
      },
    )
  }

  start({ tokens, breaksAfter, gapMs, prefill }: Writer): void {
    const { observer, clock } = this.#options
    observer.sent()
    const given = this.#beginning()
    const foreign = given !== null && !tokens.join('').startsWith(given)
    if (given !== null && (prefill === 'refuse' || (prefill === 'continue' && foreign))) {
      this.#timer = clock.after(FIRST_MS, () => {
        const failure = { class: 'invalid_request', detail: 'no prefill', status: 400 } as const
        if (this.#end()) observer.ended({ kind: 'failed', failure, usage: null })
      })
      return
    }
    const goesOn = given !== null && prefill === 'continue'
    const rest = goesOn ? Array.from(tokens.join('').slice(given.length)) : tokens
    const events = this.#eventsOf(rest)
    const kept = breaksAfter === null ? events : events.slice(0, 1 + Math.min(breaksAfter, rest.length))
    this.#write(kept, FIRST_MS, gapMs)
  }

  abort(): TokenUsage | null {
    this.#end()
    return this.#reader.usage
  }

  delivered(): ContinueSource | null {
    return this.#committed ? this.#reader.delivered : null
  }

  used(): TokenUsage | null {
    return this.#reader.usage
  }

  pause(): void {}

  resume(): void {}

  #write(events: readonly string[], afterMs: number, gapMs: number): void {
    this.#timer = this.#options.clock.after(afterMs, () => {
      const [event, ...later] = events
      if (event === undefined) this.#reader.close('it broke off')
      else {
        this.#options.observer.activity()
        this.#reader.push(encoder.encode(event))
        if (!this.#ended) this.#write(later, gapMs, gapMs)
      }
    })
  }

  #eventsOf(tokens: readonly string[]): readonly string[] {
    const id = `from ${this.#options.call.deployment.label}`
    const chunk = (delta: object, finish: string | null = null): string =>
      `data: ${JSON.stringify({ id, created: 1, model: id, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
    const usage = { prompt_tokens: 10, completion_tokens: tokens.length, total_tokens: 10 + tokens.length }
    return [
      chunk({ role: 'assistant', content: '' }),
      ...tokens.map((content) => chunk({ content })),
      chunk({}, 'stop'),
      `data: ${JSON.stringify({ id, model: id, choices: [], usage })}\n\n`,
      'data: [DONE]\n\n',
    ]
  }

  #beginning(): string | null {
    const body = asObject(parseJson(decoder.decode(this.#options.call.accepted.body.bytes)))
    const last = asObject(asList(body?.['messages']).at(-1))
    return last?.['role'] === 'assistant' ? asText(last['content']) : null
  }

  /** False if it had ended before. */
  #end(): boolean {
    if (this.#ended) return false
    this.#ended = true
    this.#timer?.cancel()
    this.#options.over()
    return true
  }
}

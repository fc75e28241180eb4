import type { AttemptHandle, AttemptObserver, Call, Send } from '#domain/attempt'
import type { Clock, Timer } from '#domain/clock'
import type { Failure } from '#domain/failure'
import { NO_USAGE } from '#domain/usage'

/** What a scripted deployment does with one attempt; delays in milliseconds of virtual time. */
export type Behavior =
  | { readonly kind: 'answer'; readonly afterMs: number; readonly lastsMs: number }
  | { readonly kind: 'fail'; readonly afterMs: number; readonly failure: Failure }
  | { readonly kind: 'break'; readonly afterMs: number; readonly lastsMs: number; readonly failure: Failure }
  | { readonly kind: 'hang' }

const HEAD = { status: 200, contentType: 'text/event-stream', headers: [] }
const CHUNK = new Uint8Array([1])

/** Stands in for the wire: plays a behavior per attempt and counts what it was asked for. */
export class ScriptedSend {
  readonly calls: string[] = []
  running = 0
  readonly #clock: Clock
  readonly #behave: (call: Call) => Behavior

  constructor(clock: Clock, behave: (call: Call) => Behavior) {
    this.#clock = clock
    this.#behave = behave
  }

  readonly send: Send = (call, observer) => {
    this.calls.push(call.deployment.label)
    this.running++
    const play = new Play(this.#clock, call, observer, () => this.running--)
    play.start(this.#behave(call))
    return play
  }
}

class Play implements AttemptHandle {
  readonly #clock: Clock
  readonly #call: Call
  readonly #observer: AttemptObserver
  readonly #over: () => void
  #timer: Timer | null = null
  #ended = false

  constructor(...[clock, call, observer, over]: [Clock, Call, AttemptObserver, () => void]) {
    this.#clock = clock
    this.#call = call
    this.#observer = observer
    this.#over = over
  }

  start(behavior: Behavior): void {
    this.#observer.sent()
    if (behavior.kind === 'hang') return
    this.#timer = this.#clock.after(behavior.afterMs, () => this.#play(behavior))
  }

  abort(): null {
    this.#timer?.cancel()
    this.#end()
    return null
  }

  pause(): void {}

  resume(): void {}

  #play(behavior: Exclude<Behavior, { readonly kind: 'hang' }>): void {
    if (behavior.kind === 'fail') {
      this.#end()
      this.#observer.ended({ kind: 'failed', failure: behavior.failure, usage: null })
      return
    }
    const streamed = this.#call.accepted.body.streamed
    if (!streamed && behavior.kind === 'break') {
      this.#end()
      this.#observer.ended({ kind: 'failed', failure: behavior.failure, usage: null })
      return
    }
    this.#observer.committed(HEAD, [CHUNK], !streamed)
    if (!streamed) this.#finish(behavior)
    else this.#timer = this.#clock.after(behavior.lastsMs, () => this.#finish(behavior))
  }

  #finish(behavior: Exclude<Behavior, { readonly kind: 'hang' | 'fail' }>): void {
    this.#end()
    if (behavior.kind === 'break') {
      this.#observer.ended({ kind: 'failed', failure: behavior.failure, usage: null })
      return
    }
    const usage = { ...NO_USAGE, input: 10, output: 5 }
    this.#observer.ended({ kind: 'answered', reportedModel: null, usage, flag: null, droppedEvents: 0 })
  }

  #end(): void {
    if (!this.#ended) this.#over()
    this.#ended = true
  }
}

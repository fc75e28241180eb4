import type { AttemptHandle, AttemptObserver, Call, Send } from '#domain/attempt'
import type { Clock, Timer } from '#domain/clock'
import type { Failure } from '#domain/failure'
import type { TokenUsage } from '#domain/usage'
import { NO_USAGE } from '#domain/usage'

/** What a scripted deployment does with one attempt; delays in milliseconds of virtual time. */
export type Behavior =
  | {
      readonly kind: 'answer'
      readonly afterMs: number
      readonly lastsMs: number
      /** Ten tokens in and five out unless given. */
      readonly usage?: TokenUsage
    }
  | {
      readonly kind: 'fail'
      readonly afterMs: number
      readonly failure: Failure
      /** None unless given. */
      readonly usage?: TokenUsage
    }
  /** Streams break off after their first content, other answers before they are complete. */
  | {
      readonly kind: 'break'
      readonly afterMs: number
      readonly lastsMs: number
      readonly failure: Failure
      /** None unless given. */
      readonly usage?: TokenUsage
    }
  /** Takes the request and says nothing. */
  | { readonly kind: 'hang' }
  /** Never takes a connection. */
  | { readonly kind: 'unreachable' }

type Playing = Extract<Behavior, { readonly afterMs: number }>

const HEAD = { status: 200, contentType: 'text/event-stream', headers: [] }
const CHUNK = new Uint8Array([1])
const USAGE: TokenUsage = { ...NO_USAGE, input: 10, output: 5 }

/** Stands in for the wire: plays a behavior per attempt and counts what it was asked for. */
export class ScriptedSend {
  /** Labels of the deployments, in the order of the calls. */
  readonly calls: string[] = []
  /** Attempts that are neither over nor aborted. */
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
  #begun: TokenUsage | null = null

  constructor(...[clock, call, observer, over]: [Clock, Call, AttemptObserver, () => void]) {
    this.#clock = clock
    this.#call = call
    this.#observer = observer
    this.#over = over
  }

  start(behavior: Behavior): void {
    if (behavior.kind === 'unreachable') return
    this.#observer.sent()
    if (behavior.kind === 'hang') return
    this.#timer = this.#clock.after(behavior.afterMs, () => this.#play(behavior))
  }

  /** What was sent to the client until then is all that was used, if the script says how much. */
  abort(): TokenUsage | null {
    this.#timer?.cancel()
    this.#end()
    return this.#begun
  }

  delivered(): null {
    return null
  }

  used(): null {
    return null
  }

  pause(): void {}

  resume(): void {}

  #play(behavior: Playing): void {
    if (behavior.kind === 'fail') return this.#fail(behavior)
    const streamed = this.#call.accepted.body.streamed
    if (!streamed && behavior.kind === 'break') return this.#fail(behavior)
    this.#begun = behavior.usage ?? null
    this.#observer.committed(HEAD, [CHUNK], !streamed)
    // What is told of the commit may be an abort.
    if (this.#ended) return
    if (!streamed) this.#finish(behavior)
    else this.#timer = this.#clock.after(behavior.lastsMs, () => this.#finish(behavior))
  }

  #finish(behavior: Exclude<Playing, { readonly kind: 'fail' }>): void {
    if (behavior.kind === 'break') return this.#fail(behavior)
    this.#end()
    const usage = behavior.usage ?? USAGE
    this.#observer.ended({ kind: 'answered', reportedModel: null, usage, flag: null, droppedEvents: 0 })
  }

  #fail({ failure, usage = null }: { readonly failure: Failure; readonly usage?: TokenUsage | null }): void {
    this.#end()
    this.#observer.ended({ kind: 'failed', failure, usage })
  }

  #end(): void {
    if (!this.#ended) this.#over()
    this.#ended = true
  }
}

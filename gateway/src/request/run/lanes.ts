import type { AnswerSink, Call, Serving } from '#domain/attempt'
import type { Clock } from '#domain/clock'
import type { Buffering } from '#domain/policy'
import type { ReportedLimit } from '#domain/reported-limit'
import type { Planned } from '#domain/request'
import type { Accounts, Sent } from './accounts.ts'
import type { AttemptLimits, AttemptPorts } from './attempt.ts'
import { Attempt } from './attempt.ts'
import type { DeploymentStates } from './deployment-states.ts'
import type { LaneOwner, Sequel } from './lane.ts'
import { Lane } from './lane.ts'
import { leaveProbeAlone } from './lone-probe.ts'
import type { Progress } from './progress.ts'
import type { TimeLeft } from './time-left.ts'

/** What a lane is started with. */
export interface Start extends Sent {
  readonly limits: AttemptLimits
  readonly call: Call
  readonly sequel?: Sequel | null
  /** A reading of the clock that was just made. */
  readonly now: number
}

interface LanesOptions {
  readonly ports: AttemptPorts & { readonly states: DeploymentStates }
  readonly sink: AnswerSink
  readonly planned: Planned
  readonly progress: Progress
  readonly left: TimeLeft
  readonly accounts: Accounts
  readonly judges: boolean
}

/** The attempts of one request that are under way, two at the most, and the client's side that one of them gets. */
export class Lanes implements LaneOwner {
  readonly sink: AnswerSink
  readonly streamed: boolean
  readonly judges: boolean
  readonly clock: Clock
  readonly buffer: Buffering | null
  readonly #options: LanesOptions
  readonly #running: Lane[] = []
  /** Ended, and not yet looked at. */
  readonly #ended: Lane[] = []
  #wake: PromiseWithResolvers<Lane> | null = null
  /** What a bug of ours threw while nobody was waiting. */
  #bug: { readonly thrown: unknown } | null = null
  /** Clock reading when the first of those under way was begun. */
  #busySince = 0

  constructor(options: LanesOptions) {
    this.#options = options
    this.sink = options.sink
    this.streamed = options.planned.admitted.accepted.body.streamed
    this.judges = options.judges
    this.clock = options.ports.clock
    this.buffer = this.streamed ? options.planned.plan.policy.midStream.buffer : null
    this.sink.onDrain(() => {
      for (const lane of this.#running) lane.attempt.resume()
    })
  }

  /** Sends a call. */
  start({ step, hold, ticket, limits, call, tries, now: at, sequel = null }: Start): Lane {
    const { ports, planned, progress } = this.#options
    const hedge = this.#running.length > 0
    if (hedge) progress.overlapped = true
    else this.#busySince = at
    const overheadMs = this.#busySince - planned.admitted.accepted.receivedAt - progress.busyMs
    const number = ++progress.started
    const dispatch = { number, hedge, at, wallMs: ports.clock.wallMs(), overheadMs }
    const attempt = new Attempt(ports, limits, { streamed: this.streamed, startedAt: at })
    const lane = new Lane(this, { step, hold, ticket, tries, attempt, dispatch, sequel })
    this.#running.push(lane)
    attempt.run(call, lane)
    return lane
  }

  /** The next one that ends. */
  next(): Promise<Lane> | Lane {
    if (this.#bug !== null) throw this.#bug.thrown
    const ended = this.#ended.shift()
    if (ended !== undefined) return ended
    this.#wake = Promise.withResolvers()
    return this.#wake.promise
  }

  /** The one that is under way, or waits to be judged, if only one is left. */
  get other(): Lane | null {
    return this.#running[0] ?? this.#ended.find(({ held }) => held !== null) ?? null
  }

  get idle(): boolean {
    return this.#running.length === 0
  }

  /** Ends what is still under way; gives all that nobody has looked at. */
  stop(): readonly Lane[] {
    if (this.#running.length > 0) this.#cancel(null)
    return this.#ended
  }

  hangUp(): void {
    for (const lane of this.#running.slice()) lane.attempt.cancel('hung_up')
  }

  delivers(lane: Lane): Serving {
    const { planned, progress, left, ports } = this.#options
    if (this.#running.length > 1) this.#cancel(lane)
    const now = ports.clock.now()
    ports.states.committed(lane.step.deployment, lane.ticket, now)
    progress.ttftMs = left.sinceArrival(now)
    return {
      model: lane.step.model,
      deployment: lane.step.deployment,
      attempts: progress.started,
      fallbacks: progress.fallbacks,
      overheadMs: lane.dispatch.overheadMs,
      dispatchedAt: lane.dispatch.at,
      warnings: planned.plan.warnings,
      continued: progress.continued,
    }
  }

  reported({ step, hold }: Lane, limits: readonly ReportedLimit[]): void {
    const { states, clock } = this.#options.ports
    states.of(step.deployment).report(limits, hold, clock.now())
  }

  goesOn({ step, ticket, sequel }: Lane): void {
    const { ports, progress } = this.#options
    ports.states.committed(step.deployment, ticket, ports.clock.now())
    if (sequel !== null) progress.continued.push(sequel.continued)
  }

  ended(lane: Lane): void {
    this.#running.splice(this.#running.indexOf(lane), 1)
    if (this.#running.length === 0) {
      this.#options.progress.busyMs += this.#options.ports.clock.now() - this.#busySince
    }
    const wake = this.#wake
    this.#wake = null
    if (wake === null) this.#ended.push(lane)
    else wake.resolve(lane)
  }

  crashed(lane: Lane, bug: unknown): void {
    const at = this.#running.indexOf(lane)
    if (at >= 0) this.#running.splice(at, 1)
    const wake = this.#wake
    this.#wake = null
    if (wake === null) this.#bug = { thrown: bug }
    else wake.reject(bug)
  }

  #cancel(winner: Lane | null): void {
    for (const lane of this.#running.slice()) {
      if (lane === winner) continue
      if (winner === null || !lane.ticket.probe) lane.attempt.cancel('cancelled')
      else {
        const { ports, accounts } = this.#options
        leaveProbeAlone(lane, { ports, accounts, streamed: this.streamed })
        this.ended(lane)
      }
    }
  }
}

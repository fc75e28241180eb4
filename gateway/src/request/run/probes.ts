import type { Clock, Random, Timer } from '#domain/clock'
import type { Deployment } from '#domain/deployment'
import type { Model } from '#domain/model'
import type { DeploymentStates } from './deployment-states.ts'

/** A deployment that is asked of its own accord, and how often at the most. */
export interface ProbeTarget {
  readonly model: Model
  readonly deployment: Deployment
  readonly everyMs: number
  /** Of the configuration that asks for it. */
  readonly version: string
}

/** A probe under way. */
export interface RunningProbe {
  /** Resolves when it is settled; rejects where a bug ended it. */
  readonly done: Promise<void>
  cancel(): void
}

export interface ProbesOptions {
  readonly clock: Clock
  readonly random: Random
  readonly states: DeploymentStates
  /** Sends one probe; `null` if there is no room for it now. */
  readonly send: (target: ProbeTarget) => RunningProbe | null
  /** A probe ended in a bug; the next one comes at its time. */
  readonly onBug: (error: unknown) => void
}

interface Watched {
  target: ProbeTarget
  timer: Timer | null
  running: RunningProbe | null
  /** Attempts that had been sent when it was last looked at. */
  sent: number
}

/**
 * Asks deployments that no request is likely to ask: every `everyMs` each of them is looked at, and probed if nothing
 * was sent there since the last look, or if it failed and has not answered since. One that is to be left alone for a
 * while is probed when that is over; one that an operator took out, or whose breaker waits for somebody's answer, is not.
 */
export class Probes {
  readonly #options: ProbesOptions
  readonly #watched = new Map<string, Watched>()

  constructor(options: ProbesOptions) {
    this.#options = options
  }

  /** Watches these from now on. Those that were watched before keep their turn. */
  follow(targets: readonly ProbeTarget[]): void {
    const next = new Map(targets.map((target) => [nameOf(target), target]))
    for (const [name, watched] of this.#watched) {
      if (!next.has(name)) this.#drop(name, watched)
    }
    for (const [name, target] of next) {
      const known = this.#watched.get(name)
      if (known !== undefined) {
        // Its model, or how it is called, may have changed.
        known.target = target
        continue
      }
      const watched: Watched = { target, timer: null, running: null, sent: 0 }
      this.#watched.set(name, watched)
      this.#lookIn(watched, this.#options.random() * target.everyMs)
    }
  }

  stop(): void {
    for (const [name, watched] of this.#watched) this.#drop(name, watched)
  }

  #drop(name: string, { timer, running }: Watched): void {
    this.#watched.delete(name)
    timer?.cancel()
    running?.cancel()
  }

  #lookIn(watched: Watched, ms: number): void {
    watched.timer = this.#options.clock.after(ms, () => this.#look(watched))
  }

  #look(watched: Watched): void {
    const { clock, states, onBug } = this.#options
    const { target } = watched
    const now = clock.now()
    const state = states.of(target.deployment)
    const idle = state.sent === watched.sent
    watched.sent = state.sent
    const restMs =
      idle || hasFailed(target.deployment, states) ? restOf(target.deployment, states, now) : null
    if (restMs === 0) watched.running = this.#send(target)
    const { running } = watched
    if (running === null || restMs !== 0) {
      this.#lookIn(
        watched,
        restMs === null || restMs === 0 ? target.everyMs : Math.min(restMs, target.everyMs),
      )
      return
    }
    void running.done.catch(onBug).then(() => {
      watched.running = null
      watched.sent = states.of(target.deployment).sent
      if (this.#watched.get(nameOf(target)) === watched) this.#lookIn(watched, target.everyMs)
    })
  }

  #send(target: ProbeTarget): RunningProbe | null {
    const { send, onBug } = this.#options
    try {
      return send(target)
    } catch (error) {
      onBug(error)
      return null
    }
  }
}

function nameOf({ deployment, everyMs }: ProbeTarget): string {
  return `${deployment.id} ${everyMs}`
}

/** Something failed there, and nothing has been answered since. */
function hasFailed(deployment: Deployment, states: DeploymentStates): boolean {
  const { breaker, cooldown } = states.of(deployment)
  return breaker.kind !== 'closed' || cooldown !== null || states.benched(deployment) !== null
}

/** Milliseconds until it may be asked, 0 for now; `null`: not by a probe. */
function restOf(deployment: Deployment, states: DeploymentStates, now: number): number | null {
  const demotion = states.demotion(deployment, now)
  switch (demotion?.state) {
    case undefined:
      return 0
    case 'open':
    case 'cooling':
    case 'benched':
      return demotion.retryInMs
    case 'half_open':
    case 'drained':
    case 'forced_open':
    case 'slow':
    case 'low_quality':
    case 'no_headroom':
      return null
  }
}

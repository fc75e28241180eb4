import type { Send } from '#domain/attempt'
import type { Deployment } from '#domain/deployment'
import type { Accepted, PlanStep } from '#domain/request'
import type { Answered } from '#domain/run'
import type { Failure } from '#domain/failure'
import { FAILURE_RULES } from '#domain/failure'
import type { Retry } from '#domain/policy'
import { drawAt, seeded } from '../dice.ts'
import { admitted } from '../sample.ts'
import { ScriptedSend } from '../scripted-send.ts'
import { SimulatedExchange } from '../simulated-exchange.ts'
import { SIMULATED_SECRET, SimulatedGateway, withSimulatedKey } from '../simulated-gateway.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { nextGapMs } from './arrivals.ts'
import type { Try } from './place.ts'
import { Place } from './place.ts'
import type { SimulationReport } from './report.ts'
import type { Scenario } from './scenario.ts'
import type { EngineSays } from './tally.ts'
import { Tally } from './tally.ts'
import { Trip } from './trip.ts'
import { WatchedAttempt } from './watched-attempt.ts'

/** What a draw decides; part of its coordinates. */
const STREAMED = 5

/** Puts a policy through a scenario: the engine that serves real requests, on a virtual clock, deterministic by seed. */
export async function simulate(scenario: Scenario): Promise<SimulationReport> {
  const simulation = new Simulation(scenario)
  return simulation.run()
}

class Simulation {
  readonly #scenario: Scenario
  readonly #clock = new VirtualClock()
  readonly #arrivals: () => number
  readonly #gateway: SimulatedGateway
  readonly #places: readonly Place[]
  readonly #indexOf: ReadonlyMap<string, number>
  readonly #tally: Tally
  readonly #trips = new Map<string, Trip>()
  readonly #send: ScriptedSend
  #started = 0
  #bug: Error | null = null

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    const { configuration, key, seed } = scenario
    this.#arrivals = seeded(seed + 1)
    const deployments = deploymentsOf(scenario)
    this.#places = deployments.map((deployment, index) => new Place(deployment, index, scenario))
    this.#indexOf = new Map(deployments.map(({ label }, index) => [label, index]))
    this.#tally = new Tally(this.#places)
    this.#send = new ScriptedSend(this.#clock, (call) => {
      const trip = this.#tripOf(call.accepted.id)
      const place = this.#placeOf(call.deployment.label)
      return this.#at(place).behave(this.#try(trip, trip.countTry(place), this.#clock.now()))
    })
    const simulated = withSimulatedKey(configuration, key)
    this.#gateway = new SimulatedGateway({
      clock: this.#clock,
      random: seeded(seed),
      send: this.#watchedSend,
      configuration: () => simulated,
      onEvent: (event) => {
        if (event.kind === 'breaker-opened') this.#tally.breakerOpened(this.#placeOf(event.deployment))
      },
    })
  }

  async run(): Promise<SimulationReport> {
    this.#scheduleNext(0)
    await this.#clock.settle()
    if (this.#bug !== null) throw this.#bug
    return this.#tally.report(this.#clock.now())
  }

  #scheduleNext(inMs: number): void {
    const { load } = this.#scenario
    if (this.#started >= load.requests) return
    this.#clock.after(inMs, () => {
      const served = this.#serve(this.#started++)
      if (load.arrivals.kind === 'one_after_another') {
        const { gapMs } = load.arrivals
        void served.then(() => this.#scheduleNext(gapMs))
      } else {
        this.#scheduleNext(nextGapMs(load.arrivals, this.#arrivals))
      }
    })
  }

  async #serve(number: number): Promise<void> {
    const { load, seed } = this.#scenario
    const streamed = drawAt(seed, number, STREAMED) < load.streamed
    const trip = new Trip(number, streamed, () => this.#clock.now())
    const id = String(number)
    this.#trips.set(id, trip)
    const exchange = new SimulatedExchange({
      accepted: { ...this.#accepted(trip), id },
      secret: SIMULATED_SECRET,
      side: trip,
      connection: this.#scenario,
    })
    try {
      await this.#gateway.handle(exchange)
      this.#tally.requestEnded(trip, this.#saysOf(trip, exchange))
    } catch (bug) {
      this.#bug ??= bug instanceof Error ? bug : new Error(String(bug))
    }
    this.#trips.delete(id)
  }

  #saysOf(trip: Trip, { answered, refusal }: SimulatedExchange): EngineSays {
    if (answered === null) return { doomed: false, reason: refusal?.code ?? 'nothing', attempts: [] }
    const doomed = this.#isDoomed(trip, answered.planned.plan.steps)
    return { doomed, reason: reasonOf(answered), attempts: answered.attempts }
  }

  #accepted(trip: Trip): Accepted {
    const { load } = this.#scenario
    return admitted(load.model, {
      receivedAt: trip.arrivedAt,
      body: { streamed: trip.streamed, estimatedInputTokens: load.inputTokens },
    }).accepted
  }

  readonly #watchedSend: Send = (call, observer) => {
    const now = this.#clock.now()
    const trip = this.#tripOf(call.accepted.id)
    const place = this.#placeOf(call.deployment.label)
    const moved = trip.failedAt !== null && trip.failedPlace !== place
    this.#tally.dispatched(place, now, {
      first: trip.attempts === 0,
      sinceFailureMs: moved ? now - (trip.failedAt ?? now) : null,
    })
    const watched = new WatchedAttempt(observer, (kind) => {
      this.#tally.attemptEnded(place, kind, now)
      if (kind === 'answered') return
      trip.failedAt = this.#clock.now()
      trip.failedPlace = place
    })
    watched.handle = this.#send.send(call, watched)
    return watched
  }

  /** Would every try that the policy allows fail, whatever their order, had they all been made on arrival. */
  #isDoomed(trip: Trip, steps: readonly PlanStep[]): boolean {
    return steps.every(({ deployment, retry }) => {
      const place = this.#at(this.#placeOf(deployment.label))
      for (let number = 0; number < retry.maxAttempts; number++) {
        const behavior = place.luck(this.#try(trip, number, trip.arrivedAt))
        if (behavior.kind === 'answer' || behavior.kind === 'break') return false
        if (behavior.kind !== 'fail' || !mayBeTriedAgain(behavior.failure, retry)) return true
      }
      return true
    })
  }

  #try({ number: request, streamed }: Trip, number: number, atMs: number): Try {
    return { request, streamed, number, atMs }
  }

  #tripOf(id: string): Trip {
    const trip = this.#trips.get(id)
    if (trip === undefined) throw new Error(`request ${id} is over`)
    return trip
  }

  #placeOf(label: string): number {
    const index = this.#indexOf.get(label)
    if (index === undefined) throw new Error(`there is no deployment ${label}`)
    return index
  }

  #at(index: number): Place {
    const place = this.#places[index]
    if (place === undefined) throw new Error(`there is no deployment ${index}`)
    return place
  }
}

/** Those that are declared, and those that fallback lists name as `provider/model`. */
function deploymentsOf({ configuration, key, load }: Scenario): readonly Deployment[] {
  const all = new Map<string, Deployment>()
  const add = (deployment: Deployment): void => {
    if (!all.has(deployment.label)) all.set(deployment.label, deployment)
  }
  for (const { deployments } of configuration.models.values()) deployments.forEach(add)
  for (const { steps } of configuration.chains.values()) {
    for (const { deployments } of steps) deployments.forEach(add)
  }
  for (const name of namesIn({ configuration, key, load })) {
    const slash = name.indexOf('/')
    if (slash < 1 || configuration.models.has(name)) continue
    const implicit = configuration.implicitModel(name.slice(0, slash), name.slice(slash + 1))
    implicit?.deployments.forEach(add)
  }
  return [...all.values()]
}

function namesIn({
  configuration,
  key,
  load,
}: Pick<Scenario, 'configuration' | 'key' | 'load'>): readonly string[] {
  const { fallback, models } = configuration
  const lists = [...models.values()].flatMap(({ fallbacks }) => fallbacks ?? [])
  const policies = Object.values(key.routing).flatMap(({ candidates, nativeFallback }) => [
    ...(candidates ?? []).map(({ modelName }) => modelName),
    ...Object.values(nativeFallback ?? {}).flat(),
  ])
  return [load.model, ...fallback.list, ...lists, ...policies]
}

/** Is there another try in place, going by the failure alone. */
function mayBeTriedAgain({ class: failureClass, retryAfterMs }: Failure, retry: Retry): boolean {
  const { again } = FAILURE_RULES[failureClass]
  if (again === 'hint') return retryAfterMs !== undefined && retryAfterMs <= retry.rateLimitWaitMs
  return again !== 'no'
}

function reasonOf({ result }: Answered): string {
  return result.kind === 'failed' || result.kind === 'broken'
    ? `${result.kind}: ${result.failure.class}`
    : result.kind
}

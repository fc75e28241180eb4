import type { GatewayErrorCode } from '#domain/errors'
import type { UsageRecord } from '#domain/record'
import { CountingSink } from '#simulator/counting-sink'
import { seeded } from '#simulator/dice'
import { admitted, virtualKey } from '#simulator/sample'
import { ScriptedSend } from '#simulator/scripted-send'
import { SimulatedExchange } from '#simulator/simulated-exchange'
import { SIMULATED_SECRET, SimulatedGateway, withSimulatedKey } from '#simulator/simulated-gateway'
import { VirtualClock } from '#simulator/virtual-clock'
import type { Story } from './interleaved-world.ts'
import { budgetOf, configurationOf, labelOf, PLACES } from './interleaved-world.ts'

/** One attempt as the places saw it. */
export interface Sighting {
  readonly request: string
  readonly label: string
  readonly at: number
  /** A connection took it: only then the provider counts it. */
  readonly sent: boolean
  /** An operator had drained it. */
  readonly drained: boolean
}

export interface Visit {
  readonly id: string
  readonly exchange: SimulatedExchange
  readonly sink: CountingSink
  readonly startedAt: number
  readonly deadlineMs: number
  /** Places that were switched off when it came, and those that were drained besides. */
  readonly off: ReadonlySet<string>
  readonly drained: ReadonlySet<string>
  endedAt: number | null
  refusedBy: GatewayErrorCode | null
}

export interface Told {
  readonly visits: readonly Visit[]
  readonly sightings: readonly Sighting[]
  readonly records: readonly UsageRecord[]
  readonly openings: readonly { readonly label: string; readonly at: number }[]
  readonly leftTimers: number
  readonly running: number
  readonly inFlight: number
  readonly waiting: number
  /** Of the budget of the key. */
  readonly reservedUsd: number
  readonly spentUsd: number
  /** What the limits of the places say after a minute of rest. */
  readonly waitMs: number
}

/** Tells a story to the whole data plane in virtual time: requests overlap as they like. */
export async function tell(story: Story): Promise<Told> {
  const clock = new VirtualClock()
  const off = new Set<number>()
  const key = virtualKey({
    limits: {
      requestsPerMinute: null,
      tokensPerMinute: null,
      budget: budgetOf(story),
      concurrency: story.concurrency,
    },
  })
  let configuration = withSimulatedKey(configurationOf(story, off), key)
  const behaviors = [...story.behaviors]
  const sightings: Sighting[] = []
  const openings: { label: string; at: number }[] = []
  const records: UsageRecord[] = []
  const send = new ScriptedSend(clock, ({ accepted, deployment }) => {
    const behavior = behaviors[Number(deployment.label.slice(2))] ?? { kind: 'hang' }
    const sent = behavior.kind !== 'unreachable'
    const drained = gateway.state.states.drained(deployment, clock.now()) !== null
    sightings.push({ request: accepted.id, label: deployment.label, at: clock.now(), sent, drained })
    return behavior
  })
  const gateway: SimulatedGateway = new SimulatedGateway({
    clock,
    random: seeded(story.seed),
    send: send.send,
    configuration: () => configuration,
    onRecord: (record) => records.push(record),
    onEvent: (event) => {
      if (event.kind === 'breaker-opened') openings.push({ label: event.deployment, at: clock.now() })
    },
  })
  const visits: Visit[] = []
  const all: Promise<void>[] = []
  const placeOf = (index: number) =>
    [...configuration.models.values()].flatMap(({ deployments }) => deployments)[index % PLACES]
  for (const event of story.events) {
    const place = 'place' in event ? placeOf(event.place) : undefined
    if (event.kind === 'pass') await clock.advance(event.ms)
    else if (event.kind === 'hang_up') visits[event.which % Math.max(1, visits.length)]?.sink.hangUp()
    else if (event.kind === 'behave') behaviors[event.place] = event.behavior
    else if (event.kind === 'switch') {
      if (!off.delete(event.place)) off.add(event.place)
      configuration = withSimulatedKey(configurationOf(story, off), key)
    } else if (event.kind === 'manual' && place !== undefined) {
      const { state, forMs } = event
      gateway.state.manual.change(place, { state, forMs, reason: 'told', by: 'story' })
    } else if (event.kind === 'reset' && place !== undefined) gateway.state.states.reset(place)
    else if (event.kind === 'arrive') {
      const { streamed, model, deadlineMs, session } = event
      const id = String(visits.length)
      const receivedAt = clock.now()
      const { accepted } = admitted(model, {
        receivedAt,
        body: { streamed },
        controls: { deadlineMs, session },
      })
      const sink = new CountingSink()
      const exchange = new SimulatedExchange({
        accepted: { ...accepted, id },
        secret: SIMULATED_SECRET,
        side: sink,
        connection: clock,
      })
      const places = [...configuration.models.values()].flatMap(({ deployments }) => deployments)
      const drained = places.filter((one) => gateway.state.states.drained(one, receivedAt) !== null)
      const visit: Visit = {
        id,
        exchange,
        sink,
        startedAt: receivedAt,
        deadlineMs,
        off: new Set([...off].map(labelOf)),
        drained: new Set(drained.map(({ label }) => label)),
        endedAt: null,
        refusedBy: null,
      }
      visits.push(visit)
      const handled = gateway.handle(exchange).then(() => {
        visit.endedAt = clock.now()
        visit.refusedBy = exchange.refusal?.code ?? null
      })
      all.push(handled)
      // It is planned before anything else happens.
      await clock.advance(0)
    }
  }
  await clock.settle()
  await Promise.all(all)
  const { running } = send
  const leftTimers = clock.pending
  await clock.advance(62_000)
  const places = [...configuration.models.values()].flatMap(({ deployments }) => deployments)
  const { states } = gateway.state
  const inFlight = places.reduce((sum, place) => sum + states.of(place).inFlight, 0)
  const waitMs = Math.max(
    ...places.map((place) => states.waitMs(place, { tokens: 1, share: 1 }, clock.now())),
  )
  const { waiting } = gateway.state.queue
  const budget = budgetOf(story)
  const { reservedUsd, spentUsd } =
    budget === null ? { reservedUsd: 0, spentUsd: 0 } : gateway.state.budgets.standing(budget)
  const money = { reservedUsd, spentUsd }
  return { visits, sightings, records, openings, leftTimers, running, inFlight, waiting, ...money, waitMs }
}

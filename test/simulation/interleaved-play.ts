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
import { configurationOf, labelOf, PLACES } from './interleaved-world.ts'

/** One attempt as the places saw it. */
export interface Sighting {
  readonly request: string
  readonly label: string
  readonly at: number
  /** A connection took it: only then the provider counts it. */
  readonly sent: boolean
}

export interface Visit {
  readonly id: string
  readonly exchange: SimulatedExchange
  readonly sink: CountingSink
  readonly startedAt: number
  readonly deadlineMs: number
  /** Places that were switched off or drained when it came. */
  readonly off: ReadonlySet<string>
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
  /** What the limits of the places say after a minute of rest. */
  readonly waitMs: number
}

/** Tells a story to the whole data plane in virtual time: requests overlap as they like. */
export async function tell(story: Story): Promise<Told> {
  const clock = new VirtualClock()
  const off = new Set<number>()
  const key = virtualKey({
    limits: { requestsPerMinute: null, tokensPerMinute: null, budget: null, concurrency: story.concurrency },
  })
  let configuration = withSimulatedKey(configurationOf(story, off), key)
  const behaviors = [...story.behaviors]
  const sightings: Sighting[] = []
  const openings: { label: string; at: number }[] = []
  const records: UsageRecord[] = []
  const send = new ScriptedSend(clock, ({ accepted, deployment }) => {
    const behavior = behaviors[Number(deployment.label.slice(2))] ?? { kind: 'hang' }
    const sent = behavior.kind !== 'unreachable'
    sightings.push({ request: accepted.id, label: deployment.label, at: clock.now(), sent })
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
      const { streamed, model, deadlineMs } = event
      const id = String(visits.length)
      const receivedAt = clock.now()
      const { accepted } = admitted(model, { receivedAt, body: { streamed }, controls: { deadlineMs } })
      const sink = new CountingSink()
      const exchange = new SimulatedExchange({
        accepted: { ...accepted, id },
        secret: SIMULATED_SECRET,
        side: sink,
        connection: clock,
      })
      const places = [...configuration.models.values()].flatMap(({ deployments }) => deployments)
      const drained = places.filter((one) => gateway.state.states.drained(one, receivedAt) !== null)
      const offLabels = new Set([...[...off].map(labelOf), ...drained.map(({ label }) => label)])
      const visit: Visit = {
        id,
        exchange,
        sink,
        startedAt: receivedAt,
        deadlineMs,
        off: offLabels,
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
  return { visits, sightings, records, openings, leftTimers, running, inFlight, waitMs }
}

import { setTimeout as passed } from 'node:timers/promises'
import type { BaseLogger } from 'pino'
import type { BudgetEvent } from '#domain/budget'
import type { Configuration } from '#domain/configuration'
import type { HealthEvent } from '#domain/health'
import type { SharedListener, SharedState } from '#domain/shared-state'
import type { Gateway } from '#request'
import type { ManualStates } from '#run/manual-states'
import { Probes } from '#run/probes'
import { MovedRequests } from '#settle/moved-requests'
import { RecordTee } from '#settle/record-tee'
import { RequestCounts } from '#settle/request-counts'
import { assembleGateway } from './assemble-gateway.ts'
import type { OpenStore } from './open-store.ts'
import type { RequestState } from './request-state.ts'
import { probeTargets, sendProbe } from './send-probe.ts'
import { Sharing } from './sharing.ts'
import { systemClock } from './system-clock.ts'
import { openTraces, tracedSink } from './tracing/open-traces.ts'

/** The data plane, with what operators may look at and set, and what ends all of it. */
export interface DataPlane {
  readonly gateway: Gateway & RequestState
  readonly manual: ManualStates
  /** What became of requests, for metrics. */
  readonly counts: RequestCounts
  /** Logs a change of state, and tells the event log. */
  readonly onEvent: (event: HealthEvent | BudgetEvent, organisation: string) => void
  /** Probes what these configurations want probed, one of each organisation. */
  readonly follow: (all: readonly Configuration[]) => void
  /** What several processes share; `null`: this one is alone. */
  readonly sharing: Sharing | null
  /** Resolves when it may serve by these configurations. */
  readonly ready: (all: readonly Configuration[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** What nobody waits for does not keep the gateway from ending. */
const AFTERWARDS_MS = 2_000

const clock = systemClock

export interface DataPlaneOptions {
  readonly configuration: () => Configuration
  /** Configurations of other organisations, by the SHA-256 of each of their keys. */
  readonly others: () => ReadonlyMap<string, Configuration>
  readonly store: OpenStore
  /** Opens what several processes share; `null`: this one is alone. */
  readonly state: ((listener: SharedListener) => SharedState) | null
  /** Another process has changed what is stored of configurations. */
  readonly onStored: () => void
  readonly log: BaseLogger
  readonly allowLinkLocal: boolean
}

/** Constructs the data plane with everything that it reaches the outside through. */
export function dataPlane(options: DataPlaneOptions): DataPlane {
  const { configuration, others, store, state, log, onStored, allowLinkLocal } = options
  const { records, events, reader } = store
  const sharing = state === null ? null : new Sharing({ open: state, clock, events, log, onStored })
  const onEvent = (event: HealthEvent | BudgetEvent, organisation: string): void => {
    log.warn({ ...event, organisation }, event.kind)
    events.tell(event, organisation)
  }
  const counts = new RequestCounts()
  const moved = new MovedRequests(clock, events)
  const traces = openTraces(process.env, (message) => log.warn(message))
  const onBug = (error: unknown): void => log.error({ err: error }, 'a bug in counting a request')
  const tee = new RecordTee({ store: records, counts, moved, clock, onBug })
  const sink = tracedSink(tee, traces)
  const outside = { configuration, others, records: sink, onEvent, sharing, allowLinkLocal }
  const { gateway, close: closeOutside } = assembleGateway(outside)
  const { states, random } = gateway
  sharing?.join(gateway)
  const probes = new Probes({
    clock,
    random,
    states,
    send: (target) => sendProbe(target, gateway),
    onBug: (error) => log.error({ err: error }, 'a bug in an active probe'),
  })
  const follow = (all: readonly Configuration[]): void => {
    sharing?.follow(all)
    probes.follow(all.flatMap(probeTargets))
  }
  const close = async (): Promise<void> => {
    probes.stop()
    await closeOutside()
    // What is cut off by that is recorded too.
    await Promise.race([gateway.afterwards.settled(), passed(AFTERWARDS_MS, null, { ref: false })])
    tee.flush()
    moved.flush()
    await Promise.all([
      records.close(),
      reader.close(),
      sharing?.close(),
      traces.then((open) => open?.close()),
    ])
  }
  const ready = async (all: readonly Configuration[]): Promise<void> => {
    sharing?.follow(all)
    await sharing?.ready()
  }
  return { gateway, manual: gateway.manual, counts, onEvent, follow, sharing, ready, close }
}

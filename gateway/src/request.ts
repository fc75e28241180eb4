import type { BudgetStore } from '#domain/budget'
import type { Clock, Random } from '#domain/clock'
import type { Configuration, VirtualKey } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import type { Send } from '#domain/attempt'
import type { RequestExchange } from '#domain/exchange'
import type { CheckPorts } from '#domain/quality'
import type { RecordSink } from '#domain/record'
import type { Accepted, Admitted, Dialect, PlanResult, Refusal } from '#domain/request'
import type { Rotation } from '#domain/health'
import type { Sessions } from '#domain/sessions'
import type { LimitShares } from '#domain/share'
import { admit, identify } from '#admit/admit'
import type { KeyLimits } from '#admit/key-limits'
import { closeToWindow } from '#plan/close-to-window'
import type { PlanPorts } from '#plan/plan'
import { plan } from '#plan/plan'
import { afterWaiting } from '#plan/refuse'
import type { DeploymentStates } from '#run/deployment-states'
import type { HedgeBudget } from '#run/hedge-budget'
import type { RetryBudget } from '#run/retry-budget'
import type { Afterwards } from '#run/afterwards'
import { watchOver } from '#run/quality-watch'
import type { AnswerJudge, RunPorts } from '#run/run-plan'
import { runPlan } from '#run/run-plan'
import { roomTaken } from '#run/room-taken'
import type { Place, WaitingRoom } from '#run/waiting-room'
import type { SettlePorts } from '#settle/settle'
import { lossesAt, unreachableAt } from '#send/translation'
import { prefillOf } from '#send/prefill'
import { settle, settleBug, settleRefusal } from '#settle/settle'
import { planShared } from './plan-shared.ts'

/** What the stages are handed; made once, in the composition root. */
export interface Gateway {
  readonly configuration: () => Configuration
  /** Configurations of other organisations, by the SHA-256 of each of their keys. */
  readonly others?: () => ReadonlyMap<string, Configuration>
  readonly clock: Clock
  readonly random: Random
  readonly limits: KeyLimits
  readonly rotation: { of(configuration: Configuration): Rotation }
  readonly states: DeploymentStates
  readonly sessions: Sessions
  readonly budget: RetryBudget
  readonly hedges: HedgeBudget
  readonly budgets: BudgetStore
  readonly queue: WaitingRoom
  /** Limits that several processes share; `null`: this one is alone. */
  readonly shares: LimitShares | null
  readonly send: Send
  readonly records: RecordSink
  readonly checks: CheckPorts
  /** Counts the input of a chat request; never rejects. `null`: it cannot be told. */
  readonly countInput: (dialect: Dialect, body: Uint8Array) => Promise<number | null>
  readonly afterwards: Afterwards
}

/**
 * The data plane: accept, admit, plan, run (which sends), settle. While every deployment is full, a request may wait for
 * room and is planned anew. Throws `GatewayError` for refusals before a plan.
 */
export async function handleRequest(exchange: RequestExchange, gateway: Gateway): Promise<void> {
  // Who calls stands in the headers: a caller that is not known gets no body read.
  const { configuration, key } = identify(exchange.caller(), gateway)
  const accepted = exchange.accept(await exchange.body())
  const { shares, clock, states } = gateway
  const entered = shares === null ? admit(accepted, key, gateway) : await admitShared(accepted, key, gateway)
  const admitted = closeToWindow(entered, configuration, gateway.states)
    ? await withCount(entered, gateway)
    : entered
  const sink = exchange.sink(accepted.body.streamed)
  sink.addHeaders(admitted.limitHeaders)
  let place: Place | null = null
  let settled = false
  try {
    for (;;) {
      let refused: Refusal | null
      const look = (): PlanResult => plan(admitted, planPorts(gateway, configuration, place))
      const planned = shares === null ? look() : await planShared(look, admitted, { clock, states, shares })
      if (planned.kind === 'refused') refused = planned
      else {
        if (place !== null) sink.addHeaders(timingOf(place))
        const todo = { admitted, plan: planned }
        const watch = watchOver(sink, todo, gateway)
        const running = runPlan(todo, watch ?? sink, runPorts(gateway, configuration, watch?.judge ?? null))
        place?.leave()
        const answered = await running
        refused = roomTaken(answered)
        if (refused === null) {
          const status = exchange.conclude(answered)
          settled = true
          settle(watch?.finished(answered) ?? answered, status, settlePorts(gateway, configuration, place))
          return
        }
      }
      place ??= gateway.queue.enter(refused.waiting, sink)
      const end = place === null || refused.waiting === null ? null : await place.turn(refused.waiting)
      if (end === 'room') continue
      if (end !== null && place !== null) refused = afterWaiting(refused, end, place.retryAfterMs)
      const headers = place === null ? admitted.limitHeaders : [...admitted.limitHeaders, ...timingOf(place)]
      const status = exchange.refuse(refusalOf(refused), headers)
      settled = true
      settleRefusal(admitted, refused, { ...settlePorts(gateway, configuration, place), status })
      return
    }
  } catch (bug) {
    if (settled) admitted.release(0)
    else settleBug(admitted, settlePorts(gateway, configuration, place))
    throw bug
  } finally {
    place?.leave()
  }
}

/** So often room that other processes hold is asked for, and may be gone again when it comes. */
const MOST_ASKED = 5

/** The request with its length counted, if that can be done in time. */
async function withCount(admitted: Admitted, { countInput }: Gateway): Promise<Admitted> {
  const { accepted } = admitted
  const tokens = await countInput(accepted.dialect, accepted.body.bytes)
  if (tokens === null) return admitted
  const body = { ...accepted.body, estimatedInputTokens: tokens, counted: true } as const
  return { ...admitted, accepted: { ...accepted, body } }
}

/** The same, but a limit of the key that several processes share may have room elsewhere. */
async function admitShared(accepted: Accepted, key: VirtualKey, gateway: Gateway): Promise<Admitted> {
  for (let asked = 0; ; asked++) {
    try {
      return admit(accepted, key, gateway)
    } catch (refusal) {
      const limited = refusal instanceof GatewayError && refusal.code === 'key_limit_reached'
      if (!limited || asked === MOST_ASKED || (await gateway.shares?.room()) !== true) throw refusal
    }
  }
}

/** Where and among whom a request is planned. Whoever has a place in the queue is not overtaken by those behind. */
export function planPorts(gateway: Gateway, configuration: Configuration, place: Place | null): PlanPorts {
  const { states, rotation, random, clock, budgets, queue, sessions } = gateway
  return {
    configuration,
    health: states,
    rotation: rotation.of(configuration),
    random,
    now: clock.now(),
    budgets,
    sessions,
    uncarried: lossesAt,
    unreachable: unreachableAt,
    queue: place === null ? queue : null,
  }
}

/** What a run is handed. */
export function runPorts(
  gateway: Gateway,
  configuration: Configuration,
  judge: AnswerJudge | null,
): RunPorts {
  const { clock, random, send, states, budget, hedges, queue, shares } = gateway
  return {
    clock,
    random,
    send,
    states,
    budget,
    budgetSettings: configuration.retryBudget,
    hedges,
    flushAfterMs: configuration.stream.flushAfterMs,
    malformedEvent: configuration.stream.malformedEvent,
    judge,
    queue,
    shares,
    prefillOf,
  }
}

/** What settling is handed. */
export function settlePorts(
  gateway: Gateway,
  configuration: Configuration,
  place: Place | null,
): SettlePorts {
  const { clock, records, sessions } = gateway
  const ports = { clock, records, sessions, configuration }
  return place === null ? ports : { ...ports, queuedMs: place.waitedMs }
}

function timingOf({ waitedMs }: Place): readonly (readonly [string, string])[] {
  return [['server-timing', `queue;dur=${Math.round(waitedMs)}`]]
}

/** A refusal of the plan, as the client is told. */
export function refusalOf(refusal: {
  code: GatewayError['code']
  message: string
  retryAfterMs: number | null
}): GatewayError {
  const { code, message, retryAfterMs } = refusal
  return new GatewayError(code, { message, ...(retryAfterMs === null ? {} : { retryAfterMs }) })
}

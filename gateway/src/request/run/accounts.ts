import type { BudgetRefusal } from '#domain/budget'
import type { Clock } from '#domain/clock'
import type { Deployment } from '#domain/deployment'
import { promptKey } from '#domain/prompt-key'
import type { RoomListener } from '#domain/queue'
import { isChat, isCount, type Planned, type PlanStep } from '#domain/request'
import type { Lack, LimitShares } from '#domain/share'
import type { TokenUsage } from '#domain/usage'
import type { AttemptEnd } from './attempt.ts'
import type { DeploymentState, Hold } from './deployment-state.ts'
import type { DeploymentStates, Ticket } from './deployment-states.ts'

export interface AccountsPorts {
  readonly clock: Clock
  readonly states: DeploymentStates
  /** Requests that wait for what is given back. */
  readonly queue?: RoomListener
  /** Where limits and budgets are shared with other processes. */
  readonly shares?: LimitShares | null
}

const NOTHING: readonly Lack[] = []

/** An attempt that was sent, with what it took and what it knew then. */
export interface Sent {
  readonly step: PlanStep
  readonly hold: Hold
  readonly ticket: Ticket
  /** Attempts of the request on the same deployment, this one included. */
  readonly tries: number
}

/** There may be room that other processes hold: it has to be fetched first. */
export interface Lacking {
  readonly kind: 'lacking'
  readonly lacks: readonly Lack[]
}

interface Taken {
  readonly deployment: Deployment
  readonly hold: Hold
  /** `null` until it is sent. */
  readonly ticket: Ticket | null
}

interface Settled {
  readonly end: AttemptEnd
  /** The deadline of the request has passed. */
  readonly late: boolean
  /** A reading of the clock that was just made. */
  readonly now?: number
}

/** What the attempts of one request take from deployments' limits, and what their ends say of deployments' health. */
export class Accounts {
  readonly #planned: Planned
  readonly #ports: AccountsPorts
  /** What was taken and not settled yet. */
  #open: readonly Taken[] = []

  constructor(planned: Planned, ports: AccountsPorts) {
    this.#planned = planned
    this.#ports = ports
  }

  /**
   * Room in the ledger and in the budgets at the moment of sending: others may have taken it. Else the milliseconds
   * until there is, or the budget that has none; or what is to be fetched before it is tried again.
   */
  reserve(step: PlanStep): Hold | number | BudgetRefusal | Lacking {
    const { deployment } = step
    const { plan } = this.#planned
    const now = this.#ports.clock.now()
    const state = this.#ports.states.of(deployment)
    const tokens = plan.reserveTokens(deployment)
    const waitMs = state.waitMs(deployment, { tokens, share: plan.policy.limitShare }, now)
    if (waitMs !== 0) return waitMs
    const lacks = this.lacks(step)
    if (lacks.length > 0) return plan.spending?.refusal(deployment) ?? { kind: 'lacking', lacks }
    const money = plan.spending?.reserve(deployment) ?? null
    if (money !== null && money.kind !== 'held') return money
    const taken = state.hold(deployment, tokens, now)
    const hold = money === null ? taken : { ...taken, money }
    this.#open = [...this.#open, { deployment, hold, ticket: null }]
    return hold
  }

  /** The attempt is about to be sent. */
  dispatched({ deployment }: PlanStep, hold: Hold, now: number): Ticket {
    const ticket = this.#ports.states.dispatched(deployment, now)
    this.#open = this.#open.map((taken) => (taken.hold === hold ? { ...taken, ticket } : taken))
    return ticket
  }

  /** A bug of ours has ended the request: what its attempts took is given back, and they say nothing about anybody. */
  abandon(): void {
    const open = this.#open
    this.#open = []
    const now = this.#ports.clock.now()
    for (const { deployment, hold, ticket } of open) {
      this.#ports.states.of(deployment).settle(hold, { tokens: 0, sent: true }, now)
      if (hold.money !== undefined) this.#planned.plan.spending?.settle(hold.money, deployment, null)
      if (ticket !== null) this.#ports.states.undecided(deployment, ticket, now)
      this.#ports.queue?.room(deployment.id)
    }
  }

  /** What has to be fetched from other processes before an attempt is made at a step. */
  lacks({ deployment }: PlanStep): readonly Lack[] {
    const { clock, states, shares = null } = this.#ports
    if (shares === null) return NOTHING
    const { plan } = this.#planned
    const ofLimits = states.of(deployment).lacks(deployment, plan.reserveTokens(deployment), clock.now())
    const ofMoney = plan.spending?.lacks(deployment) ?? NOTHING
    return ofMoney.length === 0 ? ofLimits : [...ofLimits, ...ofMoney]
  }

  /** Is there room at a step, without taking it and without fetching any. */
  hasRoom(step: PlanStep): boolean {
    const { deployment } = step
    const { plan } = this.#planned
    if (this.lacks(step).length > 0) return false
    if (plan.spending !== null && plan.spending.refusal(deployment) !== null) return false
    const need = { tokens: plan.reserveTokens(deployment), share: plan.policy.limitShare }
    return this.#ports.states.waitMs(deployment, need, this.#ports.clock.now()) === 0
  }

  /** Gives back what was not used, and tells what the attempt said of the deployment. */
  settle(sent: Sent, { end, late, now = this.#ports.clock.now() }: Settled): void {
    const { step, hold, ticket } = sent
    const { deployment } = step
    const open = this.#open.filter((taken) => taken.hold !== hold)
    if (open.length === this.#open.length) return
    this.#open = open
    const { states } = this.#ports
    const used = end.usage === null ? this.#guess(step, end) : end.usage.input + end.usage.output
    const state = states.of(deployment)
    state.settle(hold, { tokens: used, sent: end.sent }, now)
    if (hold.money !== undefined) this.#planned.plan.spending?.settle(hold.money, deployment, end.usage)
    if (givesBack(hold, used, end)) this.#ports.queue?.room(deployment.id)
    if (isCount(this.#planned.admitted.accepted.dialect)) {
      states.undecided(deployment, ticket, now)
      return
    }
    this.#measure(sent, state, { end, now })
    if (end.kind === 'cancelled' && ticket.probe && end.ttftMs !== null) {
      // It lost to its hedge, but it did begin to answer.
      states.committed(deployment, ticket, now)
    } else if (end.kind === 'answered' || end.failure?.class === 'quality') {
      // An answer that was not good enough is one: the place works.
      states.succeeded(deployment, ticket, now)
      if (end.usage !== null && !end.usage.estimated) this.#learn(state, end.usage, now)
      this.#keepWarm(deployment, now)
    } else if (end.failure !== null && isFault(step, end, late)) {
      const broken = end.kind === 'broken'
      states.failed(deployment, { failure: end.failure, ticket, broken, again: sent.tries > 1 }, now)
    } else {
      states.undecided(deployment, ticket, now)
    }
  }

  #learn(state: DeploymentState, { input, output }: TokenUsage, now: number): void {
    state.learnOutput(output)
    const { body, dialect } = this.#planned.admitted.accepted
    const isText =
      body.form === undefined && !body.needs.some((need) => need === 'vision' || need === 'audio')
    if (isText && body.counted !== true && isChat(dialect)) {
      state.measure().learnInput(input, body.estimatedInputTokens, now)
    }
  }

  /** Only where the order depends on it. */
  #keepWarm(deployment: Deployment, now: number): void {
    const { plan, admitted } = this.#planned
    if (!plan.keepsWarm) return
    const key = promptKey(admitted.accepted.body)
    if (key !== null) this.#ports.states.warmPrompts.answered(key, deployment.id, now)
  }

  #measure(sent: Sent, state: DeploymentState, { end, now }: { end: AttemptEnd; now: number }): void {
    const { streamed } = this.#planned.admitted.accepted.body
    if (end.ttftMs !== null) {
      const usage = end.kind === 'answered' ? end.usage : null
      state.measure().observe({ streamed, commitMs: end.ttftMs, totalMs: end.totalMs, usage }, now)
    } else if (gaveUpOn(sent, end)) {
      const cut = end.kind === 'cancelled'
      const likelyTokens = state.expectedOutput
      state.measure().observeLimit({ streamed, passedMs: end.totalMs, cut, likelyTokens }, now)
    }
  }

  /** An answer without usage used what was reserved; a failure used nothing. */
  #guess(step: PlanStep, end: AttemptEnd): number {
    return end.kind === 'answered' ? this.#planned.plan.reserveTokens(step.deployment) : 0
  }
}

/** Something of the deployment's limits that was reserved is free again. */
function givesBack({ tokens, requests }: Hold, used: number, { sent }: AttemptEnd): boolean {
  return (tokens !== null && used < tokens.amount) || (requests !== null && !sent)
}

/** Limits and deadlines of the caller say nothing about the deployment. */
function isFault(step: PlanStep, { kind, failure }: AttemptEnd, late: boolean): boolean {
  if (step.impatient === true && failure?.class === 'timeout' && failure.status === undefined) return false
  return kind === 'failed' || (kind === 'broken' && !late)
}

/**
 * We waited no longer, and not only because the request asked for less patience than usual. Probes that fail are left
 * out: how long a place takes while it is down says nothing of how long it takes.
 */
function gaveUpOn({ step, ticket }: Sent, { kind, failure, sent }: AttemptEnd): boolean {
  if (!sent || ticket.probe) return false
  if (kind === 'cancelled') return true
  if (kind !== 'failed' || failure === null || failure.status !== undefined) return false
  return failure.class === 'latency' || (failure.class === 'timeout' && step.impatient !== true)
}

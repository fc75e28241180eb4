import type { CooldownSettings } from '#domain/configuration'
import type { Random } from '#domain/clock'
import type { Deployment } from '#domain/deployment'
import type { Failure } from '#domain/failure'
import { FAILURE_RULES } from '#domain/failure'
import type {
  Asked,
  Demotion,
  HealthEvent,
  HealthView,
  LedgerNeed,
  ManualState,
  Measured,
} from '#domain/health'
import type { CredentialId, DeploymentId } from '#domain/names'
import type { Condition } from '#domain/condition'
import type { LimitShares } from '#domain/share'
import { FIRST_GUESS_TOKENS } from '#domain/output-estimate'
import type { Benching } from './bench-time.ts'
import { bench, cooledDown, GROWTH } from './bench-time.ts'
import { afterCommit, afterFailure, afterSuccess, afterUndecided, atDispatch, CLOSED } from './breaker.ts'
import { conditionAfter } from './condition-exchange.ts'
import { DeploymentState } from './deployment-state.ts'
import type { ManualStates } from './manual-states.ts'
import { QualityScore } from './quality-score.ts'
import { strainOf } from './strain.ts'
import { WarmPrompts } from './warm-prompts.ts'

export interface StatesOptions {
  readonly random: Random
  readonly cooldown: () => CooldownSettings
  readonly onEvent: (event: HealthEvent, organisation: string) => void
  /** What operators set; nothing, if left out. */
  readonly manual?: ManualStates
  /** Limits are shared with other processes; if left out, they are those of this one. */
  readonly shares?: LimitShares | null
  /** To be told to other processes. */
  readonly onCondition?: (condition: Condition) => void
}

/** What an attempt takes along when it is sent, so that its end is held against the state it was sent in. */
export interface Ticket {
  /** Counts the times at which something was taken out of service; what comes later is news to this attempt. */
  readonly era: number
  /** It is the one that a half-open breaker waits for. */
  readonly probe: boolean
}

/** An attempt that failed through the deployment's fault. */
export interface Failed {
  readonly failure: Failure
  readonly ticket: Ticket
  /** After the answer had begun. */
  readonly broken?: boolean
  /** Tried again in place. */
  readonly again?: boolean
}

interface BenchedCredential {
  readonly benching: Benching
  readonly era: number
}

/** The state of every deployment and credential: what planning looks at, and what outcomes change. */
export class DeploymentStates implements HealthView {
  readonly warmPrompts = new WarmPrompts()
  readonly #states = new Map<DeploymentId, DeploymentState>()
  readonly #credentials = new Map<CredentialId, BenchedCredential>()
  readonly #options: StatesOptions
  /** Of attempts that are sent now and are no probe: one object for all of them. */
  #ticket: Ticket = { era: 0, probe: false }

  constructor(options: StatesOptions) {
    this.#options = options
  }

  of({ id }: Pick<Deployment, 'id'>): DeploymentState {
    const known = this.#states.get(id)
    if (known !== undefined) return known
    const fresh = new DeploymentState(this.#options.shares)
    this.#states.set(id, fresh)
    return fresh
  }

  /** Has an operator set the state of any deployment. */
  get anySet(): boolean {
    return (this.#options.manual?.size ?? 0) > 0
  }

  drained(deployment: Deployment, now: number): ManualState | null {
    if (!this.anySet) return null
    const set = this.#options.manual?.of(deployment, now)
    return set?.state === 'drained' ? set : null
  }

  demotion(deployment: Deployment, now: number, asked?: Asked): Demotion | null {
    const { manual } = this.#options
    const set = manual === undefined || manual.size === 0 ? null : manual.demotion(deployment, now)
    if (set !== null) return set
    const benched = this.#credentials.size === 0 ? null : this.benched(deployment)
    if (benched !== null && now < benched.until) {
      return { state: 'benched', ...benched.cause, retryInMs: benched.until - now }
    }
    const state = this.#states.get(deployment.id)
    if (state === undefined) return null
    const { breaker, cooldown } = state
    if (breaker.kind === 'open' && now < breaker.until) {
      return { state: 'open', ...breaker.cause, retryInMs: breaker.until - now }
    }
    if (breaker.kind === 'half_open') return { state: 'half_open', ...breaker.cause, retryInMs: 0 }
    if (cooldown !== null && now < cooldown.until) {
      return { state: 'cooling', ...cooldown.cause, retryInMs: cooldown.until - now }
    }
    return asked === undefined ? null : strainOf(state, { asked, deployment }, now)
  }

  /** An answer was found to be so good, 0–1. */
  scored(deployment: Deployment, score: number, now: number): void {
    const state = this.of(deployment)
    state.quality ??= new QualityScore()
    state.quality.add(score, now)
  }

  waitMs(deployment: Deployment, need: LedgerNeed, now: number): number {
    // What others have used of it is known of one that was never tried here.
    const { shares = null } = this.#options
    const state = shares === null ? this.#states.get(deployment.id) : this.of(deployment)
    return state?.waitMs(deployment, need, now) ?? 0
  }

  inputFactor(deployment: Deployment): number {
    return this.#states.get(deployment.id)?.inputFactor ?? 1
  }

  expectedOutput(deployment: Deployment): number {
    return this.#states.get(deployment.id)?.expectedOutput ?? FIRST_GUESS_TOKENS
  }

  measured(deployment: Deployment): Measured | null {
    const state = this.#states.get(deployment.id)
    return state?.tried === true ? state : null
  }

  warmFor(promptKey: number, now: number): DeploymentId | null {
    return this.warmPrompts.of(promptKey, now)
  }

  /** An attempt is about to be sent; the first one after the open time is the probe. */
  dispatched(deployment: Deployment, now: number): Ticket {
    const state = this.of(deployment)
    const before = state.breaker
    state.sent++
    state.breaker = atDispatch(before, now)
    if (state.breaker === before) return this.#ticket
    this.#tell(deployment, { kind: 'breaker-half-opened', deployment: deployment.label }, now)
    return { era: this.#ticket.era, probe: true }
  }

  /** An answer has begun, which may take long: the breaker need not wait for its end. */
  committed(deployment: Deployment, { era }: Ticket, now: number): void {
    const state = this.of(deployment)
    const before = state.breaker
    if (before === CLOSED || era < state.openedIn) return
    state.breaker = afterCommit(before, era, now)
    if (before.kind === 'closed') return
    state.errors.clear()
    this.#tell(deployment, { kind: 'breaker-closed', deployment: deployment.label }, now)
  }

  /** An answer; one to an attempt that was sent before a breaker opened or a place cooled down does not undo that. */
  succeeded(deployment: Deployment, ticket: Ticket, now: number): void {
    const { era } = ticket
    const state = this.of(deployment)
    if (era >= state.openedIn) {
      if (state.breaker.kind !== 'closed') this.committed(deployment, ticket, now)
      if (state.breaker.kind === 'closed') state.breaker = afterSuccess(state.breaker)
      state.errors.add(false, deployment.breaker.windowMs, now)
    }
    state.faults.add(0, 1, now)
    if (state.cooldown !== null && era >= state.cooledIn) state.cooldown = null
    if (this.#credentials.size === 0) return
    const benched = this.#credentials.get(deployment.credential)
    if (benched === undefined || era < benched.era) return
    this.#credentials.delete(deployment.credential)
    this.#tell(deployment, { kind: 'credential-restored', deployment: deployment.label }, now)
  }

  /** Forgets what failures have brought about: breaker, cooldown, and the bench of the credential. */
  reset({ id, credential }: Pick<Deployment, 'id' | 'credential'>): void {
    const state = this.of({ id })
    state.breaker = CLOSED
    state.openedIn = this.nextEra()
    state.cooldown = null
    state.errors.clear()
    this.#credentials.delete(credential)
  }

  /** Another process has found out about a credential; `null`: it may be used again. */
  bench(credential: CredentialId, benching: Benching | null): void {
    if (benching === null) this.#credentials.delete(credential)
    else this.#credentials.set(credential, { benching, era: this.nextEra() })
  }

  /** Why and until when the credential is not used; `null` for one that may be. */
  benched(deployment: Deployment): Benching | null {
    return this.#credentials.get(deployment.credential)?.benching ?? null
  }

  /** The attempt said nothing about the deployment: the client left, or another attempt won. */
  undecided(deployment: Deployment, ticket: Ticket, now: number): void {
    const state = this.of(deployment)
    if (ticket.probe && ticket.era >= state.openedIn) state.breaker = afterUndecided(state.breaker, now)
  }

  failed(
    deployment: Deployment,
    { failure, ticket, broken = false, again = false }: Failed,
    now: number,
  ): void {
    if (FAILURE_RULES[failure.class].effect !== 'none') this.of(deployment).faults.add(1, 1, now)
    const cause = {
      class: failure.class,
      ...(failure.status === undefined ? {} : { status: failure.status }),
    }
    const { effect } = FAILURE_RULES[failure.class]
    if (effect === 'breaker') this.#countFailure(deployment, { cause, ticket, broken, again }, now)
    else {
      if (effect === 'cooldown') this.#coolDown(deployment, failure, now)
      if (effect === 'credential') this.#benchCredential(deployment, cause, now)
      this.undecided(deployment, ticket, now)
    }
  }

  /** Of attempts sent before the breaker opened nothing new is learned; while it is half open only the probe decides. */
  #countFailure(
    deployment: Deployment,
    { cause, ticket, broken, again }: Required<Omit<Failed, 'failure'>> & Pick<Benching, 'cause'>,
    now: number,
  ): void {
    const state = this.of(deployment)
    const before = state.breaker
    if (ticket.era < state.openedIn || (before.kind === 'half_open' && !ticket.probe)) return
    const settings = deployment.breaker
    state.errors.add(true, settings.windowMs, now)
    const window = state.errors.read(settings.windowMs, now)
    const first = before.kind === 'closed' && before.fresh === null && !broken
    state.breaker = afterFailure(before, settings, {
      cause,
      broken,
      again,
      era: first ? this.nextEra() : 0,
      sent: state.sent,
      ...window,
      now,
      random: this.#options.random(),
    })
    if (state.breaker !== before && state.breaker.kind === 'open') {
      state.openedIn = this.nextEra()
      if (before.kind === 'closed') state.noteUsual(now)
      const openMs = Math.round(state.breaker.until - now)
      const event = { deployment: deployment.label, class: cause.class, openMs }
      this.#tell(deployment, { kind: 'breaker-opened', ...event }, now)
    }
  }

  /** What is sent from now on is news to what was found out before. */
  nextEra(): number {
    this.#ticket = { era: this.#ticket.era + 1, probe: false }
    return this.#ticket.era
  }

  #coolDown(deployment: Deployment, failure: Failure, now: number): void {
    const state = this.of(deployment)
    const before = state.cooldown
    state.cooldown = cooledDown(before, failure, { settings: this.#options.cooldown(), now })
    if (state.cooldown !== before) state.cooledIn = this.nextEra()
    const forMs = Math.round(state.cooldown.until - now)
    const event = { deployment: deployment.label, class: failure.class, forMs }
    this.#tell(deployment, { kind: 'deployment-cooling', ...event }, now)
  }

  #benchCredential(deployment: Deployment, cause: Benching['cause'], now: number): void {
    const before = this.#credentials.get(deployment.credential)?.benching ?? null
    const benching = bench(before, GROWTH.credential, { now, cause })
    if (benching === before) return
    this.#credentials.set(deployment.credential, { benching, era: this.nextEra() })
    const forMs = Math.round(benching.until - now)
    const event = { deployment: deployment.label, class: cause.class, forMs }
    this.#tell(deployment, { kind: 'credential-benched', ...event }, now)
  }

  #tell(deployment: Deployment, event: HealthEvent, now: number): void {
    const { onEvent, onCondition } = this.#options
    onEvent(event, deployment.organisation)
    const condition =
      onCondition === undefined ? null : conditionAfter(event, { deployment, states: this }, now)
    if (condition !== null) onCondition?.(condition)
  }
}

import type { CooldownSettings } from '#domain/configuration'
import type { Random } from '#domain/clock'
import type { Deployment } from '#domain/deployment'
import type { Failure } from '#domain/failure'
import { FAILURE_RULES } from '#domain/failure'
import type { Demotion, HealthEvent, HealthView, LedgerNeed } from '#domain/health'
import type { CredentialId, DeploymentId } from '#domain/names'
import type { Benching } from './bench-time.ts'
import { bench, benchFor, GROWTH } from './bench-time.ts'
import { afterFailure, afterSuccess, afterUndecided, atDispatch } from './breaker.ts'
import { DeploymentState } from './deployment-state.ts'

export interface StatesOptions {
  readonly random: Random
  readonly cooldown: () => CooldownSettings
  readonly onEvent: (event: HealthEvent) => void
}

/** The state of every deployment and credential: what planning looks at, and what outcomes change. */
export class DeploymentStates implements HealthView {
  readonly #states = new Map<DeploymentId, DeploymentState>()
  readonly #credentials = new Map<CredentialId, Benching>()
  readonly #options: StatesOptions

  constructor(options: StatesOptions) {
    this.#options = options
  }

  of(deployment: Deployment): DeploymentState {
    const known = this.#states.get(deployment.id)
    if (known !== undefined) return known
    const fresh = new DeploymentState()
    this.#states.set(deployment.id, fresh)
    return fresh
  }

  demotion(deployment: Deployment, now: number): Demotion | null {
    const benched = this.#credentials.size === 0 ? undefined : this.#credentials.get(deployment.credential)
    if (benched !== undefined && now < benched.until) {
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
    return null
  }

  waitMs(deployment: Deployment, need: LedgerNeed, now: number): number {
    return this.#states.get(deployment.id)?.waitMs(deployment, need, now) ?? 0
  }

  expectedOutput(deployment: Deployment): number {
    return this.of(deployment).expectedOutput
  }

  /** An attempt is about to be sent; the first one after the open time is the probe. */
  dispatched(deployment: Deployment, now: number): void {
    const state = this.of(deployment)
    const before = state.breaker
    state.breaker = atDispatch(before, now)
    if (state.breaker !== before) this.#tell({ kind: 'breaker-half-opened', deployment: deployment.label })
  }

  succeeded(deployment: Deployment, now: number): void {
    const state = this.of(deployment)
    if (state.breaker.kind !== 'closed') {
      state.errors.clear()
      this.#tell({ kind: 'breaker-closed', deployment: deployment.label })
    }
    state.breaker = afterSuccess(state.breaker)
    state.errors.add(false, deployment.breaker.windowMs, now)
    state.cooldown = null
    if (this.#credentials.size > 0) this.#credentials.delete(deployment.credential)
  }

  /** The attempt said nothing about the deployment: the client left, or another attempt won. */
  undecided(deployment: Deployment, now: number): void {
    const state = this.of(deployment)
    state.breaker = afterUndecided(state.breaker, now)
  }

  failed(deployment: Deployment, failure: Failure, now: number): void {
    const cause = {
      class: failure.class,
      ...(failure.status === undefined ? {} : { status: failure.status }),
    }
    switch (FAILURE_RULES[failure.class].effect) {
      case 'breaker':
        this.#countFailure(deployment, cause, now)
        break
      case 'cooldown':
        this.#coolDown(deployment, { failure, cause }, now)
        this.undecided(deployment, now)
        break
      case 'credential':
        this.#benchCredential(deployment, cause, now)
        this.undecided(deployment, now)
        break
      case 'none':
        this.undecided(deployment, now)
    }
  }

  #countFailure(deployment: Deployment, cause: Benching['cause'], now: number): void {
    const state = this.of(deployment)
    const settings = deployment.breaker
    state.errors.add(true, settings.windowMs, now)
    const before = state.breaker
    const window = state.errors.read(settings.windowMs, now)
    state.breaker = afterFailure(before, settings, { cause, ...window, now, random: this.#options.random() })
    if (state.breaker !== before && state.breaker.kind === 'open') {
      const openMs = Math.round(state.breaker.until - now)
      this.#tell({ kind: 'breaker-opened', deployment: deployment.label, class: cause.class, openMs })
    }
  }

  #coolDown(deployment: Deployment, why: { failure: Failure; cause: Benching['cause'] }, now: number): void {
    const state = this.of(deployment)
    const { minMs, maxMs, defaultMs } = this.#options.cooldown()
    const facts = { now, cause: why.cause }
    const hint = why.failure.retryAfterMs
    if (hint !== undefined) {
      state.cooldown = benchFor(state.cooldown, Math.min(maxMs, Math.max(minMs, hint)), facts)
    } else if (why.failure.class === 'rate_limit') {
      state.cooldown = bench(state.cooldown, { ...GROWTH.rateLimit, firstMs: defaultMs }, facts)
    } else {
      state.cooldown = bench(state.cooldown, GROWTH.modelUnavailable, facts)
    }
    const forMs = Math.round(state.cooldown.until - now)
    this.#tell({ kind: 'deployment-cooling', deployment: deployment.label, class: why.cause.class, forMs })
  }

  #benchCredential(deployment: Deployment, cause: Benching['cause'], now: number): void {
    const before = this.#credentials.get(deployment.credential) ?? null
    const benching = bench(before, GROWTH.credential, { now, cause })
    if (benching === before) return
    this.#credentials.set(deployment.credential, benching)
    const forMs = Math.round(benching.until - now)
    this.#tell({ kind: 'credential-benched', deployment: deployment.label, class: cause.class, forMs })
  }

  #tell(event: HealthEvent): void {
    this.#options.onEvent(event)
  }
}

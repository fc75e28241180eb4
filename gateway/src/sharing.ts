import type { BaseLogger } from 'pino'
import type { Clock, Timer } from '#domain/clock'
import type { Condition } from '#domain/condition'
import type { Configuration } from '#domain/configuration'
import { ledgerName } from '#domain/ledger'
import type { DeploymentId } from '#domain/names'
import type { LimitShares } from '#domain/share'
import type { Notice, SharedCopies, SharedListener, SharedStanding, SharedState } from '#domain/shared-state'
import { keyLimitName } from '#admit/key-limits'
import type { SessionMemory } from '#plan/session-memory'
import { adoptCondition } from '#run/condition-exchange'
import type { DeploymentStates } from '#run/deployment-states'
import type { ManualStates } from '#run/manual-states'
import { ConditionLog } from '#shared-state/condition-log'
import { ShareKeeper } from '#shared-state/share-keeper'
import type { EventLog } from '#store/event-log'
import { declaredDeployments } from './health-report.ts'

/** Sessions are told together, so often. */
const SESSIONS_MS = 200
/** Longest that the start waits for the first parts of the limits. */
const READY_MS = 1_000

/** What is kept of requests in this process, and told to and heard from others. */
export interface SharedParts {
  readonly states: DeploymentStates
  readonly manual: ManualStates
  readonly sessions: SessionMemory
}

export interface SharingOptions {
  readonly open: (listener: SharedListener) => SharedState
  readonly clock: Clock
  readonly events: EventLog
  readonly log: BaseLogger
  /** Another process has changed what is stored of configurations. */
  readonly onStored: () => void
}

/** What one process shares with others: its part in limits, how deployments stand, sessions, events. */
export class Sharing {
  readonly #options: SharingOptions
  readonly #state: SharedState
  readonly #keeper: ShareKeeper
  readonly #conditions: ConditionLog
  #parts: SharedParts | null = null
  #served: (readonly [string, DeploymentId])[] = []
  #telling: Timer | null = null
  #wasLost = false

  constructor(options: SharingOptions) {
    const { clock, events } = options
    this.#options = options
    this.#state = options.open({
      heard: (notice) => this.#hear(notice),
      connected: () => this.#connected(),
      lost: (why) => this.#lost(why),
    })
    this.#keeper = new ShareKeeper({ state: this.#state, clock })
    const adopt = (condition: Condition): void => this.#adopt(condition)
    this.#conditions = new ConditionLog({ state: this.#state, clock, adopt })
    events.forward((event) => this.#state.tell({ kind: 'event', event }))
  }

  get shares(): LimitShares {
    return this.#keeper
  }

  get copies(): SharedCopies | null {
    return this.#state.copies
  }

  get standing(): SharedStanding {
    return this.#state.standing
  }

  readonly onCondition = (condition: Condition): void => this.#conditions.tell(condition)

  readonly onServed = (session: string, deployment: DeploymentId): void => {
    this.#served.push([session, deployment])
    this.#telling ??= this.#options.clock.after(SESSIONS_MS, () => {
      this.#telling = null
      this.#state.tell({ kind: 'sessions', served: this.#served })
      this.#served = []
    })
  }

  /** Tells the others that what is stored of configurations has changed; whoever does not hear it finds out by looking. */
  tellStored(): void {
    this.#state.tell({ kind: 'stored' })
  }

  /** From now on what is heard goes there. */
  join(parts: SharedParts): void {
    this.#parts = parts
    if (this.standing.connected) this.#meet()
  }

  /** The limits of these configurations are the ones to have a part in. */
  follow(configurations: readonly Configuration[]): void {
    this.#keeper.declare(new Map(configurations.flatMap((one) => [...limitsOf(one)])))
  }

  /** Resolves when there is a part of every limit, or after a second without. */
  async ready(): Promise<void> {
    await this.#keeper.settled(READY_MS)
    if (!this.standing.connected) this.#lost('there was no answer at the start')
  }

  async close(): Promise<void> {
    this.#telling?.cancel()
    this.#keeper.close()
    await this.#state.close()
  }

  #connected(): void {
    // The first time may be before the constructor is through.
    queueMicrotask(() => {
      if (this.#wasLost) {
        const message = 'limits and states are shared with other processes again'
        this.#tellOperators('shared-state-restored', message)
        // What was told meanwhile was not heard.
        this.#options.onStored()
      }
      this.#wasLost = false
      this.#keeper.connected()
      this.#meet()
    })
  }

  #lost(why: string): void {
    this.#wasLost = true
    const message = `the other processes cannot be reached, each goes on with its part of the limits: ${why}`
    this.#tellOperators('shared-state-lost', message)
    this.#keeper.lost()
  }

  #meet(): void {
    if (this.#parts === null) return
    // Where they cannot be reached after all they will be met the next time.
    this.#conditions.meet().catch(() => undefined)
  }

  #tellOperators(kind: 'shared-state-lost' | 'shared-state-restored', message: string): void {
    const { log, events } = this.#options
    log[kind === 'shared-state-lost' ? 'error' : 'info']({ kind, message }, kind)
    events.tell({ kind, message })
  }

  #hear(notice: Notice): void {
    switch (notice.kind) {
      case 'condition':
        this.#conditions.hear(notice.condition)
        break
      case 'event':
        this.#options.events.hear(notice.event)
        break
      case 'stored':
        this.#options.onStored()
        break
      case 'recall':
        this.#keeper.recalled(notice.name)
        break
      case 'sessions': {
        const now = this.#options.clock.now()
        for (const [session, deployment] of notice.served)
          this.#parts?.sessions.hear(session, deployment, now)
        break
      }
      case 'vitals':
      case 'vitals-wanted':
        // Whoever shows them listens for them.
        break
    }
  }

  #adopt(condition: Condition): void {
    if (this.#parts === null) return
    const { states, manual } = this.#parts
    if (condition.aspect === 'manual') {
      manual.adopt(condition)
      return
    }
    if (condition.aspect === 'reset') manual.clear({ id: condition.deployment })
    adoptCondition(states, condition, this.#options.clock.now())
  }
}

/** Every limit per minute, by the name under which it is shared. */
function limitsOf(configuration: Configuration): ReadonlyMap<string, number> {
  const limits = new Map<string, number>()
  const add = (name: string, limit: number | null): void => {
    if (limit !== null) limits.set(name, limit)
  }
  for (const { id, tokensPerMinute, requestsPerMinute } of declaredDeployments(configuration)) {
    add(ledgerName(id, 'tokens'), tokensPerMinute)
    add(ledgerName(id, 'requests'), requestsPerMinute)
  }
  for (const { id, limits: own } of configuration.keys.values()) {
    add(keyLimitName(id, 'tokens'), own.tokensPerMinute)
    add(keyLimitName(id, 'requests'), own.requestsPerMinute)
  }
  return limits
}

import type { BudgetEvent } from '#domain/budget'
import { BudgetLedger } from '#domain/budget-ledger'
import type { Clock, Random } from '#domain/clock'
import type { Condition } from '#domain/condition'
import type { Configuration } from '#domain/configuration'
import type { HealthEvent } from '#domain/health'
import type { DeploymentId } from '#domain/names'
import type { LimitShares } from '#domain/share'
import { KeyLimits } from '#admit/key-limits'
import { Rotations } from '#plan/rotations'
import { SessionMemory } from '#plan/session-memory'
import type { Gateway } from '#request'
import { Afterwards } from '#run/afterwards'
import { DeploymentStates } from '#run/deployment-states'
import { HedgeBudget } from '#run/hedge-budget'
import { ManualStates } from '#run/manual-states'
import { RetryBudget } from '#run/retry-budget'
import { WaitingRoom } from '#run/waiting-room'

/** A gateway without what it reaches the outside through; its state is that of this process. */
export interface RequestState extends Omit<Gateway, 'send' | 'records' | 'checks' | 'countInput'> {
  readonly budgets: BudgetLedger
  readonly rotation: Rotations
  readonly sessions: SessionMemory
  readonly manual: ManualStates
}

export interface RequestStateOptions {
  /** The one in force: it may change while requests are under way. */
  readonly configuration: () => Configuration
  readonly clock: Clock
  readonly random: Random
  readonly onEvent: (event: HealthEvent | BudgetEvent, organisation: string) => void
  /** Several processes share it; if left out, this one is alone. */
  readonly sharing?: {
    readonly shares: LimitShares
    readonly onCondition: (condition: Condition) => void
    readonly onServed: (session: string, deployment: DeploymentId) => void
  } | null
}

/** What is remembered from one request to the next, fresh. */
export function requestState(options: RequestStateOptions): RequestState {
  const { configuration, clock, random, onEvent, sharing = null } = options
  const shares = sharing?.shares ?? null
  const told = sharing === null ? {} : { onCondition: sharing.onCondition }
  const cooldown = (): Configuration['cooldown'] => configuration().cooldown
  const manual = new ManualStates({ clock, onEvent, ...told })
  return {
    configuration,
    clock,
    random,
    limits: new KeyLimits(clock, shares),
    rotation: new Rotations(),
    sessions: new SessionMemory(sharing === null ? {} : { onServed: sharing.onServed }),
    states: new DeploymentStates({ random, cooldown, onEvent, manual, shares, ...told }),
    budget: new RetryBudget(),
    hedges: new HedgeBudget(),
    budgets: new BudgetLedger({ clock, onEvent, shares }),
    queue: new WaitingRoom(clock),
    shares,
    afterwards: new Afterwards(),
    manual,
  }
}

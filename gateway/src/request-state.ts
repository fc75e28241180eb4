import type { BudgetEvent } from '#domain/budget'
import { BudgetLedger } from '#domain/budget-ledger'
import type { Clock, Random } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import type { HealthEvent } from '#domain/health'
import { KeyLimits } from '#admit/key-limits'
import { SmoothRotation } from '#plan/rotation'
import { SessionMemory } from '#plan/session-memory'
import type { Gateway } from '#request'
import { Afterwards } from '#run/afterwards'
import { DeploymentStates } from '#run/deployment-states'
import { HedgeBudget } from '#run/hedge-budget'
import { ManualStates } from '#run/manual-states'
import { RetryBudget } from '#run/retry-budget'
import { WaitingRoom } from '#run/waiting-room'

/** A gateway without what it reaches the outside through; its state is that of this process. */
export interface RequestState extends Omit<Gateway, 'send' | 'records' | 'checks'> {
  readonly budgets: BudgetLedger
  readonly rotation: SmoothRotation
  readonly manual: ManualStates
}

export interface RequestStateOptions {
  /** The one in force: it may change while requests are under way. */
  readonly configuration: () => Configuration
  readonly clock: Clock
  readonly random: Random
  readonly onEvent: (event: HealthEvent | BudgetEvent) => void
}

/** What is remembered from one request to the next, fresh. */
export function requestState({ configuration, clock, random, onEvent }: RequestStateOptions): RequestState {
  const cooldown = (): Configuration['cooldown'] => configuration().cooldown
  const manual = new ManualStates({ clock, onEvent })
  return {
    configuration,
    clock,
    random,
    limits: new KeyLimits(clock),
    rotation: new SmoothRotation(),
    sessions: new SessionMemory(),
    states: new DeploymentStates({ random, cooldown, onEvent, manual }),
    budget: new RetryBudget(),
    hedges: new HedgeBudget(),
    budgets: new BudgetLedger({ clock, onEvent }),
    queue: new WaitingRoom(clock),
    afterwards: new Afterwards(),
    manual,
  }
}

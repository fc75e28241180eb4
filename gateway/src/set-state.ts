import type { StateChange } from '#control/ports'
import type { Condition } from '#domain/condition'
import type { Deployment } from '#domain/deployment'
import type { HealthEvent } from '#domain/health'
import type { DeploymentStates } from '#run/deployment-states'
import type { ManualStates } from '#run/manual-states'

export interface SettableStates {
  readonly states: DeploymentStates
  readonly manual: ManualStates
  readonly onEvent: (event: HealthEvent, organisation: string) => void
  /** To be told to other processes. */
  readonly onCondition: ((condition: Condition) => void) | null
}

/** Sets what an operator asks for; a reset takes back what was set before, and forgets failures. */
export function setState(deployment: Deployment, change: StateChange, settable: SettableStates): void {
  const { state, forMs, reason, by } = change
  const { states, manual, onEvent, onCondition } = settable
  if (state !== 'reset') {
    const set = state === 'drain' ? 'drained' : 'forced_open'
    manual.change(deployment, { state: set, forMs, reason, by })
    return
  }
  manual.clear(deployment)
  states.reset(deployment)
  onCondition?.({ aspect: 'reset', deployment: deployment.id, credential: deployment.credential })
  onEvent({ kind: 'deployment-reset', deployment: deployment.label, reason, by }, deployment.organisation)
}

import type { Clock } from '#domain/clock'
import type { Admitted, PlanResult } from '#domain/request'
import type { LimitShares } from '#domain/share'
import { Accounts } from '#run/accounts'
import type { DeploymentStates } from '#run/deployment-states'

/** So often room that other processes hold is asked for, and may be gone again when it comes. */
const MOST_ASKED = 5

interface SharedPorts {
  readonly clock: Clock
  readonly states: DeploymentStates
  readonly shares: LimitShares
}

/**
 * A plan that does not depend on which process holds how much of a limit: what may have been left elsewhere is fetched
 * before it is refused, or begins with something else. While the own shares suffice nobody is asked.
 */
export async function planShared(
  look: () => PlanResult,
  admitted: Admitted,
  ports: SharedPorts,
): Promise<PlanResult> {
  let planned = look()
  for (let asked = 0; asked < MOST_ASKED; asked++) {
    if (planned.kind === 'refused') {
      if (!(await ports.shares.room())) return planned
    } else {
      const [first] = planned.steps
      if (first === undefined) return planned
      const lacks = new Accounts({ admitted, plan: planned }, ports).lacks(first)
      // By what is known after an answer in vain, something else comes first.
      if (lacks.length === 0 || (await ports.shares.fetch(lacks))) return planned
    }
    planned = look()
  }
  return planned
}

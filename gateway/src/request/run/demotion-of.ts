import type { Demotion } from '#domain/health'
import { isStrain } from '#domain/health'
import type { Plan, PlanStep } from '#domain/request'
import type { DeploymentStates } from './deployment-states.ts'

interface Moment {
  readonly states: DeploymentStates
  readonly plan: Plan
  readonly now: number
}

/** What puts a step of the plan last at this moment; one on trial keeps its place. */
export function demotionOf(step: PlanStep, { states, plan, now }: Moment): Demotion | null {
  const demotion = states.demotion(step.deployment, now, plan)
  return demotion !== null && isStrain(demotion) && step.onTrial === true ? null : demotion
}

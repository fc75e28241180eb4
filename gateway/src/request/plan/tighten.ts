import type { Timeouts } from '#domain/deployment'
import type { Retry } from '#domain/policy'
import type { PlanStep, RequestControls } from '#domain/request'

/** A request may ask for fewer tries and shorter limits than its policy has, never for more. */
export function tighten(step: PlanStep, controls: RequestControls): PlanStep {
  return {
    ...step,
    retry: smaller(step.retry, controls.retry),
    timeouts: smaller(step.timeouts, controls.timeouts),
    ...(Object.keys(controls.timeouts).length > 0 && { impatient: true }),
  }
}

export function asksForTightening(controls: RequestControls): boolean {
  return Object.keys(controls.retry).length > 0 || Object.keys(controls.timeouts).length > 0
}

function smaller<T extends Retry | Timeouts>(allowed: T, asked: Partial<T>): T {
  const tightened = { ...allowed }
  for (const name of Object.keys(asked) as (keyof T)[]) {
    const limit = allowed[name]
    const wish = asked[name]
    if (typeof wish === 'number' && (limit === null || (typeof limit === 'number' && wish < limit))) {
      tightened[name] = wish as T[keyof T]
    }
  }
  return tightened
}

import type { Call } from '#domain/attempt'
import type { Planned, PlanStep } from '#domain/request'
import { matches } from '#domain/trigger-set'
import { continueCodec } from '#wire/continue'

/** What a call depends on beside its step. */
export interface CallFacts {
  readonly planned: Planned
  /** There is somewhere else to go if it fails. */
  readonly alternative: boolean
  /** It may be tried again where it is. */
  readonly again: boolean
  /** It runs beside another one: nothing but content wins. */
  readonly beside: boolean
  readonly malformedEvent: Call['malformedEvent']
}

/** May what this request gets of a stream be gone on with by another deployment, should it break off. */
function isTracked({ plan, admitted }: Planned): boolean {
  if (plan.policy.midStream.mode !== 'continue' || plan.steps.length < 2) return false
  return admitted.accepted.body.streamed && continueCodec(admitted.accepted.dialect) !== null
}

/** The call of one step: how long its answer is held back, and what counts as a failure of it. */
export function callOf(
  step: PlanStep,
  { planned, alternative, again, beside, malformedEvent }: CallFacts,
): Call {
  const { triggers } = planned.plan.policy
  return {
    accepted: planned.admitted.accepted,
    model: step.model,
    deployment: step.deployment,
    hold: alternative || again || beside ? 'content' : 'event',
    judge: {
      refusal: alternative && matches(triggers, { class: 'refusal' }),
      contentFilter: alternative && matches(triggers, { class: 'content_filter' }),
    },
    malformedEvent,
    tracked: isTracked(planned),
    mayBeEmpty: false,
  }
}

import type { Behavior } from './behavior.ts'
import type { Circumstances } from './dialect.ts'
import { partsOf } from './parts.ts'

/** The usage object of an answer: what the script says, the rest estimated. */
export function openaiUsage(behavior: Behavior, circumstances: Circumstances): object {
  const scripted = behavior.usage === undefined || behavior.usage === 'none' ? {} : behavior.usage
  const parts = partsOf(behavior)
  const input = scripted.input ?? circumstances.estimatedInput
  const output = scripted.output ?? parts.length
  const reasoning = scripted.reasoning ?? parts.filter((part) => part.kind === 'reasoning').length
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: scripted.cachedInput ?? 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}

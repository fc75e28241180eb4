import type { Behavior } from './behavior.ts'
import type { Circumstances } from './dialect.ts'
import { partsOf } from './parts.ts'

interface OpenaiUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
  readonly prompt_tokens_details: { readonly cached_tokens: number; readonly audio_tokens: number }
  readonly completion_tokens_details: Readonly<Record<string, number>>
}

/** The usage object of an answer: what the script says, the rest estimated. */
export function openaiUsage(behavior: Behavior, circumstances: Circumstances): OpenaiUsage {
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

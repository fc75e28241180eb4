import { GatewayError } from '#domain/errors'
import type { Generation } from '#store/find-generation'
import type { PastRequests, Sender } from './past-requests.ts'

const HUNG_UP = 499

/** `GET /v1/generation?id=`: the usage record of one request of the key. Throws `GatewayError`. */
export async function describeGeneration(
  id: string | null,
  sender: Sender,
  past: PastRequests,
): Promise<object> {
  if (id === null) {
    throw new GatewayError('invalid_body', { message: 'The query has no id: ?id=REQUEST_ID.', param: 'id' })
  }
  const generation = await past.find(id, sender)
  return { data: { ...namesOfOpenRouter(generation), ...ownNames(generation) } }
}

/** The record, and what was said of the answer. */
function ownNames({ record, feedback }: Generation): object {
  if (feedback === null) return { ...record, feedback: null }
  const { at, score, comment } = feedback
  return { ...record, feedback: { at, score, comment } }
}

/** What clients of OpenRouter's endpoint of this name look for. Milliseconds and US dollars there too. */
function namesOfOpenRouter({ record }: Generation): object {
  const { tokens } = record
  return {
    model: record.servedModel ?? record.requestedModel,
    provider_name: record.provider,
    created_at: new Date(record.at).toISOString(),
    total_cost: record.costUsd,
    usage: record.costUsd,
    latency: record.ttftMs,
    generation_time: record.totalMs,
    cancelled: record.status === HUNG_UP,
    tokens_prompt: tokens.input,
    tokens_completion: tokens.output,
    native_tokens_prompt: tokens.input,
    native_tokens_completion: tokens.output,
    native_tokens_reasoning: tokens.reasoning,
    native_tokens_cached: tokens.cachedInput,
  }
}

import type { TokenUsage } from '#domain/usage'
import { asObject, type JsonObject } from './json-read.ts'
import { readUsage } from './openai-chat-usage.ts'

/** What an answer of an endpoint beside chat says of its tokens: images and transcripts count them as responses do. */
export function plainUsage(body: JsonObject): TokenUsage | null {
  const usage = asObject(body['usage'])
  if (usage === null) return null
  if (usage['input_tokens'] === undefined) return readUsage(body)
  const renamed = { prompt_tokens: usage['input_tokens'], completion_tokens: usage['output_tokens'] }
  return readUsage({ usage: renamed })
}

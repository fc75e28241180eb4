import type { Json } from '#domain/deployment'
import type { Conversation, Turn } from '#wire/continuation-body'
import { asList } from '#wire/json-read'
import { extendedContent } from '#wire/openai-chat/conversation'

/** The items of a Responses request; its input may be a text alone. */
export const itemsConversation: Conversation = {
  member: 'input',
  turnsOf: (value) =>
    typeof value === 'string' ? [{ role: 'user', content: value }] : (asList(value) as readonly Json[]),
  turn: (side, text) => ({ role: side === 'model' ? 'assistant' : 'user', content: text }),
  extended: (item, text) => {
    if (item['role'] !== 'assistant') return null
    return { ...(item as Turn), content: extendedContent(item['content'], { type: 'output_text', text }) }
  },
  limits: (body, lower) => {
    const limit = body['max_output_tokens']
    return typeof limit === 'number' ? { set: { max_output_tokens: lower(limit) } } : {}
  },
}

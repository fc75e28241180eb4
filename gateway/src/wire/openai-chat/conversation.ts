import type { Json } from '#domain/deployment'
import type { Conversation, Turn } from '#wire/continuation-body'
import { asList } from '#wire/json-read'

const LIMITS = ['max_completion_tokens', 'max_tokens'] as const

/** Turns of chat completions, which are also those of Messages. */
export const messagesConversation: Conversation = {
  member: 'messages',
  turnsOf: (value) => asList(value) as readonly Json[],
  turn: (side, text) => ({ role: side === 'model' ? 'assistant' : 'user', content: text }),
  extended: (turn, text) => {
    if (turn['role'] !== 'assistant') return null
    return { ...(turn as Turn), content: extendedContent(turn['content'], { type: 'text', text }) }
  },
  limits: (body, lower) => ({
    set: Object.fromEntries(
      LIMITS.flatMap((name) => {
        const limit = body[name]
        return typeof limit === 'number' ? [[name, lower(limit)] as const] : []
      }),
    ),
  }),
}

/** Content is text, or a list of parts. */
export function extendedContent(
  content: unknown,
  part: { readonly type: string; readonly text: string },
): Json {
  if (Array.isArray(content)) return [...(content as readonly Json[]), part]
  return typeof content === 'string' ? content + part.text : part.text
}

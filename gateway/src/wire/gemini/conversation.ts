import type { Json } from '#domain/deployment'
import type { Conversation, Turn } from '#wire/continuation-body'
import { asList, asObject } from '#wire/json-read'

const CONFIG = ['generationConfig', 'generation_config'] as const
const LIMIT = ['maxOutputTokens', 'max_output_tokens'] as const

/** The turns of a generateContent request. */
export const contentsConversation: Conversation = {
  member: 'contents',
  turnsOf: (value) => asList(value) as readonly Json[],
  turn: (side, text) => ({ role: side, parts: [{ text }] }),
  extended: (turn, text) =>
    turn['role'] === 'model'
      ? { ...(turn as Turn), parts: [...(asList(turn['parts']) as readonly Json[]), { text }] }
      : null,
  limits: (body, lower) => {
    for (const config of CONFIG) {
      for (const name of LIMIT) {
        const limit = asObject(body[config])?.[name]
        if (typeof limit !== 'number') continue
        return { merge: { [config]: { set: { [name]: lower(limit) }, otherwise: null } } }
      }
    }
    return {}
  },
}

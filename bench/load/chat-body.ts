import type { Kind, Target } from '../target.ts'

/** The body of a chat request of exactly `bytes` bytes: a conversation of several messages. */
export function chatBody(target: Target, kind: Kind, bytes: number): string {
  return chatBodyFor(target.model(kind), { streamed: kind !== 'unary', bytes })
}

/** The same for any model; `mark` is a word to know the request by. */
export function chatBodyFor(
  model: string,
  { streamed, bytes, mark }: { readonly streamed: boolean; readonly bytes: number; readonly mark?: string },
): string {
  const body = (text: string): string =>
    JSON.stringify({
      model,
      stream: streamed,
      messages: [
        { role: 'system', content: mark ?? 'You are terse.' },
        { role: 'user', content: text },
      ],
      max_tokens: 256,
    })
  const room = bytes - body('').length
  if (room < 0) throw new Error(`a request of ${bytes} bytes is too small`)
  const words = 'Tell me about ropes, masts and the weather at sea, and leave nothing out. '
  return body(words.repeat(Math.ceil(room / words.length)).slice(0, room))
}

import type { Kind, Target } from '../target.ts'

const WORDS = 'Tell me about ropes, masts and the weather at sea, and leave nothing out. '

/** The body of a chat request of exactly `bytes` bytes: a conversation of several messages, in the words of the target. */
export function chatBody(target: Target, kind: Kind, bytes: number): string {
  const { body } = target
  if (body !== undefined) return filled((text) => JSON.stringify(body(text)), bytes)
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
  return filled(body, bytes)
}

function filled(body: (text: string) => string, bytes: number): string {
  const room = bytes - body('').length
  if (room < 0) throw new Error(`a request of ${bytes} bytes is too small`)
  return body(WORDS.repeat(Math.ceil(room / WORDS.length)).slice(0, room))
}

import { ChatStreamReader, type ChatStreamEnd, type ChatStreamOptions } from './openai-chat-stream.ts'

export const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export const BASE: ChatStreamOptions = {
  hold: 'content',
  judge: { refusal: false, contentFilter: false },
  malformedEvent: 'drop',
  dropUsage: false,
  estimatedInputTokens: 7,
  tracked: false,
  mayBeEmpty: false,
}

interface Run {
  readonly out: string
  readonly committed: boolean
  readonly end: ChatStreamEnd | null
  readonly reader: ChatStreamReader
}

/** Reads the bytes in pieces of the given sizes; `cut` is how the upstream broke off, `undefined` a clean end. */
export function run(
  text: string | Uint8Array,
  given: Partial<ChatStreamOptions> = {},
  sizes: readonly number[] = [],
): Run {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text
  let out = ''
  let committed = false
  let end: ChatStreamEnd | null = null
  const parts: Uint8Array[] = []
  const reader = new ChatStreamReader(
    { ...BASE, ...given },
    {
      commit: (chunks) => {
        if (committed) throw new Error('committed twice')
        committed = true
        parts.push(...chunks)
      },
      bytes: (chunk) => {
        if (!committed) throw new Error('bytes before the commit')
        parts.push(chunk)
      },
      onEnd: (told) => {
        if (end !== null) throw new Error('ended twice')
        end = told
      },
    },
  )
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const size = sizes.length === 0 ? bytes.length : (sizes[n % sizes.length] ?? 1)
    reader.push(bytes.subarray(at, at + size))
    at += size
  }
  reader.close(null)
  out = parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode()
  return { out, committed, end, reader }
}

export function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

export function delta(content: unknown, finish: string | null = null, index = 0): string {
  return event({
    id: 'c',
    model: 'm',
    choices: [{ index, delta: content, finish_reason: finish }],
    usage: null,
  })
}

export const ROLE = delta({ role: 'assistant', content: '' })
export const STOP = delta({}, 'stop')
export const USAGE = event({
  id: 'c',
  model: 'm',
  choices: [],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
})
export const DONE = 'data: [DONE]\n\n'
export const HELLO = delta({ content: 'Hel' }) + delta({ content: 'lo "you"\n' })
export const WHOLE = ROLE + HELLO + STOP + USAGE + DONE

export function short(end: ChatStreamEnd | null): string {
  if (end === null) return 'nothing'
  if (end.kind === 'answered') return end.flag ?? 'answered'
  return end.kind === 'error' ? 'error' : `failed ${end.class}`
}

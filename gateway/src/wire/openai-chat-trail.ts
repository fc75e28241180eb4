import type { ContinueSource, Obstacle } from '#domain/continuation'
import type { ReportedModel } from '#domain/names'
import { asList, asObject, asText, type JsonObject } from './json-read.ts'

/**
 * Most text that is kept of one answer, in bytes as JSON has it: about 250,000 tokens, more than any model writes at
 * once. An answer that is longer cannot be gone on with.
 */
export const MAX_KEPT_BYTES = 1024 * 1024

const FIRST_BYTES = 1024
/** Up to here a loop is quicker than a copy. */
const SHORT = 32
const REASONING = ['reasoning_content', 'reasoning', 'thinking'] as const
const BEYOND_TEXT = ['images', 'audio'] as const

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * What a client has of a streamed answer. The text is kept as the bytes between the quotes of the events, and read only
 * when the stream breaks.
 */
export class ChatTrail {
  #bytes: Uint8Array | null = null
  #length = 0
  #reasoningChars = 0
  #obstacle: Obstacle | null = null
  #id: string | null = null
  #created: number | null = null
  #model: ReportedModel | null = null
  #roleSent = false

  /** An event that was not parsed. */
  addText(data: Uint8Array, { textStart, textEnd, filled }: TextRange): void {
    this.#reasoningChars += filled - (textEnd - textStart)
    if (textEnd > textStart) this.#append(data, textStart, textEnd)
  }

  /** An event that was parsed. */
  add(body: JsonObject): void {
    this.#id ??= asText(body['id'])
    this.#created ??= typeof body['created'] === 'number' ? body['created'] : null
    this.#model ??= asText(body['model']) as ReportedModel | null
    for (const value of asList(body['choices'])) {
      const choice = asObject(value)
      if (choice === null) continue
      if ((choice['index'] ?? 0) !== 0) this.#obstacle ??= 'it has several choices'
      this.#addDelta(asObject(choice['delta']) ?? asObject(choice['message']) ?? {})
    }
  }

  get source(): ContinueSource {
    const kept = this.#bytes === null ? '' : decoder.decode(this.#bytes.subarray(0, this.#length))
    return {
      text: this.#obstacle === null ? (JSON.parse(`"${kept}"`) as string) : '',
      reasoningChars: this.#reasoningChars,
      obstacle: this.#obstacle,
      id: this.#id,
      created: this.#created,
      model: this.#model,
      roleSent: this.#roleSent,
    }
  }

  #addDelta(delta: JsonObject): void {
    if (asText(delta['role']) !== null) this.#roleSent = true
    for (const name of REASONING) this.#reasoningChars += asText(delta[name])?.length ?? 0
    this.#obstacle ??= obstacleIn(delta)
    const text = asText(delta['content'])
    if (text === null) return
    const bytes = encoder.encode(JSON.stringify(text))
    this.#append(bytes, 1, bytes.length - 1)
  }

  #append(data: Uint8Array, from: number, to: number): void {
    if (this.#obstacle !== null) return
    const end = this.#length + to - from
    if (end > MAX_KEPT_BYTES) {
      this.#obstacle = 'it is longer than what is kept'
      this.#bytes = null
      return
    }
    const bytes = this.#room(end)
    let at = this.#length
    if (to - from > SHORT) bytes.set(data.subarray(from, to), at)
    else for (let next = from; next < to; next += 1) bytes[at++] = data[next] as number
    this.#length = end
  }

  #room(end: number): Uint8Array {
    const had = this.#bytes
    if (had !== null && end <= had.length) return had
    const bytes = new Uint8Array(Math.max(FIRST_BYTES, end, (had?.length ?? 0) * 2))
    if (had !== null) bytes.set(had)
    this.#bytes = bytes
    return bytes
  }
}

interface TextRange {
  readonly textStart: number
  readonly textEnd: number
  /** How many bytes the event brought in all. */
  readonly filled: number
}

/** What a piece of an answer brings that is not text and cannot be taken up in the middle. */
export function obstacleIn(delta: JsonObject): Obstacle | null {
  if (asList(delta['tool_calls']).length > 0 || asObject(delta['function_call']) !== null) {
    return 'a tool call had begun'
  }
  if (asText(delta['refusal']) !== null) return 'it had begun to refuse'
  const content = delta['content']
  if (Array.isArray(content) && content.length > 0) return 'it is more than text'
  return BEYOND_TEXT.some((name) => (delta[name] ?? null) !== null) ? 'it is more than text' : null
}

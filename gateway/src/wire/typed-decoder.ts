import type { CanonicalEvent } from './canonical.ts'
import type { StreamDecoder } from './codec.ts'
import type { Frame } from './framing.ts'
import { asObject, asText, parseJson } from './json-read.ts'
import { readError } from './openai-chat-choice.ts'
import { plainUsage } from './plain-usage.ts'

/** Reads streams whose events say in `type` what they are; what carries content says so by its end. */
export class TypedDecoder implements StreamDecoder {
  readonly #content: RegExp
  readonly #last: RegExp
  #blocks = 0

  /**
   * @param content - Types of events that bring a piece of the answer.
   * @param last - Types of events that bring the rest of it.
   */
  constructor(content: RegExp, last: RegExp) {
    this.#content = content
    this.#last = last
  }

  read({ name, data }: Frame): readonly CanonicalEvent[] | null {
    if (data.trim() === '[DONE]') return [{ kind: 'end' }]
    const payload = parseJson(data)
    const error = readError(payload) ?? (name === 'error' ? { error: payload ?? data } : null)
    if (error !== null) return [{ kind: 'error', error }]
    const body = asObject(payload)
    if (body === null) return null
    const type = asText(body['type']) ?? ''
    const last = this.#last.test(type)
    const events: CanonicalEvent[] = []
    if (last || this.#content.test(type)) events.push(this.#contentOf(type, asText(body['delta'])))
    const usage = plainUsage(body)
    if (usage !== null) events.push({ kind: 'usage', usage })
    if (last) events.push({ kind: 'finish', finish: { reason: 'stop', raw: null } })
    return events
  }

  #contentOf(type: string, text: string | null): CanonicalEvent {
    if (text !== null) return { kind: 'text', block: 0, text }
    this.#blocks += 1
    const part = { kind: 'foreign', dialect: 'openai-chat', name: type, value: null } as const
    return { kind: 'foreign', block: this.#blocks, part }
  }
}

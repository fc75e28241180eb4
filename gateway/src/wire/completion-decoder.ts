import type { CanonicalEvent } from './canonical.ts'
import type { StreamDecoder } from './codec.ts'
import type { Frame } from './framing.ts'
import { asList, asNumber, asObject, asText, parseJson, type JsonObject } from './json-read.ts'
import { readError } from './openai-chat-choice.ts'
import { readUsage } from './openai-chat-usage.ts'

/** Reads the chunks of legacy completions. */
export class CompletionDecoder implements StreamDecoder {
  /** Choices that have begun and not ended: the answer is whole when all have. */
  readonly #open = new Set<number>()

  read({ data }: Frame): readonly CanonicalEvent[] | null {
    if (data.trim() === '[DONE]') return [{ kind: 'end' }]
    const payload = parseJson(data)
    const error = readError(payload)
    if (error !== null) return [{ kind: 'error', error }]
    const body = asObject(payload)
    if (body === null) return null
    const events: CanonicalEvent[] = []
    for (const value of asList(body['choices'])) this.#choice(asObject(value) ?? {}, events)
    const usage = readUsage(body)
    if (usage !== null) events.push({ kind: 'usage', usage })
    return events
  }

  #choice(choice: JsonObject, events: CanonicalEvent[]): void {
    const index = asNumber(choice['index']) ?? 0
    const text = asText(choice['text'])
    if (text !== null) events.push({ kind: 'text', block: index, text })
    const raw = asText(choice['finish_reason'])
    if (raw === null) {
      this.#open.add(index)
      return
    }
    this.#open.delete(index)
    if (this.#open.size > 0) return
    const reason = raw === 'length' ? 'length' : raw === 'content_filter' ? 'content_filter' : 'stop'
    events.push({ kind: 'finish', finish: { reason, raw } })
  }
}

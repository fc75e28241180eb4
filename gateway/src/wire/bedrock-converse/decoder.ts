import type { CanonicalEvent } from '#wire/canonical'
import type { StreamDecoder } from '#wire/codec'
import type { Frame } from '#wire/framing'
import { asNumber, asObject, asText, parseJson, type JsonObject } from '#wire/json-read'
import { readError } from '#wire/openai-chat-choice'
import { finishOf, readCitation, readUsage } from './decode-answer.ts'

/** Reads the events of ConverseStream. The numbers behind an answer may come before or after its end. */
export class ConverseDecoder implements StreamDecoder {
  #stopped = false
  #counted = false
  /** Calls whose arguments have begun. */
  readonly #calls = new Map<number, { written: boolean }>()

  read({ data }: Frame): readonly CanonicalEvent[] | null {
    const payload = parseJson(data)
    const error = readError(payload)
    if (error !== null) return [{ kind: 'error', error }]
    const event = asObject(payload)
    if (event === null) return null
    const [name = ''] = Object.keys(event)
    return this.#event(name, asObject(event[name]) ?? {})
  }

  #event(name: string, body: JsonObject): readonly CanonicalEvent[] {
    const block = asNumber(body['contentBlockIndex']) ?? 0
    switch (name) {
      case 'messageStart':
        return [{ kind: 'start', id: null, model: null, createdS: null }]
      case 'contentBlockStart':
        return this.#start(block, asObject(body['start']) ?? {})
      case 'contentBlockDelta':
        return this.#delta(block, asObject(body['delta']) ?? {})
      case 'contentBlockStop':
        return this.#stop(block)
      case 'messageStop':
        this.#stopped = true
        return [{ kind: 'finish', finish: finishOf(asText(body['stopReason'])) }, ...this.#ended()]
      case 'metadata': {
        const usage = readUsage(body['usage'])
        this.#counted = true
        return [...(usage === null ? [] : [{ kind: 'usage', usage } as const]), ...this.#ended()]
      }
      default:
        return []
    }
  }

  #start(block: number, start: JsonObject): readonly CanonicalEvent[] {
    const call = asObject(start['toolUse'])
    if (call === null) return []
    this.#calls.set(block, { written: false })
    const [id, name] = [asText(call['toolUseId']) ?? '', asText(call['name']) ?? '']
    return [{ kind: 'tool_call', block, id, name }]
  }

  #delta(block: number, delta: JsonObject): readonly CanonicalEvent[] {
    const text = asText(delta['text'])
    if (text !== null) return [{ kind: 'text', block, text }]
    const call = asObject(delta['toolUse'])
    if (call !== null) {
      const written = asText(call['input'])
      const known = this.#calls.get(block)
      if (written === null || known === undefined) return []
      known.written = true
      return [{ kind: 'arguments', block, text: written }]
    }
    const thought = asObject(delta['reasoningContent'])
    if (thought !== null) return thoughtEvents(block, thought)
    const cited = asObject(delta['citation'])
    return cited === null ? [] : [{ kind: 'citation', block, citation: readCitation(cited) }]
  }

  /** A call without arguments has an empty object of them. */
  #stop(block: number): readonly CanonicalEvent[] {
    const call = this.#calls.get(block)
    this.#calls.delete(block)
    const end = { kind: 'block_end', block } as const
    return call?.written === false ? [{ kind: 'arguments', block, text: '{}' }, end] : [end]
  }

  #ended(): readonly CanonicalEvent[] {
    return this.#stopped && this.#counted ? [{ kind: 'end' }] : []
  }
}

function thoughtEvents(block: number, thought: JsonObject): readonly CanonicalEvent[] {
  const text = asText(thought['text'])
  if (text !== null) return [{ kind: 'reasoning', block, text }]
  const signature = asText(thought['signature'])
  if (signature !== null) {
    return [{ kind: 'opaque', block, opaque: { vendor: 'anthropic', name: 'signature', value: signature } }]
  }
  const redacted = asText(thought['redactedContent'])
  if (redacted === null) return []
  const opaque = { vendor: 'anthropic', name: 'redacted_thinking', value: redacted } as const
  return [{ kind: 'opaque', block, opaque, redacted: true }]
}

import type { CanonicalEvent } from '#wire/canonical'
import type { StreamDecoder } from '#wire/codec'
import type { Frame } from '#wire/framing'
import { asNumber, asObject, asText, parseJson, type JsonObject } from '#wire/json-read'
import { readError } from '#wire/openai-chat-choice'
import { finishOf, tokenUsage } from './decode-answer.ts'
import { foreignOf, readBlock, readCitation, readUsage, type MessageUsage } from './decode-blocks.ts'

/** Reads the events of a streamed message. What an event is stands in its data; the event line may be missing. */
export class MessageDecoder implements StreamDecoder {
  #started = false
  #begun = false
  #finished = false
  #usage: MessageUsage | null = null
  /** Blocks whose calls have got arguments in pieces, or not yet. */
  readonly #calls = new Map<number, { readonly input: string; pieces: boolean }>()
  /** A block that only this dialect has comes in pieces too: it is carried when it is complete. */
  readonly #foreign = new Map<number, { readonly content: JsonObject; input: string }>()

  read({ name, data }: Frame): readonly CanonicalEvent[] | null {
    const payload = parseJson(data)
    const body = asObject(payload)
    const error = readError(payload) ?? (name === 'error' ? { error: payload ?? data } : null)
    if (error !== null) return [{ kind: 'error', error }]
    if (body === null) return null
    switch (body['type']) {
      case 'message_start':
        return this.#start(asObject(body['message']) ?? {})
      case 'content_block_start':
        return this.#blockStart(indexOf(body), asObject(body['content_block']) ?? {})
      case 'content_block_delta':
        return this.#delta(indexOf(body), asObject(body['delta']) ?? {})
      case 'content_block_stop':
        return this.#blockEnd(indexOf(body))
      case 'message_delta':
        return this.#end(body)
      case 'message_stop':
        return this.#stop()
      default:
        // Pings, and events that are yet to be thought of.
        return []
    }
  }

  /** One that begins again in the middle is not the answer whose beginning the client may have. */
  #start(message: JsonObject): readonly CanonicalEvent[] {
    if (this.#begun) return [{ kind: 'error', error: { error: { message: 'the message began again' } } }]
    if (this.#started) return this.#use(message['usage'])
    this.#started = true
    const start = {
      kind: 'start',
      id: asText(message['id']),
      model: asText(message['model']),
      createdS: null,
    } as const
    return [start, ...this.#use(message['usage'])]
  }

  #blockStart(block: number, content: JsonObject): readonly CanonicalEvent[] {
    this.#begun = true
    const part = readBlock(content)
    switch (part.kind) {
      case 'text':
        return part.text === '' ? [] : [{ kind: 'text', block, text: part.text }]
      case 'reasoning': {
        const events: CanonicalEvent[] = []
        if (part.text !== '') events.push({ kind: 'reasoning', block, text: part.text })
        if (part.opaque !== undefined) {
          const redacted = part.redacted === undefined ? {} : { redacted: part.redacted }
          events.push({ kind: 'opaque', block, opaque: part.opaque, ...redacted })
        }
        return events
      }
      case 'tool_call':
        if (this.#calls.has(block)) return []
        this.#calls.set(block, { input: part.arguments, pieces: false })
        return [{ kind: 'tool_call', block, id: part.id, name: part.name }]
      case 'foreign':
        this.#foreign.set(block, { content, input: '' })
        return []
      case 'file':
      case 'refusal':
      case 'tool_result':
        return []
    }
  }

  #delta(block: number, delta: JsonObject): readonly CanonicalEvent[] {
    const foreign = this.#foreign.get(block)
    if (foreign !== undefined) {
      // The input of a tool that the provider runs is put together; anything else of such a block is rare and left as it began.
      if (delta['type'] === 'input_json_delta') foreign.input += asText(delta['partial_json']) ?? ''
      return []
    }
    switch (delta['type']) {
      case 'text_delta':
        return textEvent('text', block, asText(delta['text']))
      case 'thinking_delta':
        return textEvent('reasoning', block, asText(delta['thinking']))
      case 'signature_delta': {
        const value = asText(delta['signature'])
        if (value === null) return []
        return [{ kind: 'opaque', block, opaque: { vendor: 'anthropic', name: 'signature', value } }]
      }
      case 'input_json_delta': {
        const call = this.#calls.get(block)
        const text = asText(delta['partial_json'])
        if (call === undefined || text === null) return []
        call.pieces = true
        return [{ kind: 'arguments', block, text }]
      }
      case 'citations_delta':
        return [{ kind: 'citation', block, citation: readCitation(delta['citation']) }]
      default:
        return []
    }
  }

  #blockEnd(block: number): readonly CanonicalEvent[] {
    const events: CanonicalEvent[] = []
    const call = this.#calls.get(block)
    if (call !== undefined && !call.pieces) {
      events.push({ kind: 'arguments', block, text: call.input })
    }
    const foreign = this.#foreign.get(block)
    if (foreign !== undefined) {
      const { content, input } = foreign
      const whole = input === '' ? content : { ...content, input: parseJson(input) ?? {} }
      events.push({ kind: 'foreign', block, part: foreignOf(whole) })
    }
    this.#calls.delete(block)
    this.#foreign.delete(block)
    events.push({ kind: 'block_end', block })
    return events
  }

  #end(body: JsonObject): readonly CanonicalEvent[] {
    const events = [...this.#use(body['usage'])]
    const delta = asObject(body['delta']) ?? {}
    const raw = asText(delta['stop_reason'])
    if (raw === null) return events
    this.#finished = true
    events.push({ kind: 'finish', finish: finishOf(raw, asText(delta['stop_sequence'])) })
    return events
  }

  /** The last event alone is an end too. */
  #stop(): readonly CanonicalEvent[] {
    if (this.#finished) return [{ kind: 'end' }]
    return [{ kind: 'finish', finish: { reason: 'stop', raw: null } }, { kind: 'end' }]
  }

  #use(usage: unknown): readonly CanonicalEvent[] {
    this.#usage = readUsage(usage, this.#usage)
    return this.#usage === null ? [] : [{ kind: 'usage', usage: tokenUsage(this.#usage) }]
  }
}

function indexOf(body: JsonObject): number {
  return asNumber(body['index']) ?? 0
}

function textEvent(
  kind: 'text' | 'reasoning',
  block: number,
  text: string | null,
): readonly CanonicalEvent[] {
  return text === null ? [] : [{ kind, block, text }]
}

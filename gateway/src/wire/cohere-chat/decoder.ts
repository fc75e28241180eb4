import type { CanonicalEvent } from '#wire/canonical'
import type { StreamDecoder } from '#wire/codec'
import type { Frame } from '#wire/framing'
import { asNumber, asObject, asText, parseJson, type JsonObject } from '#wire/json-read'
import { readError } from '#wire/openai-chat-choice'
import { argumentsOf, finishOf, readCited, readUsage } from './decode-answer.ts'

interface Block {
  readonly block: number
  readonly kind: 'text' | 'reasoning'
}

interface StreamedCall {
  readonly block: number
  /** Arguments that may yet turn out to be `null`; `null` itself once they cannot. */
  held: string | null
}

/**
 * Reads the events of a streamed answer. Content, calls and the plan before them are numbered apart here, and in the order
 * of their beginning in the canonical form.
 */
export class CohereDecoder implements StreamDecoder {
  #next = 0
  /** Text and thought stay open until something else begins: their citations come when they have ended. */
  #open: Block | null = null
  #plan: number | null = null
  readonly #content = new Map<number, Block>()
  readonly #calls = new Map<number, StreamedCall>()

  read({ name, data }: Frame): readonly CanonicalEvent[] | null {
    // Sent after the last event by some versions.
    if (data === '[DONE]') return []
    const payload = parseJson(data)
    const body = asObject(payload)
    const error = readError(payload) ?? (name === 'error' ? { error: payload ?? data } : null)
    if (error !== null) return [{ kind: 'error', error }]
    if (body === null) return null
    // Errors have a message and no type.
    if (asText(body['type']) === null && asText(body['message']) !== null) {
      return [{ kind: 'error', error: body }]
    }
    return this.#event(body)
  }

  #event(body: JsonObject): readonly CanonicalEvent[] {
    const index = asNumber(body['index']) ?? 0
    const delta = asObject(body['delta']) ?? {}
    const message = asObject(delta['message']) ?? {}
    switch (body['type']) {
      case 'message-start':
        return [{ kind: 'start', id: asText(body['id']), model: null, createdS: null }]
      case 'content-start':
      case 'content-delta':
        return this.#write(index, asObject(message['content']) ?? {})
      case 'tool-plan-delta':
        return this.#planned(asText(message['tool_plan']))
      case 'tool-call-start':
        return this.#call(index, asObject(message['tool_calls']) ?? {})
      case 'tool-call-delta':
        return this.#arguments(index, asObject(message['tool_calls']) ?? {})
      case 'tool-call-end':
        return this.#called(index)
      case 'citation-start':
        return this.#cite(message['citations'])
      case 'message-end':
        return this.#end(delta)
      default:
        // Ends of content and citations, and events that are yet to be thought of.
        return []
    }
  }

  #begin(kind: Block['kind']): Block {
    this.#open = { block: this.#next++, kind }
    return this.#open
  }

  #close(): readonly CanonicalEvent[] {
    if (this.#open === null) return []
    const { block } = this.#open
    this.#open = null
    return [{ kind: 'block_end', block }]
  }

  #write(index: number, content: JsonObject): readonly CanonicalEvent[] {
    const thought = asText(content['thinking'])
    const text = thought ?? asText(content['text'])
    if (text === null) return []
    const kind = thought === null ? 'text' : 'reasoning'
    let known = this.#content.get(index)
    const events: CanonicalEvent[] = []
    if (known === undefined || known.kind !== kind || known !== this.#open) {
      events.push(...this.#close())
      known = this.#begin(kind)
      this.#content.set(index, known)
    }
    events.push({ kind, block: known.block, text })
    return events
  }

  #planned(text: string | null): readonly CanonicalEvent[] {
    if (text === null) return []
    const events: CanonicalEvent[] = []
    if (this.#plan === null || this.#open?.block !== this.#plan) {
      events.push(...this.#close())
      this.#plan = this.#begin('text').block
    }
    events.push({ kind: 'text', block: this.#plan, text })
    return events
  }

  #call(index: number, call: JsonObject): readonly CanonicalEvent[] {
    const called = asObject(call['function']) ?? {}
    const known: StreamedCall = { block: this.#next++, held: '' }
    const { block } = known
    this.#calls.set(index, known)
    const [id, name] = [asText(call['id']) ?? '', asText(called['name']) ?? '']
    return [...this.#close(), { kind: 'tool_call', block, id, name }, ...this.#arguments(index, call)]
  }

  #arguments(index: number, call: JsonObject): readonly CanonicalEvent[] {
    const text = asText(asObject(call['function'])?.['arguments'])
    const known = this.#calls.get(index)
    if (text === null || known === undefined) return []
    const written = (known.held ?? '') + text
    if (known.held !== null && 'null'.startsWith(written.trim())) {
      known.held = written
      return []
    }
    known.held = null
    return [{ kind: 'arguments', block: known.block, text: written }]
  }

  #called(index: number): readonly CanonicalEvent[] {
    const known = this.#calls.get(index)
    if (known === undefined) return []
    this.#calls.delete(index)
    const { block, held } = known
    const end = { kind: 'block_end', block } as const
    if (held === null) return [end]
    return [{ kind: 'arguments', block, text: argumentsOf(held.trim() === '' ? null : held) }, end]
  }

  /** Of what was written last; text that something has followed is out of reach for most clients. */
  #cite(value: unknown): readonly CanonicalEvent[] {
    const { place, citations } = readCited(value)
    const open = this.#open
    if (open?.kind !== 'text' || place === 'thought') return []
    if (typeof place === 'number' && this.#content.get(place) !== open) return []
    if (place === 'plan' && this.#plan !== open.block) return []
    return citations.map((citation) => ({ kind: 'citation', block: open.block, citation }))
  }

  #end(delta: JsonObject): readonly CanonicalEvent[] {
    const raw = asText(delta['finish_reason'])
    if (raw === 'ERROR' || raw === 'TIMEOUT') {
      const message = asText(delta['error']) ?? `the generation ended with ${raw}`
      return [{ kind: 'error', error: { error: { message, code: raw === 'TIMEOUT' ? 504 : 500 } } }]
    }
    const events: CanonicalEvent[] = [...this.#calls.keys()].flatMap((index) => this.#called(index))
    events.push(...this.#close())
    const usage = readUsage(delta['usage'])
    if (usage !== null) events.push({ kind: 'usage', usage })
    events.push({ kind: 'finish', finish: finishOf(raw) }, { kind: 'end' })
    return events
  }
}

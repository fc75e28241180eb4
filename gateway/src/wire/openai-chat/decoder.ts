import type { Json } from '#domain/deployment'
import type { CanonicalEvent, CanonicalPart } from '#wire/canonical'
import type { StreamDecoder } from '#wire/codec'
import type { Frame } from '#wire/framing'
import { asList, asNumber, asObject, asText, parseJson, type JsonObject } from '#wire/json-read'
import { readError } from '#wire/openai-chat-choice'
import { readUsage } from '#wire/openai-chat-usage'
import { finishOf, readCitation, readLogprobs } from './decode-answer.ts'
import { readParts } from './decode-parts.ts'

/** Reads the chunks of a streamed chat completion; only the first choice is carried. */
export class ChatDecoder implements StreamDecoder {
  #started = false
  #blocks = 0
  #open: { readonly kind: 'text' | 'reasoning' | 'refusal'; readonly block: number } | null = null
  /** Index of a tool call → the call that is written there. */
  readonly #calls = new Map<number, { readonly id: string | null; readonly block: number }>()
  #refused = false
  #finished = false

  read({ name, data }: Frame): readonly CanonicalEvent[] | null {
    if (data.trim() === '[DONE]') return [{ kind: 'end' }]
    const payload = parseJson(data)
    const error = readError(payload) ?? (name === 'error' ? { error: payload ?? data } : null)
    if (error !== null) return [{ kind: 'error', error }]
    const body = asObject(payload)
    if (body === null) return null
    const events: CanonicalEvent[] = []
    this.#start(body, events)
    for (const value of asList(body['choices'])) {
      const choice = asObject(value)
      if (choice !== null && (asNumber(choice['index']) ?? 0) === 0) this.#choice(choice, events)
    }
    const usage = readUsage(body)
    if (usage !== null) events.push({ kind: 'usage', usage })
    return events
  }

  /** Azure's first chunk has neither id nor model. */
  #start(body: JsonObject, events: CanonicalEvent[]): void {
    const id = asText(body['id'])
    if (this.#started || (id === null && asList(body['choices']).length === 0)) return
    this.#started = true
    events.push({ kind: 'start', id, model: asText(body['model']), createdS: asNumber(body['created']) })
  }

  #choice(choice: JsonObject, events: CanonicalEvent[]): void {
    const raw = asText(choice['finish_reason'])
    if (choice['error'] !== undefined && choice['error'] !== null) {
      events.push({ kind: 'error', error: { error: choice['error'] } })
      return
    }
    this.#delta(asObject(choice['delta']) ?? asObject(choice['message']) ?? {}, events)
    const logprobs = readLogprobs(choice['logprobs'])
    if (logprobs !== null && logprobs.length > 0) events.push({ kind: 'logprobs', logprobs })
    if (raw === null) return
    if (raw === 'error') {
      events.push({ kind: 'error', error: { error: { message: 'finish_reason error' } } })
      return
    }
    this.#close(events)
    if (!this.#finished)
      for (const { block } of this.#calls.values()) events.push({ kind: 'block_end', block })
    this.#finished = true
    const seen = { calls: this.#calls.size > 0, refused: this.#refused }
    events.push({ kind: 'finish', finish: finishOf(raw, seen) })
  }

  #delta(delta: JsonObject, events: CanonicalEvent[]): void {
    const thought =
      asText(delta['reasoning_content']) ?? asText(delta['reasoning']) ?? asText(delta['thinking'])
    if (thought !== null)
      events.push({ kind: 'reasoning', block: this.#in('reasoning', events), text: thought })
    for (const part of readParts(delta['content'])) this.#part(part, events)
    const refusal = asText(delta['refusal'])
    if (refusal !== null) this.#part({ kind: 'refusal', text: refusal }, events)
    for (const annotation of asList(delta['annotations'])) {
      const block = this.#in('text', events)
      events.push({ kind: 'citation', block, citation: readCitation(annotation) })
    }
    for (const call of asList(delta['tool_calls'])) this.#call(asObject(call) ?? {}, events)
    const legacy = asObject(delta['function_call'])
    if (legacy !== null) {
      const id = `call_${asText(legacy['name']) ?? ''}`
      this.#call({ index: 0, id, function: legacy }, events)
    }
    const audio = asObject(delta['audio'])
    if (audio !== null) {
      const value = { kind: 'foreign', dialect: 'openai-chat', name: 'audio', value: audio as Json } as const
      events.push({ kind: 'foreign', block: this.#next(events), part: value })
    }
  }

  #part(part: CanonicalPart, events: CanonicalEvent[]): void {
    switch (part.kind) {
      case 'text':
      case 'reasoning':
      case 'refusal':
        if (part.text === '') return
        if (part.kind === 'refusal') this.#refused = true
        events.push({ kind: part.kind, block: this.#in(part.kind, events), text: part.text })
        return
      case 'file':
        events.push({ kind: 'file', block: this.#next(events), file: part })
        return
      case 'foreign':
        events.push({ kind: 'foreign', block: this.#next(events), part })
        return
      case 'tool_call':
      case 'tool_result':
    }
  }

  /** Only the first piece of a call has its id and name; some servers send whole calls without an index. */
  #call(call: JsonObject, events: CanonicalEvent[]): void {
    const custom = asObject(call['custom'])
    const called = custom ?? asObject(call['function']) ?? {}
    const given = asNumber(call['index'])
    const ownId = asText(call['id'])
    const index = given ?? Math.max(0, this.#calls.size - (ownId === null ? 1 : 0))
    const name = asText(called['name'])
    const known = this.#calls.get(index)
    // Gemini's endpoint of this dialect gives all calls the index 0: a new name under a new id is a new call.
    const other = known !== undefined && ownId !== null && name !== null && ownId !== known.id
    if (other) events.push({ kind: 'block_end', block: known.block })
    const block = known === undefined || other ? this.#next(events) : known.block
    if (known === undefined || other) {
      this.#calls.set(index, { id: ownId, block })
      const id = ownId ?? `call_${block}`
      const begun = { kind: 'tool_call', block, id, name: name ?? '' } as const
      events.push(custom === null ? begun : { ...begun, custom: true })
    }
    const written = called['arguments'] ?? called['input']
    const text = typeof written === 'object' && written !== null ? JSON.stringify(written) : asText(written)
    if (text !== null) events.push({ kind: 'arguments', block, text })
  }

  /** The block that is being written, or a new one where something else was. */
  #in(kind: 'text' | 'reasoning' | 'refusal', events: CanonicalEvent[]): number {
    if (this.#open?.kind !== kind) this.#open = { kind, block: this.#next(events) }
    return this.#open.block
  }

  #next(events: CanonicalEvent[]): number {
    this.#close(events)
    return this.#blocks++
  }

  #close(events: CanonicalEvent[]): void {
    if (this.#open !== null) events.push({ kind: 'block_end', block: this.#open.block })
    this.#open = null
  }
}

import type { CanonicalEvent } from '#wire/canonical'
import type { StreamDecoder } from '#wire/codec'
import type { Frame } from '#wire/framing'
import { asList, asNumber, asObject, asText, parseJson, type JsonObject } from '#wire/json-read'
import { readLogprobs } from '#wire/openai-chat/decode-answer'
import { readError } from '#wire/openai-chat-choice'
import { finishOf, readUsage } from './decode-answer.ts'
import { encryptedOf, foreignOf, readAnnotation, readContent, readReasoning } from './decode-items.ts'

type What = 'text' | 'refusal' | 'reasoning' | 'call' | 'foreign'

/** Items whose content comes in events of its own; others are carried when they are done. */
const STREAMED = new Set(['message', 'reasoning', 'function_call', 'custom_tool_call'])

/** Reads the events of a streamed response. Items are known by their position: ids may change on the way. */
export class ResponseDecoder implements StreamDecoder {
  #started = false
  #blocks = 0
  /** Position → what is written there → block. */
  readonly #open = new Map<number, Map<What, number>>()
  /** Blocks that got their content in pieces. */
  readonly #filled = new Set<number>()
  #calls = 0
  #refused = false

  read({ data }: Frame): readonly CanonicalEvent[] | null {
    if (data.trim() === '[DONE]') return []
    const payload = parseJson(data)
    const body = asObject(payload)
    if (body === null) return null
    if (body['type'] === 'error') return [{ kind: 'error', error: readError(payload) ?? { error: body } }]
    const response = asObject(body['response'])
    switch (body['type']) {
      case 'response.created':
      case 'response.in_progress':
        return this.#start(response ?? {})
      case 'response.output_item.added':
        return this.#itemAdded(body, asObject(body['item']) ?? {})
      case 'response.output_item.done':
        return this.#itemDone(body, asObject(body['item']) ?? {})
      case 'response.completed':
      case 'response.incomplete':
        return this.#end(response ?? {})
      case 'response.failed':
        return [
          { kind: 'error', error: { error: response?.['error'] ?? { message: 'the response failed' } } },
        ]
      default:
        return this.#piece(body)
    }
  }

  #start(response: JsonObject): readonly CanonicalEvent[] {
    if (this.#started) return []
    this.#started = true
    const createdS = asNumber(response['created_at'])
    return [{ kind: 'start', id: asText(response['id']), model: asText(response['model']), createdS }]
  }

  #piece(body: JsonObject): readonly CanonicalEvent[] {
    const text = asText(body['delta'])
    switch (body['type']) {
      case 'response.output_text.delta':
        return this.#text(body, text)
      case 'response.refusal.delta':
        this.#refused = true
        return text === null ? [] : [{ kind: 'refusal', block: this.#filling(body, 'refusal'), text }]
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return text === null ? [] : [{ kind: 'reasoning', block: this.#filling(body, 'reasoning'), text }]
      case 'response.reasoning_summary_part.added': {
        // Parts of a summary are paragraphs.
        if ((asNumber(body['summary_index']) ?? 0) === 0) return []
        return [{ kind: 'reasoning', block: this.#filling(body, 'reasoning'), text: '\n\n' }]
      }
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
        return text === null ? [] : [{ kind: 'arguments', block: this.#filling(body, 'call'), text }]
      case 'response.output_text.annotation.added': {
        const block = this.#filling(body, 'text')
        return [{ kind: 'citation', block, citation: readAnnotation(body['annotation']) }]
      }
      default:
        return []
    }
  }

  #text(body: JsonObject, text: string | null): readonly CanonicalEvent[] {
    const scored = asList(body['logprobs'])
    const logprobs = scored.length === 0 ? null : readLogprobs({ content: scored })
    const events: CanonicalEvent[] = []
    if (text !== null) events.push({ kind: 'text', block: this.#filling(body, 'text'), text })
    if (logprobs !== null) events.push({ kind: 'logprobs', logprobs })
    return events
  }

  #itemAdded(body: JsonObject, item: JsonObject): readonly CanonicalEvent[] {
    const custom = item['type'] === 'custom_tool_call'
    if (item['type'] !== 'function_call' && !custom) return []
    if (this.#open.get(positionOf(body))?.has('call') === true) return []
    this.#calls += 1
    const id = asText(item['call_id']) ?? asText(item['id']) ?? ''
    const name = asText(item['name']) ?? ''
    const block = this.#blockOf(body, 'call')
    return [{ kind: 'tool_call', block, id, name, ...(custom ? { custom } : {}) }]
  }

  #itemDone(body: JsonObject, item: JsonObject): readonly CanonicalEvent[] {
    const type = asText(item['type']) ?? ''
    if (!STREAMED.has(type)) {
      return [{ kind: 'foreign', block: this.#blockOf(body, 'foreign'), part: foreignOf(item) }]
    }
    const events: CanonicalEvent[] = []
    if (type === 'reasoning') this.#reasoningDone(body, item, events)
    else if (type === 'message') this.#messageDone(body, item, events)
    else this.#callDone(body, item, events)
    const position = positionOf(body)
    for (const block of this.#open.get(position)?.values() ?? []) events.push({ kind: 'block_end', block })
    // Servers that number nothing put the next item at the same position.
    this.#open.delete(position)
    return events
  }

  #reasoningDone(body: JsonObject, item: JsonObject, events: CanonicalEvent[]): void {
    const { text } = readReasoning(item)
    const opaque = encryptedOf(item)
    if (text === '' && opaque === null) return
    const block = this.#blockOf(body, 'reasoning')
    if (!this.#filled.has(block) && text !== '') events.push({ kind: 'reasoning', block, text })
    if (opaque !== null) events.push({ kind: 'opaque', block, opaque })
  }

  /** Some servers send a message whole, without its pieces. */
  #messageDone(body: JsonObject, item: JsonObject, events: CanonicalEvent[]): void {
    for (const part of readContent(item['content'])) {
      if (part.kind !== 'text' && part.kind !== 'refusal') continue
      const block = this.#blockOf(body, part.kind)
      if (this.#filled.has(block) || part.text === '') continue
      if (part.kind === 'refusal') this.#refused = true
      events.push({ kind: part.kind, block, text: part.text })
    }
  }

  #callDone(body: JsonObject, item: JsonObject, events: CanonicalEvent[]): void {
    events.push(...this.#itemAdded(body, item))
    const block = this.#blockOf(body, 'call')
    const text = asText(item['arguments']) ?? asText(item['input'])
    if (!this.#filled.has(block) && text !== null) events.push({ kind: 'arguments', block, text })
  }

  #end(response: JsonObject): readonly CanonicalEvent[] {
    const status = response['status']
    if (status === 'failed' || status === 'cancelled') {
      return [
        { kind: 'error', error: { error: response['error'] ?? { message: `the response is ${status}` } } },
      ]
    }
    const usage = readUsage(response['usage'])
    const finish = finishOf(response, { calls: this.#calls > 0, refused: this.#refused })
    return [
      ...(usage === null ? [] : [{ kind: 'usage', usage } as const]),
      { kind: 'finish', finish },
      { kind: 'end' },
    ]
  }

  #filling(body: JsonObject, what: What): number {
    const block = this.#blockOf(body, what)
    this.#filled.add(block)
    return block
  }

  #blockOf(body: JsonObject, what: What): number {
    const position = positionOf(body)
    const blocks = this.#open.get(position) ?? new Map<What, number>()
    const known = blocks.get(what)
    if (known !== undefined) return known
    const block = this.#blocks++
    this.#open.set(position, blocks.set(what, block))
    return block
  }
}

function positionOf(body: JsonObject): number {
  return asNumber(body['output_index']) ?? 0
}

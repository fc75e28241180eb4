import type { CanonicalEvent, CanonicalPart, Finish } from '#wire/canonical'
import type { StreamDecoder } from '#wire/codec'
import type { Frame } from '#wire/framing'
import { asList, asNumber, asObject, asText, parseJson, type JsonObject } from '#wire/json-read'
import { readError } from '#wire/openai-chat-choice'
import { blockedBy, callId, finishOf, readCitations, readLogprobs, readUsage } from './decode-answer.ts'
import { readPart, signatureOf } from './decode-parts.ts'
import { member } from './member.ts'
import { PartialArguments } from './partial-arguments.ts'

/** Reads the chunks of a streamed answer: each has the form of a whole one. Only the first candidate is carried. */
export class GeminiDecoder implements StreamDecoder {
  #started = false
  #responseId: string | null = null
  #blocks = 0
  #calls = 0
  #open: { readonly kind: 'text' | 'reasoning'; readonly block: number } | null = null
  /** A call whose arguments come in pieces. */
  #partial: { readonly block: number; readonly arguments: PartialArguments } | null = null
  #citations = 0
  /** Candidates that have begun and not ended. */
  readonly #unfinished = new Set<number>()
  #finish: Finish | null = null
  #told = false

  read({ data }: Frame): readonly CanonicalEvent[] | null {
    const payload = parseJson(data)
    const error = readError(payload)
    if (error !== null) return [{ kind: 'error', error }]
    const body = asObject(payload)
    if (body === null) return null
    const events: CanonicalEvent[] = []
    this.#start(body, events)
    const candidate = this.#first(body['candidates'], events)
    for (const value of asList(asObject(candidate?.['content'])?.['parts']))
      this.#part(asObject(value) ?? {}, events)
    const logprobs = candidate === null ? null : readLogprobs(candidate['logprobsResult'])
    if (logprobs !== null) events.push({ kind: 'logprobs', logprobs })
    this.#cite(candidate, events)
    // It counts what this chunk brings, too.
    const usage = readUsage(body['usageMetadata'])
    if (usage !== null) events.push({ kind: 'usage', usage })
    const raw = asText(candidate?.['finishReason'])
    this.#finish = blockedBy(body) ?? (raw === null ? this.#finish : finishOf(raw, this.#calls > 0))
    const finish = this.#finish
    // With several candidates the answer is whole when all of them are.
    if (finish !== null && !this.#told && (this.#unfinished.size === 0 || blockedBy(body) !== null)) {
      this.#told = true
      this.#endPartial(events)
      this.#close(events)
      events.push({ kind: 'finish', finish })
    }
    return events
  }

  /** The candidate that is carried, if there is something of it; of others only that they go on. */
  #first(candidates: unknown, events: CanonicalEvent[]): JsonObject | null {
    let first: JsonObject | null = null
    const list = asList(candidates)
    for (let place = 0; place < list.length; place += 1) {
      const candidate = asObject(list[place]) ?? {}
      const index = asNumber(candidate['index']) ?? place
      if (asText(candidate['finishReason']) === null) this.#unfinished.add(index)
      else this.#unfinished.delete(index)
      if (index === 0) first = candidate
      else {
        const part = { kind: 'foreign', dialect: 'gemini', name: 'candidate', value: null } as const
        events.push({ kind: 'foreign', block: -index, part })
      }
    }
    return first
  }

  #start(body: JsonObject, events: CanonicalEvent[]): void {
    if (this.#started) return
    this.#started = true
    this.#responseId = asText(body['responseId'])
    events.push({ kind: 'start', id: this.#responseId, model: asText(body['modelVersion']), createdS: null })
  }

  #part(value: JsonObject, events: CanonicalEvent[]): void {
    const call = asObject(member(value, 'functionCall'))
    if (call !== null && (this.#partial !== null || isPartial(call))) {
      this.#partialCall(call, value, events)
      return
    }
    this.#whole(
      readPart(value, () => callId(this.#responseId, this.#calls)),
      events,
    )
  }

  #whole(part: CanonicalPart, events: CanonicalEvent[]): void {
    switch (part.kind) {
      case 'text':
      case 'reasoning': {
        if (part.text === '' && part.opaque === undefined) return
        const block = this.#in(part.kind, events)
        if (part.text !== '') events.push({ kind: part.kind, block, text: part.text })
        if (part.opaque !== undefined) events.push({ kind: 'opaque', block, opaque: part.opaque })
        return
      }
      case 'tool_call': {
        const block = this.#next(events)
        this.#calls += 1
        events.push({ kind: 'tool_call', block, id: part.id, name: part.name })
        if (part.opaque !== undefined) events.push({ kind: 'opaque', block, opaque: part.opaque })
        events.push({ kind: 'arguments', block, text: part.arguments }, { kind: 'block_end', block })
        return
      }
      case 'file':
        events.push({ kind: 'file', block: this.#next(events), file: part })
        return
      case 'foreign':
        events.push({ kind: 'foreign', block: this.#next(events), part })
        return
      case 'refusal':
      case 'tool_result':
    }
  }

  /** The first piece names the tool, the following ones fill in values by path, the last one does not go on. */
  #partialCall(call: JsonObject, value: JsonObject, events: CanonicalEvent[]): void {
    const name = asText(call['name'])
    if (name !== null) {
      this.#endPartial(events)
      const block = this.#next(events)
      const id = asText(call['id']) ?? callId(this.#responseId, this.#calls)
      this.#calls += 1
      this.#partial = { block, arguments: new PartialArguments() }
      events.push({ kind: 'tool_call', block, id, name })
      const opaque = signatureOf(value)
      if (opaque !== null) events.push({ kind: 'opaque', block, opaque })
    }
    for (const piece of asList(member(call, 'partialArgs')))
      this.#partial?.arguments.add(asObject(piece) ?? {})
    if (member(call, 'willContinue') !== true) this.#endPartial(events)
  }

  #endPartial(events: CanonicalEvent[]): void {
    if (this.#partial === null) return
    const { block, arguments: written } = this.#partial
    this.#partial = null
    events.push({ kind: 'arguments', block, text: written.text }, { kind: 'block_end', block })
  }

  /** The list of sources grows from chunk to chunk. */
  #cite(candidate: JsonObject | null, events: CanonicalEvent[]): void {
    if (candidate?.['groundingMetadata'] === undefined) return
    const citations = readCitations(candidate)
    for (const citation of citations.slice(this.#citations)) {
      events.push({ kind: 'citation', block: this.#in('text', events), citation })
    }
    this.#citations = Math.max(this.#citations, citations.length)
  }

  #in(kind: 'text' | 'reasoning', events: CanonicalEvent[]): number {
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

function isPartial(call: JsonObject): boolean {
  return member(call, 'willContinue') === true || member(call, 'partialArgs') !== undefined
}

import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, CanonicalPart, Citation, Finish } from '#wire/canonical'
import type { AnswerContext } from '#wire/codec'
import { asObject, parseJson } from '#wire/json-read'

/** Writes a message. */
export function encodeAnswer(answer: CanonicalAnswer, context: AnswerContext): Json {
  return {
    id: answer.id ?? `msg_${context.id}`,
    type: 'message',
    role: 'assistant',
    model: answer.model ?? context.model,
    content: answer.parts.map(encodeBlock).filter((block) => block !== null),
    stop_reason: stopReason(answer.finish),
    stop_sequence: answer.finish.stopSequence ?? null,
    usage: encodeUsage(answer.usage),
  }
}

function encodeBlock(part: CanonicalPart): Json | null {
  switch (part.kind) {
    case 'text':
      return {
        type: 'text',
        text: part.text,
        ...(part.citations === undefined ? {} : { citations: citationsOf(part.citations) }),
      }
    case 'refusal':
      return { type: 'text', text: part.text }
    case 'reasoning':
      // Without text and a signature of its own there is nothing that a client could show or send back.
      if (part.text === '' && part.opaque?.vendor !== 'anthropic') return null
      if (part.redacted === true) return { type: 'redacted_thinking', data: signatureOf(part.opaque) }
      return { type: 'thinking', thinking: part.text, signature: signatureOf(part.opaque) }
    case 'tool_call': {
      const input = (asObject(parseJson(part.arguments)) ?? { input: part.arguments }) as Json
      return { type: 'tool_use', id: part.id, name: part.name, input }
    }
    case 'foreign':
      return part.dialect === 'anthropic-messages' ? part.value : null
    case 'file':
    case 'tool_result':
      return null
  }
}

/** Only its own provider's signature is one; without it the block is not taken back, and is left out then. */
export function signatureOf(opaque: Extract<CanonicalPart, { kind: 'reasoning' }>['opaque']): string {
  return opaque?.vendor === 'anthropic' ? opaque.value : ''
}

/** Citations of other dialects have no place in the source text: only pages of the web can be named. */
export function citationsOf(citations: readonly Citation[]): Json[] {
  return citations.flatMap((citation) => {
    if (citation.raw?.dialect === 'anthropic-messages') return [citation.raw.value]
    const { url, title = null, text = '' } = citation
    if (url === undefined) return []
    return [{ type: 'web_search_result_location', url, title, cited_text: text, encrypted_index: '' }]
  })
}

export function stopReason({ reason, stopSequence }: Finish): string {
  switch (reason) {
    case 'length':
      return 'max_tokens'
    case 'tool_calls':
      return 'tool_use'
    case 'content_filter':
    case 'refusal':
      return 'refusal'
    case 'pause':
      return 'pause_turn'
    case 'context_length':
      return 'model_context_window_exceeded'
    case 'stop':
    case 'malformed_tool_call':
    case 'other':
      return stopSequence === undefined ? 'end_turn' : 'stop_sequence'
  }
}

export function encodeUsage(usage: TokenUsage | null): Readonly<Record<string, Json>> {
  const { input = 0, cachedInput = 0, cacheWrite = 0, output = 0, reasoning = 0 } = usage ?? {}
  return {
    input_tokens: Math.max(0, input - cachedInput - cacheWrite),
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cachedInput,
    output_tokens: output,
    ...(reasoning === 0 ? {} : { output_tokens_details: { thinking_tokens: reasoning } }),
  }
}

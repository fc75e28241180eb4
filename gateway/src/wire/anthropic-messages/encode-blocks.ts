import type { Json } from '#domain/deployment'
import type { CacheMark, CanonicalPart, FilePart, ToolCallPart, ToolResultPart } from '#wire/canonical'
import { asObject, parseJson } from '#wire/json-read'
import { wordOf, type LossList } from '#wire/loss-list'

type Members = Readonly<Record<string, Json>>

/** A block of a request; `null` for what has no place. Blocks of nothing but white space are refused by the provider. */
export function encodeBlock(part: CanonicalPart, losses: LossList): Json | null {
  switch (part.kind) {
    case 'text':
      return part.text.trim() === '' ? null : withCache({ type: 'text', text: part.text }, part.cache)
    case 'refusal':
      return part.text.trim() === '' ? null : { type: 'text', text: part.text }
    case 'file':
      return encodeFile(part, losses)
    case 'reasoning':
      return encodeReasoning(part, losses)
    case 'tool_call':
      return withCache(encodeCall(part, losses), part.cache)
    case 'tool_result':
      return withCache(encodeResult(part, losses), part.cache)
    case 'foreign':
      if (part.dialect === 'anthropic-messages') return part.value
      losses.leftOut(`the ${part.dialect} part ${wordOf(part.name)}`, 'anthropic-messages')
      return null
  }
}

export function withCache(block: Members, cache: CacheMark | undefined): Members {
  if (cache === undefined) return block
  const ttl = cache.ttl === null ? {} : { ttl: cache.ttl }
  return { ...block, cache_control: { type: 'ephemeral', ...ttl } }
}

/** Thoughts are taken back only with the signature that came with them. */
function encodeReasoning(part: Extract<CanonicalPart, { kind: 'reasoning' }>, losses: LossList): Json | null {
  const { opaque } = part
  if (opaque?.vendor !== 'anthropic') {
    losses.add('earlier reasoning of another model is left out: it cannot be handed on')
    return null
  }
  if (part.redacted === true) return { type: 'redacted_thinking', data: opaque.value }
  return { type: 'thinking', thinking: part.text, signature: opaque.value }
}

function encodeCall(part: ToolCallPart, losses: LossList): Members {
  const parsed = parseJson(part.arguments)
  const input = asObject(parsed)
  if (input === null) losses.add('the arguments of a call are no object: they are sent as one')
  return {
    type: 'tool_use',
    id: callId(part.id),
    name: part.name,
    input: (input ?? { input: part.arguments }) as Json,
  }
}

function encodeResult(part: ToolResultPart, losses: LossList): Members {
  const content = part.content.map((one) => encodeBlock(one, losses)).filter((block) => block !== null)
  return {
    type: 'tool_result',
    tool_use_id: callId(part.callId),
    ...(content.length === 0 ? {} : { content }),
    ...(part.failed === true ? { is_error: true } : {}),
  }
}

/** Ids of other vendors may have characters that are refused here; call and result are changed alike. */
function callId(id: string): string {
  return id.replaceAll(/[^a-zA-Z0-9_-]/gu, '_') || 'call'
}

function encodeFile(part: FilePart, losses: LossList): Json | null {
  const { mediaType } = part
  const source = sourceOf(part)
  const image = mediaType.startsWith('image/')
  if (source === null || !(image || isDocument(part))) {
    losses.leftOut(`a file of type ${wordOf(mediaType)}`, 'anthropic-messages')
    return null
  }
  const title = image || part.filename === undefined ? {} : { title: part.filename }
  return withCache({ type: image ? 'image' : 'document', source, ...title }, part.cache)
}

function isDocument({ mediaType, source }: FilePart): boolean {
  return source.kind === 'text' || source.kind === 'stored' || mediaType === 'application/pdf'
}

function sourceOf({ mediaType, source }: FilePart): Json | null {
  switch (source.kind) {
    case 'base64':
      return {
        type: 'base64',
        media_type: mediaType === 'image/jpg' ? 'image/jpeg' : mediaType,
        data: source.data,
      }
    case 'url':
      return { type: 'url', url: source.url }
    case 'stored':
      return source.vendor === 'anthropic' ? { type: 'file', file_id: source.id } : null
    case 'text':
      return { type: 'text', media_type: 'text/plain', data: source.text }
  }
}

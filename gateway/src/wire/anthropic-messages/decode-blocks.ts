import type { Json } from '#domain/deployment'
import type { CacheMark, CanonicalPart, Citation, FilePart, FileSource, TextPart } from '#wire/canonical'
import { asList, asObject, asText, type JsonObject } from '#wire/json-read'
import { tokenCount } from '#wire/token-count'

/** The content of a message, of the system prompt, or of an answer: a text, or a list of blocks. */
export function readBlocks(content: unknown): readonly CanonicalPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }]
  return asList(content)
    .map(asObject)
    .filter((block) => block !== null)
    .map(readBlock)
}

export function readBlock(block: JsonObject): CanonicalPart {
  switch (block['type']) {
    case 'text':
      return textOf(block)
    case 'image':
      return fileOf(block, 'image/*')
    case 'document':
      return fileOf(block, 'application/pdf')
    case 'thinking':
      return {
        kind: 'reasoning',
        text: asText(block['thinking']) ?? '',
        ...opaqueOf('signature', asText(block['signature'])),
      }
    case 'redacted_thinking':
      return {
        kind: 'reasoning',
        text: '',
        redacted: true,
        ...opaqueOf('redacted_thinking', asText(block['data'])),
      }
    case 'tool_use':
      return {
        kind: 'tool_call',
        id: asText(block['id']) ?? '',
        name: asText(block['name']) ?? '',
        arguments: JSON.stringify(block['input'] ?? {}),
        ...cacheOf(block),
      }
    case 'tool_result':
      return {
        kind: 'tool_result',
        callId: asText(block['tool_use_id']) ?? '',
        name: null,
        content: readBlocks(block['content']).filter((part) => part.kind === 'text' || part.kind === 'file'),
        ...(block['is_error'] === true ? { failed: true } : {}),
        ...cacheOf(block),
      }
    default:
      return foreignOf(block)
  }
}

/** A block that only this dialect has: tools at work at the provider, and whatever comes next. */
export function foreignOf(block: JsonObject): Extract<CanonicalPart, { kind: 'foreign' }> {
  const name = asText(block['type']) ?? 'block'
  return { kind: 'foreign', dialect: 'anthropic-messages', name, value: block as Json }
}

function opaqueOf(name: string, value: string | null) {
  return value === null ? {} : { opaque: { vendor: 'anthropic', name, value } as const }
}

function textOf(block: JsonObject): TextPart {
  const text = block['text']
  const citations = asList(block['citations']).map(readCitation)
  return {
    kind: 'text',
    text: typeof text === 'string' ? text : '',
    ...cacheOf(block),
    ...(citations.length === 0 ? {} : { citations }),
  }
}

export function readCitation(value: unknown): Citation {
  const citation = asObject(value) ?? {}
  const url = asText(citation['url'])
  const title = asText(citation['title']) ?? asText(citation['document_title'])
  const text = asText(citation['cited_text'])
  return {
    ...(url === null ? {} : { url }),
    ...(title === null ? {} : { title }),
    ...(text === null ? {} : { text }),
    raw: { dialect: 'anthropic-messages', value: citation as Json },
  }
}

function fileOf(
  block: JsonObject,
  otherwise: string,
): FilePart | Extract<CanonicalPart, { kind: 'foreign' }> {
  const source = asObject(block['source']) ?? {}
  const place = sourceOf(source)
  if (place === null) return foreignOf(block)
  const filename = asText(block['title'])
  return {
    kind: 'file',
    mediaType: asText(source['media_type']) ?? (place.kind === 'text' ? 'text/plain' : otherwise),
    source: place,
    ...(filename === null ? {} : { filename }),
    ...cacheOf(block),
  }
}

function sourceOf(source: JsonObject): FileSource | null {
  switch (source['type']) {
    case 'base64':
      return { kind: 'base64', data: asText(source['data']) ?? '' }
    case 'url':
      return { kind: 'url', url: asText(source['url']) ?? '' }
    case 'file':
      return { kind: 'stored', vendor: 'anthropic', id: asText(source['file_id']) ?? '' }
    case 'text':
      return { kind: 'text', text: asText(source['data']) ?? '' }
    default:
      return null
  }
}

export function cacheOf(block: JsonObject): { readonly cache?: CacheMark } {
  const mark = asObject(block['cache_control'])
  if (mark === null) return {}
  const ttl = mark['ttl']
  return { cache: { ttl: ttl === '5m' || ttl === '1h' ? ttl : null } }
}

/** Tokens of `usage`, put over what is known from an event before: events repeat only some of the counts. */
export function readUsage(value: unknown, before: MessageUsage | null): MessageUsage | null {
  const usage = asObject(value)
  if (usage === null) return before
  const count = (name: string, known: number | undefined): number =>
    typeof usage[name] === 'number' ? tokenCount(usage[name]) : (known ?? 0)
  const thought = asObject(usage['output_tokens_details'])?.['thinking_tokens']
  return {
    fresh: count('input_tokens', before?.fresh),
    cacheRead: count('cache_read_input_tokens', before?.cacheRead),
    cacheWrite: count('cache_creation_input_tokens', before?.cacheWrite),
    output: count('output_tokens', before?.output),
    reasoning: typeof thought === 'number' ? tokenCount(thought) : (before?.reasoning ?? 0),
  }
}

/** Here the parts of the input are counted apart. */
export interface MessageUsage {
  readonly fresh: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly output: number
  readonly reasoning: number
}

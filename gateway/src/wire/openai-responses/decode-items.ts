import type { Json } from '#domain/deployment'
import type { CanonicalPart, Citation, FilePart, FileSource, Opaque } from '#wire/canonical'
import { readDataUrl } from '#wire/data-url'
import { asList, asNumber, asObject, asText, type JsonObject } from '#wire/json-read'

/** The parts that an item of the output, or of a conversation, stands for. */
export function readItem(item: JsonObject): readonly CanonicalPart[] {
  switch (item['type']) {
    case 'message':
    case undefined:
      return readContent(item['content'])
    case 'reasoning':
      return [readReasoning(item)]
    case 'function_call':
      return [
        {
          kind: 'tool_call',
          id: asText(item['call_id']) ?? asText(item['id']) ?? '',
          name: asText(item['name']) ?? '',
          arguments: asText(item['arguments']) ?? '{}',
        },
      ]
    case 'custom_tool_call':
      return [
        {
          kind: 'tool_call',
          id: asText(item['call_id']) ?? '',
          name: asText(item['name']) ?? '',
          arguments: asText(item['input']) ?? '',
          custom: true,
        },
      ]
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [
        {
          kind: 'tool_result',
          callId: asText(item['call_id']) ?? '',
          name: null,
          content: readContent(item['output']).filter((part) => part.kind === 'text' || part.kind === 'file'),
        },
      ]
    default:
      return [foreignOf(item)]
  }
}

export function foreignOf(item: JsonObject): Extract<CanonicalPart, { kind: 'foreign' }> {
  return {
    kind: 'foreign',
    dialect: 'openai-responses',
    name: asText(item['type']) ?? 'item',
    value: item as Json,
  }
}

export function readReasoning(item: JsonObject): Extract<CanonicalPart, { kind: 'reasoning' }> {
  const texts = [...asList(item['summary']), ...asList(item['content'])].map((part) =>
    asText(asObject(part)?.['text']),
  )
  const opaque = encryptedOf(item)
  return {
    kind: 'reasoning',
    text: texts.filter((text) => text !== null).join('\n\n'),
    ...(opaque === null ? {} : { opaque }),
  }
}

/** Taken back by its maker together with the id it came under. */
export function encryptedOf(item: JsonObject): Opaque | null {
  const value = asText(item['encrypted_content'])
  if (value === null) return null
  return { vendor: 'openai', name: 'encrypted_content', value: JSON.stringify([asText(item['id']), value]) }
}

export function readContent(content: unknown): readonly CanonicalPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }]
  return asList(content).map((part) => readPart(asObject(part) ?? {}))
}

function readPart(part: JsonObject): CanonicalPart {
  const text = asText(part['text']) ?? ''
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
    case 'text': {
      const citations = asList(part['annotations']).map(readAnnotation)
      return { kind: 'text', text, ...(citations.length === 0 ? {} : { citations }) }
    }
    case 'refusal':
      return { kind: 'refusal', text: asText(part['refusal']) ?? '' }
    case 'input_image': {
      const detail = asText(part['detail'])
      const file = fileOf(part, asText(part['image_url']), 'image/*')
      return { ...file, ...(detail === null ? {} : { detail }) }
    }
    case 'input_file': {
      const filename = asText(part['filename'])
      const file = fileOf(part, asText(part['file_data']) ?? asText(part['file_url']), 'application/pdf')
      return { ...file, ...(filename === null ? {} : { filename }) }
    }
    default:
      return foreignOf(part)
  }
}

function fileOf(part: JsonObject, url: string | null, otherwise: string): FilePart {
  const id = asText(part['file_id'])
  const stored: FileSource = { kind: 'stored', vendor: 'openai', id: id ?? '' }
  if (id !== null || url === null) return { kind: 'file', mediaType: otherwise, source: stored }
  const data = readDataUrl(url)
  if (data === null) return { kind: 'file', mediaType: otherwise, source: { kind: 'url', url } }
  return { kind: 'file', mediaType: data.mediaType, source: { kind: 'base64', data: data.base64 } }
}

export function readAnnotation(value: unknown): Citation {
  const annotation = asObject(value) ?? {}
  const url = asText(annotation['url'])
  const title = asText(annotation['title']) ?? asText(annotation['filename'])
  const start = asNumber(annotation['start_index'])
  const end = asNumber(annotation['end_index'])
  return {
    ...(url === null ? {} : { url }),
    ...(title === null ? {} : { title }),
    ...(start === null ? {} : { start }),
    ...(end === null ? {} : { end }),
    raw: { dialect: 'openai-responses', value: annotation as Json },
  }
}

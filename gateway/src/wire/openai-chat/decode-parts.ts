import type { Json } from '#domain/deployment'
import type { CanonicalPart, FilePart, FileSource } from '#wire/canonical'
import { readDataUrl } from '#wire/data-url'
import { asList, asObject, asText, type JsonObject } from '#wire/json-read'

/** The content of a message: a text, or a list of parts. */
export function readParts(content: unknown): readonly CanonicalPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }]
  return asList(content)
    .map(readPart)
    .filter((part) => part !== null)
}

function readPart(value: unknown): CanonicalPart | null {
  if (typeof value === 'string') return { kind: 'text', text: value }
  const part = asObject(value)
  if (part === null) return null
  const text = part['text']
  switch (part['type']) {
    case 'text':
    case 'output_text':
    case 'input_text':
      return { kind: 'text', text: typeof text === 'string' ? text : '', ...cacheOf(part) }
    case 'refusal':
      return { kind: 'refusal', text: asText(part['refusal']) ?? '' }
    case 'image_url':
      return imageOf(part)
    case 'input_audio':
      return audioOf(asObject(part['input_audio']) ?? {})
    case 'file':
      return fileOf(asObject(part['file']) ?? {})
    case 'thinking':
      // Mistral's thoughts stand in the content, as a list of their own.
      return { kind: 'reasoning', text: textOf(readParts(part['thinking'])) }
    default:
      return {
        kind: 'foreign',
        dialect: 'openai-chat',
        name: asText(part['type']) ?? 'part',
        value: part as Json,
      }
  }
}

/** Anthropic's mark is understood by OpenRouter and others in this dialect too. */
function cacheOf(part: JsonObject): { readonly cache?: { readonly ttl: '5m' | '1h' | null } } {
  const mark = asObject(part['cache_control'])
  if (mark === null) return {}
  const ttl = mark['ttl']
  return { cache: { ttl: ttl === '5m' || ttl === '1h' ? ttl : null } }
}

function imageOf(part: JsonObject): FilePart {
  const image = asObject(part['image_url'])
  const url = asText(image?.['url']) ?? asText(part['image_url']) ?? ''
  const detail = asText(image?.['detail'])
  return { kind: 'file', ...placed(url, 'image/*'), ...(detail === null ? {} : { detail }), ...cacheOf(part) }
}

function audioOf(audio: JsonObject): FilePart {
  const format = asText(audio['format']) ?? 'wav'
  const mediaType = format === 'mp3' ? 'audio/mpeg' : `audio/${format}`
  return { kind: 'file', mediaType, source: { kind: 'base64', data: asText(audio['data']) ?? '' } }
}

function fileOf(file: JsonObject): FilePart {
  const filename = asText(file['filename'])
  const named = filename === null ? {} : { filename }
  const id = asText(file['file_id'])
  if (id !== null) {
    return {
      kind: 'file',
      mediaType: 'application/octet-stream',
      source: { kind: 'stored', vendor: 'openai', id },
      ...named,
    }
  }
  return { kind: 'file', ...placed(asText(file['file_data']) ?? '', 'application/pdf'), ...named }
}

/** A data URL is the file itself. */
function placed(url: string, mediaType: string): { mediaType: string; source: FileSource } {
  const data = readDataUrl(url)
  if (data !== null) return { mediaType: data.mediaType, source: { kind: 'base64', data: data.base64 } }
  return { mediaType, source: { kind: 'url', url } }
}

/** The texts of the parts, one after the other. */
function textOf(parts: readonly CanonicalPart[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
}

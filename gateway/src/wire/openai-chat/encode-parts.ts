import type { Json } from '#domain/deployment'
import type { CanonicalMessage, CanonicalPart, FilePart, ToolCallPart, ToolResultPart } from '#wire/canonical'
import { dataUrl } from '#wire/data-url'
import { fittedId } from '#wire/fit-id'
import { entryOf } from '#wire/json-read'
import { wordOf, type LossList } from '#wire/loss-list'

export type JsonMembers = Readonly<Record<string, Json>>

/** The parts of one message, sorted by where this dialect puts them. */
export interface SortedParts {
  /** `null` where there is none. */
  readonly content: Json | null
  readonly refusal: string | null
  readonly calls: readonly Json[]
  /** Messages of role `tool`. */
  readonly results: readonly JsonMembers[]
}

export function encodeParts(message: CanonicalMessage, losses: LossList): SortedParts {
  const content: Json[] = []
  const calls: Json[] = []
  const results: JsonMembers[] = []
  let refusal: string | null = null
  for (const part of message.parts) {
    if (part.kind === 'tool_call') calls.push(encodeCall(part))
    else if (part.kind === 'tool_result') results.push(encodeResult(part, losses))
    else if (part.kind === 'refusal') refusal = (refusal ?? '') + part.text
    else {
      const encoded = encodeContent(part, message.role, losses)
      if (encoded !== null) content.push(encoded)
    }
  }
  return { content: simplest(content, message.role), refusal, calls, results }
}

/** Text alone is a string: every server understands that. Pieces of an answer follow each other without a break. */
function simplest(content: readonly Json[], role: CanonicalMessage['role']): Json | null {
  if (content.length === 0) return null
  const texts = content.map((part) => (isText(part) ? part.text : null))
  return texts.every((text) => text !== null) ? texts.join(role === 'assistant' ? '' : '\n') : content
}

function isText(part: Json): part is { type: 'text'; text: string } {
  return typeof part === 'object' && part !== null && 'type' in part && part.type === 'text'
}

function encodeContent(part: CanonicalPart, role: CanonicalMessage['role'], losses: LossList): Json | null {
  switch (part.kind) {
    case 'text':
      return { type: 'text', text: part.text }
    case 'file':
      if (role !== 'assistant') return encodeFile(part, losses)
      losses.leftOut('a file that a model made', 'openai-chat')
      return null
    case 'reasoning':
      losses.leftOut('earlier reasoning', 'openai-chat')
      return null
    case 'foreign':
      if (part.dialect === 'openai-chat') return part.value
      losses.leftOut(`the ${part.dialect} part ${wordOf(part.name)}`, 'openai-chat')
      return null
    case 'tool_call':
    case 'tool_result':
    case 'refusal':
      return null
  }
}

const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
}

function encodeFile(part: FilePart, losses: LossList): Json | null {
  const { mediaType, source } = part
  if (source.kind === 'text') return { type: 'text', text: source.text }
  if (source.kind === 'stored') {
    if (source.vendor === 'openai') return { type: 'file', file: { file_id: source.id } }
    losses.add(`a file stored at ${source.vendor} is left out: only its vendor has it`)
    return null
  }
  if (mediaType.startsWith('image/')) {
    const url = source.kind === 'url' ? source.url : dataUrl(mediaType, source.data)
    return {
      type: 'image_url',
      image_url: { url, ...(part.detail === undefined ? {} : { detail: part.detail }) },
    }
  }
  if (source.kind === 'url') {
    losses.add(
      `a ${wordOf(mediaType)} file given by URL is left out: openai-chat takes such files as data only`,
    )
    return null
  }
  const format = entryOf(AUDIO_FORMATS, mediaType)
  if (format !== undefined) return { type: 'input_audio', input_audio: { data: source.data, format } }
  const filename = part.filename ?? `file.${mediaType.split('/')[1] ?? 'bin'}`
  return { type: 'file', file: { filename, file_data: dataUrl(mediaType, source.data) } }
}

function encodeCall(part: ToolCallPart): Json {
  if (part.custom === true) {
    return { id: callId(part.id), type: 'custom', custom: { name: part.name, input: part.arguments } }
  }
  return { id: callId(part.id), type: 'function', function: { name: part.name, arguments: part.arguments } }
}

/** OpenAI takes no longer ids. */
const MAX_ID = 40

function callId(id: string): string {
  return fittedId(id, MAX_ID)
}

/** Only text fits into a result here; that a tool failed is said in it by whoever wrote it. */
function encodeResult(part: ToolResultPart, losses: LossList): JsonMembers {
  const texts: string[] = []
  for (const content of part.content) {
    if (content.kind === 'text') texts.push(content.text)
    else losses.leftOut('a file in the result of a tool', 'openai-chat')
  }
  return { role: 'tool', tool_call_id: callId(part.callId), content: texts.join('\n') }
}

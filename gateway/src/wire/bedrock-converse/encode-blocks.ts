import type { Json } from '#domain/deployment'
import type { CanonicalPart, FilePart, ToolResultPart } from '#wire/canonical'
import { fittedId } from '#wire/fit-id'
import { asObject, parseJson } from '#wire/json-read'
import { wordOf, type LossList } from '#wire/loss-list'

const TARGET = 'bedrock-converse'
const MAX_ID = 64

/** The blocks of a part: a mark to cache up to it is one of its own. */
export function encodeBlocks(part: CanonicalPart, losses: LossList): readonly Json[] {
  const block = encodeBlock(part, losses)
  if (block === null) return []
  return 'cache' in part && part.cache !== undefined ? [block, { cachePoint: { type: 'default' } }] : [block]
}

function encodeBlock(part: CanonicalPart, losses: LossList): Json | null {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return part.text.trim() === '' ? null : { text: part.text }
    case 'file':
      return encodeFile(part, losses)
    case 'reasoning':
      return encodeThought(part, losses)
    case 'tool_call': {
      const input = asObject(parseJson(part.arguments))
      if (input === null) losses.add('the arguments of a call are no object: they are sent as one')
      const value = (input ?? { input: part.arguments }) as Json
      return { toolUse: { toolUseId: callId(part.id), name: part.name, input: value } }
    }
    case 'tool_result':
      return { toolResult: encodeResult(part, losses) }
    case 'foreign':
      if (part.dialect === TARGET) return part.value
      losses.leftOut(`the ${part.dialect} part ${wordOf(part.name)}`, TARGET)
      return null
  }
}

/** Call and result are changed alike. */
function callId(id: string): string {
  return fittedId(id.replaceAll(/[^a-zA-Z0-9_-]/gu, '_') || 'call', MAX_ID)
}

/** Thoughts of Claude go back with the signature that came with them; those of others are for nobody else. */
function encodeThought(part: Extract<CanonicalPart, { kind: 'reasoning' }>, losses: LossList): Json | null {
  const { opaque } = part
  if (opaque?.vendor !== 'anthropic') {
    losses.add('earlier reasoning of another model is left out: it cannot be handed on')
    return null
  }
  if (part.redacted === true) return { reasoningContent: { redactedContent: opaque.value } }
  return { reasoningContent: { reasoningText: { text: part.text, signature: opaque.value } } }
}

function encodeResult(part: ToolResultPart, losses: LossList): Json {
  const content = part.content.map((one) => encodeBlock(one, losses)).filter((block) => block !== null)
  return {
    toolUseId: callId(part.callId),
    content: content.length === 0 ? [{ text: ' ' }] : content,
    ...(part.failed === true ? { status: 'error' } : {}),
  }
}

const IMAGES = ['png', 'jpeg', 'gif', 'webp']
const DOCUMENTS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/markdown': 'md',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
}

/** Only bytes are taken: nothing is fetched, neither there nor here. */
function encodeFile(part: FilePart, losses: LossList): Json | null {
  const { mediaType, source, filename } = part
  const image = /^image\/(\w+)/u.exec(mediaType)?.[1]?.replace('jpg', 'jpeg')
  if (source.kind === 'base64' && image !== undefined && IMAGES.includes(image)) {
    return { image: { format: image, source: { bytes: source.data } } }
  }
  const name = (filename ?? 'document')
    .replaceAll(/[^a-zA-Z0-9 ()[\]-]/gu, ' ')
    .replaceAll(/ +/gu, ' ')
    .trim()
  if (source.kind === 'text') {
    return { document: { format: 'txt', name: name || 'document', source: { text: source.text } } }
  }
  const format = Object.hasOwn(DOCUMENTS, mediaType) ? DOCUMENTS[mediaType] : undefined
  if (source.kind === 'base64' && format !== undefined) {
    return { document: { format, name: name || 'document', source: { bytes: source.data } } }
  }
  const what =
    source.kind === 'url'
      ? `a file of type ${wordOf(mediaType)} by its URL`
      : `a file of type ${wordOf(mediaType)}`
  losses.leftOut(what, TARGET)
  return null
}

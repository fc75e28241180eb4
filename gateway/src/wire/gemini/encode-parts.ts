import type { Json } from '#domain/deployment'
import type { CanonicalPart, FilePart, Opaque, ToolResultPart } from '#wire/canonical'
import { asObject, parseJson } from '#wire/json-read'
import { wordOf, type LossList } from '#wire/loss-list'

/** What Google takes in place of a signature for calls that another model made. */
const FOREIGN_SIGNATURE = 'skip_thought_signature_validator'
/** Models that refuse calls in the history without a signature. */
const WANTS_SIGNATURES = /^(?:models\/)?gemini-(?:[3-9]|\d{2})/u

interface PartContext {
  readonly upstreamModel: string
  readonly losses: LossList
}

/** A part of a request; `null` for what has no place. */
export function encodePart(part: CanonicalPart, context: PartContext): Json | null {
  const { losses } = context
  switch (part.kind) {
    case 'text':
      return part.text === '' ? null : { text: part.text, ...signed(part.opaque) }
    case 'refusal':
      return part.text === '' ? null : { text: part.text }
    case 'file':
      return encodeFile(part, losses)
    case 'reasoning':
      if (part.opaque?.vendor === 'google') return { text: part.text, thought: true, ...signed(part.opaque) }
      losses.add('earlier reasoning of another model is left out: it cannot be handed on')
      return null
    case 'tool_call': {
      const args = (asObject(parseJson(part.arguments)) ?? { input: part.arguments }) as Json
      return { functionCall: { name: part.name, args }, ...callSignature(part.opaque, context) }
    }
    case 'tool_result':
      return encodeResult(part, context)
    case 'foreign':
      if (part.dialect === 'gemini') return part.value
      losses.leftOut(`the ${part.dialect} part ${wordOf(part.name)}`, 'gemini')
      return null
  }
}

function signed(opaque: Opaque | undefined): { readonly thoughtSignature?: string } {
  return opaque?.vendor === 'google' ? { thoughtSignature: opaque.value } : {}
}

function callSignature(
  opaque: Opaque | undefined,
  { upstreamModel }: PartContext,
): { readonly thoughtSignature?: string } {
  if (opaque?.vendor === 'google') return { thoughtSignature: opaque.value }
  return WANTS_SIGNATURES.test(upstreamModel) ? { thoughtSignature: FOREIGN_SIGNATURE } : {}
}

function encodeFile({ mediaType, source }: FilePart, losses: LossList): Json | null {
  switch (source.kind) {
    case 'base64':
      return { inlineData: { mimeType: mediaType, data: source.data } }
    case 'text':
      return { text: source.text }
    case 'url':
      return {
        fileData: { fileUri: source.url, mimeType: mediaType === 'image/*' ? 'image/jpeg' : mediaType },
      }
    case 'stored':
      if (source.vendor === 'google') return { fileData: { fileUri: source.id, mimeType: mediaType } }
      losses.add(`a file stored at ${source.vendor} is left out: only its vendor has it`)
      return null
  }
}

/** Results are objects here: a text that is JSON is given as what it is. */
function encodeResult(part: ToolResultPart, { losses }: PartContext): Json {
  const text = part.content.map((one) => (one.kind === 'text' ? one.text : '')).join('\n')
  if (part.content.some(({ kind }) => kind === 'file'))
    losses.leftOut('a file in the result of a tool', 'gemini')
  const object = asObject(parseJson(text))
  const response = part.failed === true ? { error: text } : ((object ?? { result: text }) as Json)
  return { functionResponse: { name: part.name ?? part.callId, response } }
}

import type { Json } from '#domain/deployment'
import type { CanonicalPart, FilePart } from '#wire/canonical'
import { dataUrl } from '#wire/data-url'
import type { LossList } from '#wire/loss-list'

/** A part of a message; `written` by the model, not given to it. `null` for what has no place. */
export function encodeContent(part: CanonicalPart, written: boolean, losses: LossList): Json | null {
  switch (part.kind) {
    case 'text':
      return written
        ? { type: 'output_text', text: part.text, annotations: [] }
        : { type: 'input_text', text: part.text }
    case 'refusal':
      return written ? { type: 'refusal', refusal: part.text } : { type: 'input_text', text: part.text }
    case 'file':
      if (!written) return encodeFile(part, losses)
      losses.leftOut('a file that a model made', 'openai-responses')
      return null
    case 'reasoning':
    case 'tool_call':
    case 'tool_result':
    case 'foreign':
      return null
  }
}

function encodeFile({ mediaType, source, detail, filename }: FilePart, losses: LossList): Json | null {
  const image = mediaType.startsWith('image/')
  if (source.kind === 'text') return { type: 'input_text', text: source.text }
  if (source.kind === 'stored') {
    if (source.vendor === 'openai') return { type: image ? 'input_image' : 'input_file', file_id: source.id }
    losses.add(`a file stored at ${source.vendor} is left out: only its vendor has it`)
    return null
  }
  if (image) {
    const url = source.kind === 'url' ? source.url : dataUrl(mediaType, source.data)
    return { type: 'input_image', image_url: url, detail: detail ?? 'auto' }
  }
  if (source.kind === 'url') return { type: 'input_file', file_url: source.url }
  const name = filename ?? `file.${mediaType.split('/')[1] ?? 'bin'}`
  return { type: 'input_file', filename: name, file_data: dataUrl(mediaType, source.data) }
}

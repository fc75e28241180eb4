import type { Dialect } from '#domain/request'
import type { AnswerFormat, CanonicalMessage, CanonicalPart, CanonicalRequest } from './canonical.ts'
import { clientCodec } from './codecs.ts'
import { asObject, parseJson } from './json-read.ts'

/** The format that a request asks the text of its answer to have; `null` is plain text. */
export function requestedFormat(dialect: Dialect, body: Uint8Array): AnswerFormat | null {
  return decoded(dialect, body)?.format ?? null
}

/** The messages of a request as text, one per paragraph under its role; the end of it where it is longer. */
export function conversationText(dialect: Dialect, body: Uint8Array, maxChars: number): string {
  const messages = decoded(dialect, body)?.messages ?? []
  const text = messages.map(paragraph).join('\n\n')
  return text.length > maxChars ? `…${text.slice(-maxChars)}` : text
}

function decoded(dialect: Dialect, body: Uint8Array): CanonicalRequest | null {
  const members = asObject(parseJson(new TextDecoder().decode(body)))
  return members === null ? null : clientCodec(dialect).decodeRequest(members).value
}

function paragraph({ role, parts }: CanonicalMessage): string {
  return `${role}: ${parts.map(partText).join('')}`
}

function partText(part: CanonicalPart): string {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return part.text
    case 'tool_call':
      return `[calls ${part.name} ${part.arguments}]`
    case 'tool_result':
      return part.content.map(partText).join('')
    case 'file':
      return `[${part.mediaType}]`
    case 'reasoning':
    case 'foreign':
      return ''
  }
}

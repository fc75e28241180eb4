import type { Dialect } from '#domain/request'
import type { CanonicalPart } from './canonical.ts'
import { clientCodec } from './codecs.ts'
import { asObject, parseJson } from './json-read.ts'

/** What of a chat request is counted as input: all of its text, and how many messages it is in. */
export interface CountableText {
  readonly text: string
  readonly messages: number
}

/** `null` where the body is none. What is no text, such as pictures, is not in it. */
export function countableText(dialect: Dialect, body: Uint8Array): CountableText | null {
  const members = asObject(parseJson(new TextDecoder().decode(body)))
  if (members === null) return null
  const { messages, tools, format } = clientCodec(dialect).decodeRequest(members).value
  const texts = messages.flatMap(({ parts }) => parts.map(textOf))
  if (tools.length > 0) texts.push(JSON.stringify(tools))
  if (format?.kind === 'json_schema') texts.push(JSON.stringify(format.schema))
  return { text: texts.join('\n'), messages: messages.length }
}

function textOf(part: CanonicalPart): string {
  switch (part.kind) {
    case 'text':
    case 'refusal':
    case 'reasoning':
      return part.text
    case 'tool_call':
      return `${part.name} ${part.arguments}`
    case 'tool_result':
      return part.content.map(textOf).join('\n')
    case 'file':
    case 'foreign':
      return ''
  }
}

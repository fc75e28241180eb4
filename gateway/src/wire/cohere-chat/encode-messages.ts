import type { Json } from '#domain/deployment'
import type { CanonicalMessage, CanonicalPart, FilePart, ToolCallPart, ToolResultPart } from '#wire/canonical'
import { dataUrl } from '#wire/data-url'
import { asObject, parseJson } from '#wire/json-read'
import { wordOf, type LossList } from '#wire/loss-list'

const TARGET = 'cohere-chat'

/** The messages of one; none where nothing of it can be said. Results of tools are messages of their own here. */
export function encodeMessages(message: CanonicalMessage, losses: LossList): readonly Json[] {
  const { role, parts } = message
  const results = parts.flatMap((part) => (part.kind === 'tool_result' ? [encodeResult(part, losses)] : []))
  if (role === 'tool') return results
  const content = parts.flatMap((part) => encodeContent(part, role, losses))
  if (role !== 'assistant') {
    return content.length === 0 ? results : [...results, { role, content: simplest(content, '\n') }]
  }
  const calls = parts.flatMap((part) => (part.kind === 'tool_call' ? [encodeCall(part, losses)] : []))
  if (content.length === 0 && calls.length === 0) return []
  const said = simplest(content, '')
  if (calls.length === 0) return [{ role, content: said }]
  // What is said before calls is the plan of them.
  return [{ role, tool_calls: calls, ...(content.length === 0 ? {} : { tool_plan: said }) }]
}

/** Text alone is a string; pieces of an answer follow each other without a break. */
function simplest(content: readonly Json[], between: string): Json {
  const texts = content.map((part) => (isText(part) ? part.text : null))
  return texts.every((text) => text !== null) ? texts.join(between) : content
}

function isText(part: Json): part is { type: 'text'; text: string } {
  return typeof part === 'object' && part !== null && 'type' in part && part.type === 'text'
}

function encodeContent(
  part: CanonicalPart,
  role: CanonicalMessage['role'],
  losses: LossList,
): readonly Json[] {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }]
    case 'file':
      if (role === 'user') return encodeFile(part, losses)
      losses.leftOut(`a file in a message of ${role}`, TARGET)
      return []
    case 'reasoning':
      losses.leftOut('earlier reasoning', TARGET)
      return []
    case 'foreign':
      losses.leftOut(`the ${part.dialect} part ${wordOf(part.name)}`, TARGET)
      return []
    case 'tool_call':
    case 'tool_result':
      return []
  }
}

function encodeFile({ mediaType, source, detail }: FilePart, losses: LossList): readonly Json[] {
  if (source.kind === 'text') return source.text === '' ? [] : [{ type: 'text', text: source.text }]
  if (source.kind === 'stored') {
    losses.add(`a file stored at ${source.vendor} is left out: only its vendor has it`)
    return []
  }
  if (!mediaType.startsWith('image/')) {
    losses.leftOut(`a file of type ${wordOf(mediaType)}`, TARGET)
    return []
  }
  const url = source.kind === 'url' ? source.url : dataUrl(mediaType, source.data)
  return [{ type: 'image_url', image_url: { url, ...(detail === undefined ? {} : { detail }) } }]
}

/** Arguments are the text of an object. */
function encodeCall({ id, name, arguments: written }: ToolCallPart, losses: LossList): Json {
  const isObject = asObject(parseJson(written)) !== null
  if (!isObject) losses.add('the arguments of a call are no object: they are sent as one')
  const text = isObject ? written : JSON.stringify({ input: written })
  return { id, type: 'function', function: { name, arguments: text } }
}

/** Only text fits into a result here. */
function encodeResult(part: ToolResultPart, losses: LossList): Json {
  const texts: string[] = []
  for (const content of part.content) {
    if (content.kind === 'text') texts.push(content.text)
    else if (content.source.kind === 'text') texts.push(content.source.text)
    else losses.leftOut('a file in the result of a tool', TARGET)
  }
  return { role: 'tool', tool_call_id: part.callId, content: texts.join('\n') }
}

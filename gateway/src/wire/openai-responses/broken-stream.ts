import type { Json } from '#domain/deployment'
import type { WireError } from '#wire/codec'
import { SseFraming } from '#wire/framing'
import { asList, asNumber, asObject, asText, parseJson, type JsonObject } from '#wire/json-read'

type Item = Record<string, unknown>

/** More items than any answer has. */
const MAX_ITEMS = 1_000

/** What a client has of a streamed response. */
interface Had {
  /** As it was when it began. */
  response: JsonObject
  readonly items: Item[]
  /** Number of the last event; -1 for none. */
  last: number
}

/** The events that end a broken stream: the error, and the response as far as the client has it. */
export function encodeBreak(
  { message, type, code, param }: WireError,
  written: readonly Uint8Array[],
): string {
  const { response, items, last } = readBack(written)
  const failed = {
    object: 'response',
    ...response,
    status: 'failed',
    error: { code: code ?? type, message },
    output: items.filter((item) => item !== undefined),
  } as unknown as Json
  return (
    frame('error', { sequence_number: last + 1, error: { type, code, message, param } }) +
    frame('response.failed', { sequence_number: last + 2, response: failed })
  )
}

function frame(type: string, members: Readonly<Record<string, Json>>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...members })}\n\n`
}

function readBack(written: readonly Uint8Array[]): Had {
  const framing = new SseFraming()
  const had: Had = { response: {}, items: [], last: -1 }
  for (const chunk of written) {
    for (const { frame: one } of framing.push(chunk)) {
      const event = one === null ? null : asObject(parseJson(one.data))
      if (event !== null) note(event, had)
    }
  }
  return had
}

function note(event: JsonObject, had: Had): void {
  had.last = asNumber(event['sequence_number']) ?? had.last + 1
  const index = asNumber(event['output_index']) ?? 0
  if (!(index >= 0 && index < MAX_ITEMS && Number.isInteger(index))) return
  switch (event['type']) {
    case 'response.created':
      had.response = asObject(event['response']) ?? {}
      return
    case 'response.output_item.added':
      had.items[index] = { ...asObject(event['item']), status: 'incomplete' }
      return
    case 'response.output_item.done':
      had.items[index] = { ...asObject(event['item']) }
      return
    default: {
      const item = had.items[index]
      if (item !== undefined) add(event, item)
    }
  }
}

/** Where a piece of an item belongs: in its list of parts, or in a member of its own. */
function add(event: JsonObject, item: Item): void {
  const text = asText(event['delta'])
  switch (event['type']) {
    case 'response.content_part.added':
      putPart(item, 'content', { at: event['content_index'], part: asObject(event['part']) })
      return
    case 'response.reasoning_summary_part.added':
      putPart(item, 'summary', { at: event['summary_index'], part: asObject(event['part']) })
      return
    case 'response.output_text.delta':
      addText(partOf(item, 'content', event['content_index']), 'text', text)
      return
    case 'response.refusal.delta':
      addText(partOf(item, 'content', event['content_index']), 'refusal', text)
      return
    case 'response.reasoning_text.delta':
      addText(partOf(item, 'content', event['content_index']), 'text', text)
      return
    case 'response.reasoning_summary_text.delta':
      addText(partOf(item, 'summary', event['summary_index']), 'text', text)
      return
    case 'response.function_call_arguments.delta':
      addText(item, 'arguments', text)
      return
    case 'response.custom_tool_call_input.delta':
      addText(item, 'input', text)
  }
}

function putPart(item: Item, list: string, { at, part }: { at: unknown; part: JsonObject | null }): void {
  const parts = [...asList(item[list])]
  const index = asNumber(at) ?? parts.length
  if (part !== null && index >= 0 && index <= parts.length) parts[index] = { ...part }
  item[list] = parts
}

function partOf(item: Item, list: string, at: unknown): Item | null {
  return asObject(asList(item[list])[asNumber(at) ?? 0])
}

function addText(to: Item | null, member: string, text: string | null): void {
  if (to !== null && text !== null) to[member] = `${asText(to[member]) ?? ''}${text}`
}

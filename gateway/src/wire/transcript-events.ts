import type { JsonObject } from './json-read.ts'

/** A transcript that came whole as the events of a streamed one: some models transcribe at once, whatever is asked for. */
export function transcriptEvents(body: JsonObject): string | null {
  const { text } = body
  if (typeof text !== 'string') return null
  const delta = text === '' ? '' : eventOf({ type: 'transcript.text.delta', delta: text })
  return delta + eventOf({ ...body, type: 'transcript.text.done' })
}

function eventOf(event: JsonObject): string {
  return `data: ${JSON.stringify(event)}\n\n`
}

import { AnswerTrail } from '#wire/answer-trail'
import type { Frame } from '#wire/framing'
import { asNumber, asObject, asText, parseJson } from '#wire/json-read'

/** What a client has of a message that came as it is: parts begin in events of their own, before any text of theirs. */
export class MessageTrail extends AnswerTrail {
  override frame({ data }: Frame): void {
    if (!data.includes('"content_block_start"')) return
    const body = asObject(parseJson(data))
    const type = asText(asObject(body?.['content_block'])?.['type'])
    const index = asNumber(body?.['index']) ?? 0
    if (type === 'text') this.begin(index, 'text')
    else if (type === 'thinking') this.begin(index, 'reasoning')
    else if (type === 'tool_use') this.stop('a tool call had begun')
    else this.stop('it is more than text')
  }
}

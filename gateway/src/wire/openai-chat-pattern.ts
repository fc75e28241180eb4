import { learnTemplate, type EventTemplate } from './event-template.ts'
import { asList, asObject, type JsonObject } from './json-read.ts'
import { readChoice } from './openai-chat-choice.ts'
import { readUsage } from './openai-chat-usage.ts'
import type { SseEvent } from './sse.ts'

/** Keys whose string values differ from event to event; the first is the text. */
const VARIED = ['content', 'reasoning_content', 'reasoning', 'arguments']
/** Events in a row that may miss the template before learning is given up. */
const LEARN_TRIES = 16

const LF = 10
const CR = 13
/** `data: ` */
const MOST_BEFORE_DATA = 6
const decoder = new TextDecoder()

/** The pattern that most events of one streamed answer follow, which then need not be cut out nor parsed. */
export class ChatPattern {
  template: EventTemplate | null = null
  #tries = LEARN_TRIES

  /** Where the event that begins at `start` ends, if it is one line that follows the pattern and a blank one, else -1. */
  endOf(source: Uint8Array, start: number): number {
    const at = this.#fit(source, start)
    if (at === -1) return -1
    if (source[at] === LF) return source[at + 1] === LF ? at + 2 : -1
    return [CR, LF, CR, LF].every((byte, n) => source[at + n] === byte) ? at + 4 : -1
  }

  /** Does an event that was cut out follow the pattern. */
  fits({ source, start, dataSource, dataEnd, name }: SseEvent): boolean {
    return name === null && dataSource === source && this.#fit(source, start) === dataEnd
  }

  /** Where the first line of an event ends, if it follows the pattern, else -1. */
  #fit(source: Uint8Array, start: number): number {
    const end = this.template === null ? -1 : this.template.fit(source, start)
    if (end !== -1) this.#tries = LEARN_TRIES
    return end
  }

  /** Only events that say nothing but a piece of one unfinished answer become the pattern for others. */
  learn(body: JsonObject, event: SseEvent): void {
    if (this.#tries === 0) return
    this.#tries -= 1
    const choices = asList(body['choices'])
    const choice = choices.length === 1 ? readChoice(choices[0]) : null
    if (choice === null || !choice.content || choice.finish !== null || choice.refusal) return
    if (readUsage(body) !== null) return
    const line = firstLineOf(event)
    const learned = line === null ? null : learnTemplate(line, VARIED)
    // The member of that name has to be the text of the choice, and nothing else that is called so.
    if (learned?.hasText === hasText(choices[0])) this.template = learned
  }
}

/** `null`: it is not all of the data. */
function firstLineOf({ source, start, dataSource, dataStart, dataEnd }: SseEvent): string | null {
  if (dataSource !== source) return null
  const line = decoder.decode(source.subarray(start, dataEnd))
  return line.startsWith('data:') && dataStart <= start + MOST_BEFORE_DATA ? line : null
}

function hasText(choice: unknown): boolean {
  const delta = asObject(asObject(choice)?.['delta'])
  return typeof delta?.['content'] === 'string'
}

import { learnTemplate, type EventTemplate } from './event-template.ts'
import { asList, asObject, type JsonObject } from './json-read.ts'
import { readChoice } from './openai-chat-choice.ts'
import { readUsage } from './openai-chat-usage.ts'
import type { SseEvent } from './sse.ts'

/** Keys whose string values differ from event to event; the first is the text. */
const VARIED = ['content', 'reasoning_content', 'reasoning', 'arguments']
/** Events in a row that may miss the template before learning is given up. */
const LEARN_TRIES = 16

/** The pattern that most events of one streamed answer follow, which then need not be parsed. */
export class ChatPattern {
  template: EventTemplate | null = null
  #tries = LEARN_TRIES

  /** Bytes of text, reasoning or arguments that the event brings where it follows the pattern, else -1. */
  fit(event: SseEvent): number {
    if (this.template === null || event.name !== null) return -1
    const filled = this.template.fit(event.dataSource, event.dataStart, event.dataEnd)
    if (filled !== -1) this.#tries = LEARN_TRIES
    return filled
  }

  /** Only events that say nothing but a piece of one unfinished answer become the pattern for others. */
  learn(body: JsonObject, text: string): void {
    if (this.#tries === 0) return
    this.#tries -= 1
    const choices = asList(body['choices'])
    const choice = choices.length === 1 ? readChoice(choices[0]) : null
    if (choice === null || !choice.content || choice.finish !== null || choice.refusal) return
    if (readUsage(body) !== null) return
    const learned = learnTemplate(text, VARIED)
    // The member of that name has to be the text of the choice, and nothing else that is called so.
    if (learned?.hasText === hasText(choices[0])) this.template = learned
  }
}

function hasText(choice: unknown): boolean {
  const delta = asObject(asObject(choice)?.['delta'])
  return typeof delta?.['content'] === 'string'
}

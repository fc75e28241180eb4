import type { AnswerChoice } from '#domain/quality'
import { asList, asObject, asText, parseJson, type JsonObject } from './json-read.ts'
import { SseSplitter } from './sse.ts'

/** Reads what an answer says, choice by choice; `null` where the bytes are no chat completion. */
export function readChoices(
  chunks: readonly Uint8Array[],
  streamed: boolean,
): readonly AnswerChoice[] | null {
  return streamed ? ofStream(chunks) : ofWhole(textOf(chunks))
}

/** Text of a message's content, a string or a list of parts. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  return asList(content)
    .map((part) => asText(asObject(part)?.['text']) ?? '')
    .join('')
}

const MEDIA = ['audio', 'function_call'] as const
const MEDIA_LISTS = ['tool_calls', 'images'] as const

function ofWhole(text: string): readonly AnswerChoice[] | null {
  const choices = asObject(parseJson(text))?.['choices']
  if (!Array.isArray(choices)) return null
  return choices.map((value: unknown) => {
    const choice = asObject(value) ?? {}
    return choiceOf(asObject(choice['message']) ?? {}, asText(choice['finish_reason']))
  })
}

function choiceOf(message: JsonObject, finish: string | null): AnswerChoice {
  return {
    text: contentText(message['content']),
    refusal: asText(message['refusal']),
    finish,
    beyondText:
      MEDIA.some((name) => asObject(message[name]) !== null) ||
      MEDIA_LISTS.some((name) => asList(message[name]).length > 0),
  }
}

interface Gathered {
  readonly texts: string[]
  readonly refusals: string[]
  finish: string | null
  beyondText: boolean
}

function ofStream(chunks: readonly Uint8Array[]): readonly AnswerChoice[] | null {
  const splitter = new SseSplitter()
  const decoder = new TextDecoder()
  const gathered = new Map<number, Gathered>()
  for (const chunk of chunks) {
    for (const event of splitter.push(chunk)) {
      if (event.dataStart === -1) continue
      const data = decoder.decode(event.dataSource.subarray(event.dataStart, event.dataEnd))
      for (const choice of asList(asObject(parseJson(data))?.['choices'])) gather(gathered, asObject(choice))
    }
  }
  if (gathered.size === 0) return null
  return [...gathered.values()].map(({ texts, refusals, finish, beyondText }) => ({
    text: texts.join(''),
    refusal: refusals.length === 0 ? null : refusals.join(''),
    finish,
    beyondText,
  }))
}

function gather(gathered: Map<number, Gathered>, value: JsonObject | null): void {
  if (value === null) return
  const index = typeof value['index'] === 'number' ? value['index'] : 0
  const known = gathered.get(index) ?? { texts: [], refusals: [], finish: null, beyondText: false }
  gathered.set(index, known)
  const piece = choiceOf(asObject(value['delta']) ?? {}, asText(value['finish_reason']))
  known.texts.push(piece.text)
  if (piece.refusal !== null) known.refusals.push(piece.refusal)
  known.finish = piece.finish ?? known.finish
  known.beyondText ||= piece.beyondText
}

/** Characters that are split between two chunks are put together again. */
function textOf(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder()
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode()
}

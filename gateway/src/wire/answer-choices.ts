import type { AnswerChoice } from '#domain/quality'
import type { Dialect } from '#domain/request'
import type { CanonicalPart } from './canonical.ts'
import type { ProviderCodec } from './codec.ts'
import { PROVIDER_CODECS } from './codecs.ts'
import { asObject, parseJson } from './json-read.ts'
import { readChoices } from './openai-chat-text.ts'

const CODECS: readonly ProviderCodec[] = PROVIDER_CODECS

/** Reads what an answer in a client's dialect says; `null` where the bytes are no answer of it. */
export function answerChoices(
  dialect: Dialect,
  chunks: readonly Uint8Array[],
  streamed: boolean,
): readonly AnswerChoice[] | null {
  // The only dialect in which there are several.
  if (dialect === 'openai-chat') return readChoices(chunks, streamed)
  const codec = CODECS.find(({ id }) => id === dialect)
  if (codec === undefined) return null
  const choice = streamed ? ofStream(codec, chunks) : ofWhole(codec, chunks)
  return choice === null ? null : [choice]
}

function ofWhole(codec: ProviderCodec, chunks: readonly Uint8Array[]): AnswerChoice | null {
  const decoder = new TextDecoder()
  const text = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode()
  const body = asObject(parseJson(text))
  const answer = body === null ? null : codec.decodeAnswer(body)
  if (answer === null) return null
  const { parts, finish } = answer
  const refusals = parts.filter(({ kind }) => kind === 'refusal')
  return {
    text: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    refusal:
      finish.reason === 'refusal' || refusals.length > 0
        ? refusals.map((part) => (part.kind === 'refusal' ? part.text : '')).join('')
        : null,
    finish: finish.reason,
    beyondText: parts.some(isBeyondText),
  }
}

function isBeyondText({ kind }: Pick<CanonicalPart, 'kind'>): boolean {
  return kind === 'tool_call' || kind === 'file' || kind === 'foreign'
}

function ofStream(codec: ProviderCodec, chunks: readonly Uint8Array[]): AnswerChoice | null {
  const framing = codec.framing()
  const decoder = codec.decoder()
  let text = ''
  let refusal: string | null = null
  let finish: string | null = null
  let beyondText = false
  for (const { frame } of chunks.flatMap((chunk) => framing.push(chunk))) {
    for (const event of (frame === null ? null : decoder.read(frame)) ?? []) {
      if (event.kind === 'text') text += event.text
      else if (event.kind === 'refusal') refusal = (refusal ?? '') + event.text
      else if (event.kind === 'finish') finish = event.finish.reason
      else if (event.kind === 'tool_call' || event.kind === 'file' || event.kind === 'foreign') {
        beyondText = true
      }
    }
  }
  if (finish === null && text === '' && !beyondText) return null
  return { text, refusal: refusal ?? (finish === 'refusal' ? '' : null), finish, beyondText }
}

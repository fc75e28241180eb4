import assert from 'node:assert/strict'
import fc from 'fast-check'
import { answerOf } from '#simulator/answer'
import { anthropicMessages } from '#simulator/anthropic-messages'
import { gemini } from '#simulator/gemini'
import { openaiChat } from '#simulator/openai-chat'
import { CLIENT_CODECS, PROVIDER_CODECS } from '#wire/codecs'
import { CONTEXT } from '#wire/example-recorded'
import { asObject, parseJson } from '#wire/json-read'
import type { Spoil } from '../spoil.ts'
import { spoil, spoils } from '../spoil.ts'
import { target } from '../target.ts'

interface Input {
  readonly base: number
  readonly spoils: readonly Spoil[]
  readonly provider: number
}

const CIRCUMSTANCES = {
  asked: { model: 'm', streamed: false, includeUsage: true },
  n: 1,
  createdS: 1_700_000_000,
  estimatedInput: 10,
}
const BASES = [openaiChat, anthropicMessages, gemini].flatMap((dialect) =>
  [
    { text: 'Grüße 😀' },
    { text: 'a', toolCalls: [{ name: 'f', arguments: { a: 1 } }] },
    { reasoning: { text: 'hm' } },
  ].map((behavior) =>
    Buffer.concat(answerOf(behavior, dialect, CIRCUMSTANCES).pieces.map(({ bytes }) => Buffer.from(bytes))),
  ),
)

/** An unstreamed answer of any provider, for clients of every dialect. */
export const answer = target<Input>({
  name: 'whole answers',
  share: 12,
  inputs: fc.record({
    base: fc.nat(BASES.length - 1),
    spoils,
    provider: fc.nat(PROVIDER_CODECS.length - 1),
  }),
  check: ({ base, spoils: changes, provider }) => {
    const bytes = spoil(BASES[base % BASES.length] ?? Buffer.alloc(0), changes)
    const body = asObject(parseJson(bytes.toString()))
    if (body === null) return
    const codec = PROVIDER_CODECS[provider % PROVIDER_CODECS.length] ?? PROVIDER_CODECS[0]
    const canonical = codec.decodeAnswer(body)
    if (canonical === null) return
    for (const client of CLIENT_CODECS) {
      assert.equal(typeof JSON.stringify(client.encodeAnswer(canonical, CONTEXT)), 'string')
    }
  },
})

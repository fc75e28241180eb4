import { describe, expect, it } from 'vitest'
import type { CanonicalAnswer, CanonicalEvent, TokenLogprob } from './canonical.ts'
import { CLIENT_CODECS, providerCodec } from './codecs.ts'
import { openaiChat } from './openai-chat/codec.ts'

const scored = (token: string, logprob: number): TokenLogprob => ({
  token,
  logprob,
  bytes: null,
  top: [
    { token, logprob, bytes: null },
    { token: 'Hallo', logprob: -3, bytes: null },
  ],
})
const LOGPROBS = [scored('Hel', -0.25), scored('lo', -0.5)]
const USAGE = { input: 3, cachedInput: 0, cacheWrite: 0, output: 2, reasoning: 0, estimated: false }
const FINISH = { reason: 'stop', raw: null } as const
const request = openaiChat.decodeRequest({ model: 'm', messages: [] }).value
const context = { id: 'i', model: 'm', createdS: 1, request, includeUsage: true }

/** Messages have no place for them. */
const DIALECTS = CLIENT_CODECS.filter(({ id }) => id !== 'anthropic-messages')

describe.each(DIALECTS.map((codec) => [codec.id, codec] as const))(
  'how sure the model was, in %s',
  (id, codec) => {
    const provider = providerCodec(id)

    it('is carried by a whole answer', () => {
      const about = { id: 'i', model: 'm', createdS: 1, finish: FINISH, usage: USAGE }
      const answer: CanonicalAnswer = {
        ...about,
        parts: [{ kind: 'text', text: 'Hello' }],
        logprobs: LOGPROBS,
      }
      const written = codec.encodeAnswer(answer, context)
      expect(provider.decodeAnswer(written as Record<string, unknown>)?.logprobs).toEqual(LOGPROBS)
    })

    it.each([
      ['after', false],
      ['before', true],
    ] as const)('is carried by a stream that tells it %s the text', (_, first) => {
      const pieces = LOGPROBS.flatMap((one): CanonicalEvent[] => {
        const text = { kind: 'text', block: 0, text: one.token } as const
        const told = { kind: 'logprobs', logprobs: [one] } as const
        return first ? [told, text] : [text, told]
      })
      const encoder = codec.encoder(context)
      const written = [
        { kind: 'start', id: 'i', model: 'm', createdS: 1 } as const,
        ...pieces,
        { kind: 'block_end', block: 0 } as const,
        { kind: 'usage', usage: USAGE } as const,
        { kind: 'finish', finish: FINISH } as const,
      ].map((event) => encoder.write(event))
      const bytes = new TextEncoder().encode(written.join('') + encoder.end())
      const decoder = provider.decoder()
      const events = provider
        .framing()
        .push(bytes)
        .flatMap(({ frame }) => (frame === null ? [] : (decoder.read(frame) ?? [])))
      expect(events.flatMap((event) => (event.kind === 'logprobs' ? event.logprobs : []))).toEqual(LOGPROBS)
      expect(events.map((event) => (event.kind === 'text' ? event.text : '')).join('')).toBe('Hello')
      expect(events.some(({ kind }) => kind === 'finish')).toBe(true)
    })
  },
)

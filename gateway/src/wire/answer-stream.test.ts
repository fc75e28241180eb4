import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AnswerStream } from './answer-stream.ts'
import { SseFraming } from './framing.ts'
import { openaiChat } from './openai-chat/codec.ts'
import { ChatStreamReader, type ChatStreamEnd, type ChatStreamSink } from './openai-chat-stream.ts'

const DONE = 'data: [DONE]\n\n'
const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`

/** Events of streams, good and bad. */
const EVENTS = {
  role: chunk({ role: 'assistant', content: '' }),
  text: chunk({ content: 'Hel' }),
  more: chunk({ content: 'lo' }),
  thought: chunk({ reasoning_content: 'hm' }),
  call: chunk({
    tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } }],
  }),
  refusal: chunk({ refusal: 'No.' }),
  comment: ': waiting\n\n',
  stop: chunk({}, 'stop'),
  length: chunk({}, 'length'),
  filtered: chunk({}, 'content_filter'),
  malformedCall: chunk({}, 'malformed_function_call'),
  usage:
    'data: {"id":"c","model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}\n\n',
  error: 'data: {"error":{"message":"broken"}}\n\n',
  nonsense: 'data: {nonsense\n\n',
  done: DONE,
} as const

interface Told {
  readonly text: string
  readonly committed: boolean
  readonly end: ChatStreamEnd | null
  readonly usage: unknown
  readonly model: unknown
  readonly dropped: number
}

interface Reader {
  push(bytes: Uint8Array): void
  close(cut: string | null): void
  readonly usage: unknown
  readonly reportedModel: unknown
  readonly droppedEvents: number
}

function run(make: (sink: ChatStreamSink) => Reader, text: string, size: number): Told {
  const parts: Uint8Array[] = []
  let committed = false
  let end: ChatStreamEnd | null = null
  const reader = make({
    commit: (chunks) => {
      committed = true
      parts.push(...chunks)
    },
    bytes: (bytes) => parts.push(bytes),
    onEnd: (told) => {
      expect(end).toBe(null)
      end = told
    },
  })
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
  reader.close(null)
  return {
    text: Buffer.concat(parts).toString(),
    committed,
    end,
    usage: reader.usage,
    model: reader.reportedModel,
    dropped: reader.droppedEvents,
  }
}

const options = fc.record({
  hold: fc.constantFrom('content' as const, 'event' as const),
  judge: fc.record({ refusal: fc.boolean(), contentFilter: fc.boolean() }),
  malformedEvent: fc.constantFrom('drop' as const, 'error' as const),
  estimatedInputTokens: fc.constant(7),
  mayBeEmpty: fc.boolean(),
})
const FINISHES = new Set<string>(['stop', 'length', 'filtered', 'malformedCall'])
/** A call begins once, and an answer finishes once: what several of them amount to is nowhere laid down. */
const sensible = (events: readonly (keyof typeof EVENTS)[]): boolean =>
  events.filter((name) => FINISHES.has(name)).length <= 1 &&
  events.filter((name) => name === 'call').length <= 1
const names = fc
  .array(fc.constantFrom(...(Object.keys(EVENTS) as (keyof typeof EVENTS)[])), {
    maxLength: 12,
  })
  .filter(sensible)

describe('a stream that is passed on as it came', () => {
  it('is held, passed on and judged like the reader of chat completions does it', () => {
    fc.assert(
      fc.property(names, options, fc.integer({ min: 1, max: 200 }), (events, given, size) => {
        const text = events.map((name) => EVENTS[name]).join('')
        const special = run(
          (sink) => new ChatStreamReader({ ...given, dropUsage: false, tracked: false }, sink),
          text,
          size,
        )
        const general = run(
          (sink) =>
            new AnswerStream(
              {
                ...given,
                framing: new SseFraming(),
                decoder: openaiChat.decoder(),
                encoder: null,
                missingEnd: DONE,
                trail: null,
              },
              sink,
            ),
          text,
          size,
        )
        expect(general).toEqual(special)
      }),
      { numRuns: 2_000 },
    )
  })
})

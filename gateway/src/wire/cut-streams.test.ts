import { describe, expect, it } from 'vitest'
import { RECORDED, recordedFiles, recordedPayloads } from '#simulator/recorded'
import { AnswerStream } from './answer-stream.ts'
import { awsException, awsFrame } from '#simulator/aws-frame'
import type { ClientCodec, ProviderCodec } from './codec.ts'
import { CLIENT_CODECS, providerCodec, PROVIDER_CODECS } from './codecs.ts'
import { answersOf, CONTEXT, plain, RECORDED_OF } from './example-recorded.ts'
import type { Frame } from './framing.ts'
import type { ChatStreamEnd } from './openai-chat-stream.ts'
import type { TokenUsage } from '#domain/usage'

/** What clients take for the end of an answer. */
const TERMINAL: Readonly<Record<string, RegExp>> = {
  'openai-chat': /"finish_reason":\s*"|\[DONE\]/u,
  'openai-responses': /response\.(?:completed|incomplete)"/u,
  'anthropic-messages': /"message_stop"|"message_delta"/u,
  'gemini': /"finishReason"/u,
}

/** An error in the middle of a stream, as each provider sends it. */
const ERRORS: Readonly<Record<string, Uint8Array>> = mapped({
  'openai-chat': 'data: {"error":{"message":"broken","type":"server_error"}}\n\n',
  'openai-responses':
    'event: error\ndata: {"type":"error","error":{"type":"server_error","code":null,"message":"broken"}}\n\n',
  'anthropic-messages':
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
  'gemini': 'data: {"error":{"code":503,"message":"broken","status":"UNAVAILABLE"}}\r\n\r\n',
})

function mapped(texts: Readonly<Record<string, string>>): Readonly<Record<string, Uint8Array>> {
  const bytes = Object.entries(texts).map(([id, text]) => [id, Buffer.from(text)] as const)
  return {
    ...Object.fromEntries(bytes),
    'cohere-chat': Buffer.from('data: {"id":"x","message":"broken"}\n\n'),
    'bedrock-converse': awsException('modelStreamErrorException', 'broken'),
  }
}

const encoder = new TextEncoder()

interface Read {
  readonly out: string
  readonly end: ChatStreamEnd | null
  readonly usage: TokenUsage | null
}

function read(provider: ProviderCodec, client: ClientCodec | null, bytes: Uint8Array): Read {
  const parts: Uint8Array[] = []
  let end: ChatStreamEnd | null = null
  const stream = new AnswerStream(
    {
      hold: 'content',
      judge: { refusal: false, contentFilter: false },
      malformedEvent: 'drop',
      estimatedInputTokens: 7,
      mayBeEmpty: false,
      framing: provider.framing(),
      decoder: provider.decoder(),
      encoder: client === null || client.id === provider.id ? null : client.encoder(CONTEXT),
      missingEnd: provider.missingEnd,
      trail: null,
    },
    {
      commit: (chunks) => parts.push(...chunks),
      bytes: (chunk) => parts.push(chunk),
      onEnd: (told) => {
        expect(end).toBe(null)
        end = told
      },
    },
  )
  stream.push(bytes)
  stream.close(null)
  return { out: Buffer.concat(parts).toString(), end, usage: stream.usage }
}

function framed({ streamType }: ProviderCodec, { name, data }: Frame): Uint8Array {
  if (streamType === 'application/vnd.amazon.eventstream') return awsFrame(data)
  return encoder.encode(`${name === null ? '' : `event: ${name}\n`}data: ${data}\n\n`)
}

/** Recorded answers of a dialect that are whole, framed: every event, and where the one with the finish is. */
function samples(provider: ProviderCodec): (readonly [string, readonly Uint8Array[], number])[] {
  const recorded = RECORDED_OF[provider.id]
  return recordedFiles(recorded?.folders ?? [], /\.chunks\.txt$/u)
    .filter(
      ([name, text]) => recorded?.stream(text) && text.length < 12_000 && !recorded.broken?.includes(name),
    )
    .flatMap(([name, text]) => answersOf(name, recordedPayloads(text), recorded))
    .map(([name, payloads]) => {
      const decoder = provider.decoder()
      const frames = payloads.map((payload) => (recorded?.frame ?? plain)(payload))
      const finish = frames.findIndex((frame) => decoder.read(frame)?.some(({ kind }) => kind === 'finish'))
      const events = frames.map((frame) => framed(provider, frame))
      return [name, events, finish] as const
    })
    .slice(0, 5)
}

const SAMPLED = PROVIDER_CODECS.map((codec) => [codec.id, codec, samples(codec)] as const)

it.each([RECORDED === null ? 'are absent here' : 'are there'])('recorded streams %s', () => {
  expect(SAMPLED.every(([, , recorded]) => recorded.length > 0)).toBe(RECORDED !== null)
})

describe.each(SAMPLED.filter(([, , recorded]) => recorded.length > 0))(
  'a stream of %s',
  (id, provider, recorded) => {
    describe.each(CLIENT_CODECS.map((codec) => [codec.id, codec] as const))(
      'for clients of %s',
      (to, client) => {
        const terminal = TERMINAL[to] ?? /./u

        it.each(recorded)('is not taken for whole where %s was cut', (_, events, finish) => {
          const before = Buffer.concat(events.slice(0, finish))
          const last = events[finish] ?? Buffer.alloc(0)
          for (let at = 0; at < finish; at += 1) {
            const cut = read(provider, client, Buffer.concat(events.slice(0, at)))
            expect(cut.end?.kind).toBe('failed')
            expect(cut.out).not.toMatch(terminal)
            if (cut.usage !== null) expect(Number.isInteger(cut.usage.output)).toBe(true)
            const broken = read(
              provider,
              client,
              Buffer.concat([...events.slice(0, at), ERRORS[id] ?? before, ...events.slice(at)]),
            )
            expect(broken.end?.kind).toBe('error')
            expect(broken.out).not.toMatch(terminal)
          }
          // The event that says how it ended may be cut anywhere, but for its last line end.
          for (let at = 0; at < last.length - 1; at += 7) {
            const cut = read(provider, client, Buffer.concat([before, last.subarray(0, at)]))
            expect(cut.end?.kind).toBe('failed')
            expect(cut.out).not.toMatch(terminal)
          }
        })

        it.each(recorded)(
          'is whole where %s ended with its finish, and nothing after it',
          (_, events, finish) => {
            const { out, end } = read(provider, client, Buffer.concat(events.slice(0, finish + 1)))
            expect(end?.kind).toBe('answered')
            expect(out).toMatch(terminal)
          },
        )

        it.each(recorded)('tells what was reported of all of %s', (_, events) => {
          const { usage } = read(provider, client, Buffer.concat(events))
          expect(usage?.estimated).toBe(false)
        })
      },
    )
  },
)

describe('a stream of several legacy completions', () => {
  it('is whole when every one of them has ended', () => {
    const codec = providerCodec('openai-completions')
    const chunk = (index: number, finish: string | null): string =>
      `data: ${JSON.stringify({ choices: [{ index, text: 'x', finish_reason: finish }] })}\n\n`
    const [all, some] = [
      [chunk(0, null), chunk(1, null), chunk(0, 'stop'), chunk(1, 'stop')],
      [chunk(0, null), chunk(1, null), chunk(0, 'stop')],
    ].map((events) => encoder.encode(events.join('')))
    const kinds = [all, some].map((bytes) => read(codec, null, bytes ?? encoder.encode('')).end?.kind)
    expect(kinds).toEqual(['answered', 'failed'])
  })
})

describe('a stream of several candidates of Gemini', () => {
  it('is whole when every one of them has ended', () => {
    const codec = providerCodec('gemini')
    const chunk = (index: number, finishReason?: string): string =>
      `data: ${JSON.stringify({ candidates: [{ index, content: { parts: [{ text: 'x' }] }, finishReason }] })}\r\n\r\n`
    const [all, some] = [
      [chunk(0), chunk(1), chunk(0, 'STOP'), chunk(1, 'STOP')],
      [chunk(0), chunk(1), chunk(0, 'STOP')],
    ].map((events) => encoder.encode(events.join('')))
    const kinds = [all, some].map((bytes) => read(codec, null, bytes ?? encoder.encode('')).end?.kind)
    expect(kinds).toEqual(['answered', 'failed'])
  })
})

describe('a stream whose provider did not say that it begins', () => {
  it('tells clients of chat completions the role all the same, once', () => {
    const written = CLIENT_CODECS[0].encoder(CONTEXT)
    const start = { kind: 'start', id: 'a', model: 'b', createdS: 1 } as const
    const out = written.write({ kind: 'text', block: 0, text: 'Hi' }) + written.write(start)
    expect(out.match(/"role":"assistant"/gu)).toHaveLength(1)
    expect(out.indexOf('"role"')).toBeLessThan(out.indexOf('Hi'))
  })
})

describe('what a cut stream used', () => {
  const anthropic = PROVIDER_CODECS.find(({ id }) => id === 'anthropic-messages')

  it('is what was reported, and an estimate of what was written since', () => {
    if (anthropic === undefined) throw new Error('not there')
    const frame = (body: { type: string }): string => `event: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`
    const text = { type: 'text_delta', text: 'x'.repeat(400) }
    const bytes = encoder.encode(
      frame({
        type: 'message_start',
        message: { id: 'i', usage: { input_tokens: 5, cache_read_input_tokens: 90, output_tokens: 1 } },
      } as never) +
        frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as never) +
        frame({ type: 'content_block_delta', index: 0, delta: text } as never),
    )
    expect(read(anthropic, CLIENT_CODECS[0], bytes).usage).toEqual({
      input: 95,
      cachedInput: 90,
      cacheWrite: 0,
      output: 101,
      reasoning: 0,
      estimated: true,
    })
  })
})

describe('a line end that is split between two reads', () => {
  const gemini = PROVIDER_CODECS.find(({ id }) => id === 'gemini')
  const event = (text: string): string =>
    `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text }] }, index: 0 }] })}`

  it.each(['{"usageMetadata":{}}', '{'])(
    'comes out whole, also after an event that is held or dropped: %s',
    (first) => {
      if (gemini === undefined) throw new Error('not there')
      const parts: Uint8Array[] = []
      const stream = new AnswerStream(
        {
          hold: 'content',
          judge: { refusal: false, contentFilter: false },
          malformedEvent: 'drop',
          estimatedInputTokens: 7,
          mayBeEmpty: false,
          framing: gemini.framing(),
          decoder: gemini.decoder(),
          encoder: null,
          missingEnd: gemini.missingEnd,
          trail: null,
        },
        {
          commit: (chunks) => parts.push(...chunks),
          bytes: (chunk) => parts.push(chunk),
          onEnd: () => undefined,
        },
      )
      for (const part of [`data: ${first}\r\n\r`, `\n${event('a')}\r\n\r`, `\n${event('b')}\r\n\r\n`])
        stream.push(encoder.encode(part))
      const kept = first === '{' ? '' : `data: ${first}\r\n\r\n`
      expect(Buffer.concat(parts).toString()).toBe(`${kept}${event('a')}\r\n\r\n${event('b')}\r\n\r\n`)
    },
  )
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordedFiles, recordedPayloads } from '#simulator/recorded'
import type { CanonicalEvent } from './canonical.ts'
import type { ProviderCodec } from './codec.ts'
import { CLIENT_CODECS, PROVIDER_CODECS } from './codecs.ts'
import { CONTEXT, plain, RECORDED_OF } from './example-recorded.ts'
import { asObject, parseJson } from './json-read.ts'

const TARGET = { upstreamModel: 'gemini-3-pro', vendor: 'other', maxOutputTokens: 100 } as const

/** Every name and word that a decoder asks for, and those that every object answers to. */
const WORDS =
  `__proto__ constructor toString hasOwnProperty valueOf length type index choices delta message content text
  role assistant user tool system tool_calls function name arguments id call_id custom input output finish_reason stop
  reasoning_content refusal annotations logprobs top_logprobs token bytes usage prompt_tokens completion_tokens total_tokens
  response.created response.completed response.output_item.added response.output_item.done response.output_text.delta
  response.function_call_arguments.delta response.output_text.annotation.added response.reasoning_summary_part.added
  response item output_index status completed incomplete_details reason summary encrypted_content function_call
  custom_tool_call function_call_output output_text annotation message_start content_block_start content_block_delta
  content_block_stop message_delta message_stop content_block text_delta input_json_delta partial_json signature_delta
  citations_delta thinking thinking_delta redacted_thinking tool_use tool_result server_tool_use stop_reason candidates parts
  functionCall functionResponse args partialArgs jsonPath $.a[99999999].b willContinue stringValue inlineData mimeType data
  fileData fileUri thought thoughtSignature finishReason usageMetadata promptTokenCount promptFeedback blockReason STOP
  groundingMetadata groundingChunks web uri error messages model contents tools tool_choice response_format json_schema schema
  image_url url data:;base64, input_image source base64 media_type cache_control ttl stop_sequences systemInstruction
  generationConfig responseSchema thinkingConfig toolConfig functionCallingConfig input_file file_data object`.split(
    /\s+/u,
  )

const word = fc.constantFrom(...WORDS)
const number = fc.constantFrom(0, 1, -1, 2, 1e308, -1e308, 0.5, 4_294_967_295, Number.MAX_SAFE_INTEGER)
const { value: nonsense } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(word, number, fc.boolean(), fc.constant(null), fc.constant('')),
    fc.array(tie('value'), { maxLength: 4 }),
    // Made by the parser, as it comes: with `__proto__` as a member of its own.
    fc
      .array(fc.tuple(word, tie('value')), { maxLength: 6 })
      .map((members) =>
        parseJson(`{${members.map(([n, v]) => `${JSON.stringify(n)}:${JSON.stringify(v)}`).join()}}`),
      ),
  ),
}))

/** Reads the payloads as one stream and writes what was read for every client; tells how much was written. */
function stream(codec: ProviderCodec, payloads: readonly string[]): number {
  const decoder = codec.decoder()
  const events = payloads.flatMap((payload): readonly CanonicalEvent[] => {
    const { name } = (RECORDED_OF[codec.id]?.frame ?? plain)(payload)
    return decoder.read({ name, data: payload }) ?? []
  })
  return Math.max(
    ...CLIENT_CODECS.map((client) => {
      const encoder = client.encoder(CONTEXT)
      const written = events.map((event) => encoder.write(event)).join('') + encoder.end()
      expect(written).not.toMatch(/:undefined|"undefined"|\[object /u)
      return written.length
    }),
  )
}

function whole(codec: ProviderCodec, value: unknown): void {
  const body = asObject(value)
  const answer = body === null ? null : codec.decodeAnswer(body)
  if (answer === null) return
  for (const client of CLIENT_CODECS) JSON.stringify(client.encodeAnswer(answer, CONTEXT))
  const { usage } = answer
  if (usage !== null) {
    const { input, cachedInput, cacheWrite, output, reasoning } = usage
    for (const count of [input, cachedInput, cacheWrite, output, reasoning]) {
      expect(Number.isInteger(count) && count >= 0 && count < 4e9).toBe(true)
    }
    expect(reasoning).toBeLessThanOrEqual(output)
  }
}

/** A change somewhere inside a value: a member gone, or of another type. */
function changed(value: unknown, at: number, to: unknown): unknown {
  const paths: (readonly (string | number)[])[] = []
  const walk = (inner: unknown, path: readonly (string | number)[]): void => {
    if (typeof inner !== 'object' || inner === null) return
    for (const key of Object.keys(inner)) {
      paths.push([...path, key])
      walk((inner as Record<string, unknown>)[key], [...path, key])
    }
  }
  walk(value, [])
  const path = paths[at % Math.max(1, paths.length)]
  const last = path?.at(-1)
  if (path === undefined || last === undefined) return value
  const copy = structuredClone(value)
  let holder = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>
  if (to === undefined) delete holder[last]
  else holder[last] = to
  return parseJson(JSON.stringify(copy))
}

describe.each(PROVIDER_CODECS.map((codec) => [codec.id, codec] as const))('%s reads', (id, codec) => {
  const client = CLIENT_CODECS.find((one) => one.id === id)
  const recorded = RECORDED_OF[id]
  const streams = recordedFiles(recorded?.folders ?? [], /\.chunks\.txt$/u)
    .filter(([, text]) => recorded?.stream(text))
    .map(([, text]) => recordedPayloads(text).slice(0, 60))
  const wholes = recordedFiles(recorded?.folders ?? [], /\.json$/u)
    .filter(([, text]) => recorded?.whole(text))
    .map(([, text]) => parseJson(text))

  it('any answer without throwing', () => {
    fc.assert(
      fc.property(nonsense, (value) => whole(codec, value)),
      { numRuns: 1000 },
    )
  })

  it('any events without throwing, and without writing much more than it read', () => {
    fc.assert(
      fc.property(fc.array(nonsense, { maxLength: 12 }), (values) => {
        const payloads = values.map((value) => JSON.stringify(value))
        expect(stream(codec, payloads)).toBeLessThan(20_000 + 200 * payloads.join('').length)
      }),
      { numRuns: 1000 },
    )
  })

  it('any request without throwing, and writes it for every provider', () => {
    fc.assert(
      fc.property(nonsense, (value) => {
        const body = asObject(value)
        if (body === null) return
        if (client === undefined) return
        client.readFacts(body, { model: 'm', streamed: true })
        const { value: request } = client.decodeRequest(body)
        for (const provider of PROVIDER_CODECS) {
          const { value: written, losses } = provider.encodeRequest(request, TARGET)
          JSON.stringify(written)
          for (const loss of losses) expect(loss.length).toBeLessThan(250)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it.each(streams.length === 0 ? [] : ['streams'])('recorded %s that were spoiled without throwing', () => {
    fc.assert(
      fc.property(
        fc.nat(streams.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3), fc.oneof(nonsense, fc.constant(undefined))), {
          minLength: 1,
          maxLength: 6,
        }),
        (which, spoils) => {
          let payloads = streams[which] ?? []
          for (const [n, at, how, to] of spoils) {
            const line = n % payloads.length
            const one = payloads[line] ?? ''
            if (how === 0) payloads = payloads.toSpliced(line, 1)
            else if (how === 1) payloads = payloads.toSpliced(at % payloads.length, 0, one)
            else if (how === 2) payloads = payloads.with(line, one.slice(0, at % (one.length + 1)))
            else payloads = payloads.with(line, JSON.stringify(changed(parseJson(one), at, to)) ?? '')
            if (payloads.length === 0) return
          }
          stream(codec, payloads)
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(wholes.length === 0 ? [] : ['answers'])('recorded %s that were spoiled without throwing', () => {
    fc.assert(
      fc.property(
        fc.nat(wholes.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.oneof(nonsense, fc.constant(undefined))), { maxLength: 4 }),
        (which, spoils) =>
          whole(
            codec,
            spoils.reduce((value: unknown, [at, to]) => changed(value, at, to), wholes[which]),
          ),
      ),
      { numRuns: 300 },
    )
  })

  it('a value nested without end as no event', () => {
    const deep = `${'{"content":['.repeat(50_000)}${']}'.repeat(50_000)}`
    expect(codec.decoder().read({ name: null, data: deep })).toBe(null)
    const body = { model: 'm', tools: JSON.parse(deep) as unknown, messages: [{}] }
    if (client !== undefined) expect(client.readFacts(body, null)).toBeDefined()
  })

  it('twenty thousand beginnings, and writes no more than a multiple of them', () => {
    const begin: Readonly<Record<string, (n: number) => unknown>> = {
      'openai-chat': (n) => ({
        choices: [{ index: 0, delta: { tool_calls: [{ index: n, id: `i${n}` }] }, finish_reason: 'stop' }],
      }),
      'openai-responses': (n) => ({
        type: 'response.output_item.added',
        output_index: n,
        item: { type: 'function_call', call_id: `c${n}` },
      }),
      'anthropic-messages': (n) => ({
        type: 'content_block_start',
        index: n,
        content_block: { type: 'tool_use', id: `t${n}`, name: 'f' },
      }),
      'gemini': (n) => ({
        candidates: [
          {
            content: {
              parts: [
                {
                  functionCall: {
                    name: 'f',
                    willContinue: true,
                    partialArgs: [{ jsonPath: `$.a[${9999 + n}]`, numberValue: 1 }],
                  },
                },
              ],
            },
          },
        ],
      }),
    }
    const make = begin[id] ?? ((): unknown => ({}))
    const payloads = Array.from({ length: 20_000 }, (_, n) => JSON.stringify(make(n)))
    const length = payloads.reduce((sum, { length: one }) => sum + one, 0)
    expect(stream(codec, payloads)).toBeLessThan(20 * length)
  }, 20_000)
})

import { describe, expect, it } from 'vitest'
import type { CanonicalAnswer, CanonicalEvent, CanonicalPart, FinishReason } from './canonical.ts'
import type { ClientCodec, ProviderCodec } from './codec.ts'
import { CLIENT_CODECS, PROVIDER_CODECS } from './codecs.ts'
import { collect } from './example-collect.ts'
import { answersOf, CONTEXT, plain, RECORDED_OF } from './example-recorded.ts'
import { RECORDED, recordedFiles, recordedPayloads } from '#simulator/recorded'
import { SseFraming, type Frame } from './framing.ts'
import { asObject, parseJson } from './json-read.ts'

function decodeStream(codec: ProviderCodec, frames: readonly Frame[]): CanonicalEvent[] {
  const decoder = codec.decoder()
  return frames.flatMap((frame) => {
    const events = decoder.read(frame)
    if (events === null) throw new Error(`malformed: ${frame.data}`)
    return events
  })
}

function encodeStream(codec: ClientCodec, events: readonly CanonicalEvent[]): string {
  const encoder = codec.encoder(CONTEXT)
  return events.map((event) => encoder.write(event)).join('') + encoder.end()
}

/** What every dialect can carry of an answer: text, thoughts and calls in their order, how it ended, what it used. */
function essence({ parts, finish, usage }: CanonicalAnswer): Readonly<Record<string, unknown>> {
  const kept = parts.flatMap(essenceOf)
  const merged: { kind: string; text?: string }[] = []
  for (const part of kept) {
    const last = merged.at(-1)
    if (last?.kind === part.kind && part.text !== undefined) last.text = (last.text ?? '') + part.text
    else merged.push({ ...part })
  }
  const inOrder = ['reasoning', 'text', 'refusal', 'tool_call'].flatMap((kind) =>
    merged.filter((part) => part.kind === kind),
  )
  const calls = inOrder.filter((part) => part.kind === 'tool_call')
  return {
    text: inOrder.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join(''),
    reasoning: inOrder.flatMap((part) => (part.kind === 'reasoning' ? [part.text] : [])).join(''),
    calls,
    finish: endOf(finish.reason, calls.length > 0),
    usage: usage === null ? null : { input: usage.input, output: usage.output, cached: usage.cachedInput },
  }
}

/** Plain text for a tool, where only objects can be given, is the input of one. */
function inputOf(written: string): unknown {
  const value = parseJson(written) ?? written
  const { input, ...others } = asObject(value) ?? {}
  return typeof input === 'string' && Object.keys(others).length === 0 ? input : value
}

/** Not every dialect tells a refusal from a filter, or an end after calls that came to nothing from one for them. */
function endOf(reason: FinishReason, calls: boolean): string {
  if (reason === 'refusal' || reason === 'content_filter') return 'withheld'
  return reason === 'stop' && calls ? 'tool_calls' : reason
}

function essenceOf(
  part: CanonicalPart,
): { kind: string; text?: string; name?: string; arguments?: unknown }[] {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return part.text === '' ? [] : [{ kind: part.kind, text: part.text }]
    case 'tool_call':
      return [{ kind: 'tool_call', name: part.name, arguments: inputOf(part.arguments) }]
    case 'file':
    case 'foreign':
    case 'tool_result':
      return []
  }
}

/** Bytes as they would arrive, cut into single ones. */
function framesOf(text: string): Frame[] {
  const framing = new SseFraming()
  const bytes = new TextEncoder().encode(text)
  return [...bytes].flatMap((byte) => framing.push(Uint8Array.of(byte))).flatMap(({ frame }) => frame ?? [])
}

it('has every dialect once', () => {
  for (const codecs of [CLIENT_CODECS, PROVIDER_CODECS]) {
    expect(new Set(codecs.map(({ id }) => id)).size).toBe(codecs.length)
  }
})

describe.each(PROVIDER_CODECS.map((codec) => [codec.id, codec] as const))('answers of %s', (id, codec) => {
  const recorded = RECORDED_OF[id]
  const files = recordedFiles(recorded?.folders ?? [], /\.chunks\.txt$/u).filter(([, text]) =>
    recorded?.stream(text),
  )
  const streams = files.flatMap(([name, text]) => answersOf(name, recordedPayloads(text), recorded))
  const broken = streams.filter(([name]) => recorded?.broken?.includes(name))
  const complete = streams.filter((one) => !broken.includes(one))
  const wholes = recordedFiles(recorded?.folders ?? [], /\.json$/u).filter(([, text]) =>
    recorded?.whole(text),
  )

  it.each([RECORDED === null ? 'are absent here' : 'are there'])('%s', () => {
    expect(streams.length > 0).toBe(RECORDED !== null)
    expect(wholes.length > 0).toBe(RECORDED !== null)
  })

  it.each(broken)('%s is no answer', (_name, payloads) => {
    const decoder = codec.decoder()
    const events = payloads.map((payload) => decoder.read((recorded?.frame ?? plain)(payload)))
    expect(events.some((one) => one === null || one.some(({ kind }) => kind === 'error'))).toBe(true)
  })

  describe.each(RECORDED === null ? [] : CLIENT_CODECS.map((client) => [client.id, client] as const))(
    'for clients of %s',
    (_, client) => {
      const reader = PROVIDER_CODECS.find((other) => other.id === client.id)

      it.each(complete)('stream %s with everything that counts', (_name, payloads) => {
        const events = decodeStream(codec, payloads.map(recorded?.frame ?? plain))
        const before = essence(collect(events))
        const frames = framesOf(encodeStream(client, events))
        if (reader === undefined) throw new Error(`nothing reads ${client.id}`)
        const after = essence(collect(decodeStream(reader, frames)))
        // Dialects that cannot leave the count out say zero.
        expect(after).toEqual({ ...before, usage: before['usage'] ?? after['usage'] })
      })

      it.each(wholes)('carry %s with everything that counts', (_name, text) => {
        const answer = codec.decodeAnswer(asObject(parseJson(text)) ?? {})
        if (answer === null || reader === undefined) throw new Error('not read')
        const written = JSON.parse(JSON.stringify(client.encodeAnswer(answer, CONTEXT))) as unknown
        const again = reader.decodeAnswer(asObject(written) ?? {})
        expect(again === null ? null : essence(again)).toEqual(essence(answer))
      })
    },
  )
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ContinueSource, Prefill, Rung } from '#domain/continuation'
import { DIALECTS, type Dialect } from '#domain/request'
import { NO_USAGE, type TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, CanonicalEvent, CanonicalRequest } from './canonical.ts'
import type { ClientCodec, ProviderCodec } from './codec.ts'
import { CLIENT_CODECS, PROVIDER_CODECS } from './codecs.ts'
import { continueCodec } from './continue.ts'
import { collect } from './example-collect.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const PLAIN: Prefill = { style: 'plain', trailingSpace: 'keep' }
const CUT: Prefill = { style: 'plain', trailingSpace: 'cut' }
/** A question, with room for a hundred tokens, in every dialect. */
const REQUESTS = {
  'openai-chat': '{"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":100}',
  'openai-responses': '{"model":"m","input":"Hi","max_output_tokens":100}',
  'anthropic-messages': '{"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":100}',
  'gemini':
    '{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":100}}',
} as const satisfies Readonly<Record<(typeof DIALECTS)[number], string>>

const SPOKEN = CLIENT_CODECS.flatMap((client) => {
  const codec = PROVIDER_CODECS.find((one) => one.id === client.id)
  const going = continueCodec(client.id)
  if (codec === undefined || going === null) return []
  const both: ClientCodec & ProviderCodec & { readonly id: Dialect } = { ...codec, ...client }
  return [{ id: client.id, codec: both, going, request: encoder.encode(REQUESTS[client.id]) }]
})
type Spoken = (typeof SPOKEN)[number]

/** What a provider says, and then what it used. */
interface Voice {
  readonly id: string
  readonly thought: string
  readonly usage: TokenUsage
}
const FIRST: Voice = { id: 'resp_first', thought: 'Hm.', usage: { ...NO_USAGE, input: 10, output: 4 } }
const SECOND: Voice = { id: 'resp_second', thought: 'Well.', usage: { ...NO_USAGE, input: 20, output: 6 } }

function events({ id, thought }: Voice, pieces: readonly string[]): CanonicalEvent[] {
  return [
    { kind: 'start', id, model: `model of ${id}`, createdS: 5 },
    ...(thought === '' ? [] : [{ kind: 'reasoning', block: 0, text: thought } as const]),
    ...(thought === '' ? [] : [{ kind: 'block_end', block: 0 } as const]),
    ...pieces.map((text) => ({ kind: 'text', block: 1, text }) as const),
  ]
}

function ending({ usage }: Voice, reason: 'stop' | 'tool_calls' = 'stop'): CanonicalEvent[] {
  return [
    { kind: 'block_end', block: 1 },
    { kind: 'usage', usage },
    { kind: 'finish', finish: { reason, raw: null } },
  ]
}

function textFor(dialect: Dialect): string {
  return Object.entries(REQUESTS).find(([id]) => id === dialect)?.[1] ?? ''
}

function requestOf(codec: ClientCodec): CanonicalRequest {
  return codec.decodeRequest(JSON.parse(textFor(codec.id)) as Readonly<Record<string, unknown>>).value
}

function written(codec: ClientCodec, { id }: Voice, told: readonly CanonicalEvent[]): string {
  const request = requestOf(codec)
  const whole = told.some(({ kind }) => kind === 'finish')
  const one = codec.encoder({ id, model: 'm', createdS: 5, request, includeUsage: true })
  return told.map((event) => one.write(event)).join('') + (whole ? one.end() : '')
}

function read(codec: ProviderCodec, text: string): CanonicalEvent[] {
  const dialect = codec.decoder()
  return codec
    .framing()
    .push(encoder.encode(text))
    .flatMap(({ frame }) => (frame === null ? [] : (dialect.read(frame) ?? [])))
}

interface Case {
  readonly first: string
  readonly second: string
  readonly rung: Rung
  readonly prefill?: Prefill
  readonly sizes?: readonly number[]
}

/** What the client has after the first stream, which came as it is. */
function sourceOf({ codec, going }: Pick<Spoken, 'codec' | 'going'>, first: string): ContinueSource {
  const trail = going.trail(
    { id: 'ours', model: 'm', createdS: 5, request: requestOf(codec), includeUsage: true },
    false,
  )
  const dialect = codec.decoder()
  for (const { frame } of codec.framing().push(encoder.encode(first))) {
    if (frame === null) continue
    trail.frame(frame)
    for (const event of dialect.read(frame) ?? []) trail.note(event)
  }
  return trail.source
}

/** What the client reads of both streams together; `null` when they do not fit. */
function joined(
  { codec, going, request }: Spoken,
  { first, second, rung, prefill = PLAIN, sizes = [9999] }: Case,
) {
  const source = sourceOf({ codec, going }, first)
  const { usage: usedBefore } = FIRST
  const splicer = going.splicer({ rung, source, prefill, request, usedBefore, includeUsage: true })
  const bytes = encoder.encode(second)
  let out = first
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1
    const step = splicer.push(bytes.subarray(at, at + size))
    if (step.kind === 'diverged') return null
    out += decoder.decode(step.bytes)
    at += size
  }
  out += decoder.decode(splicer.end())
  const told = read(codec, out)
  return { told, answer: collect(told.filter(({ kind }) => kind !== 'block_end')), splicer, out }
}

function textOf({ parts }: CanonicalAnswer): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
}

const sizes = fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 6 })
const tokens = fc
  .array(fc.tuple(fc.constantFrom(' ', '', '\n\n', ' 🎉', ' "'), fc.string({ maxLength: 5 })), {
    minLength: 1,
    maxLength: 16,
  })
  .map((list) => list.map(([space, noise], n) => `${n}${noise}${space}`))

describe.each(SPOKEN)('going on with a stream of $id', (spoken) => {
  const { codec, going, request } = spoken

  it.each<[string, Rung, Prefill, (whole: string, sent: string) => string]>([
    ['restarted', 'restart', PLAIN, (whole) => whole],
    ['given the beginning', 'prefill', PLAIN, (whole, sent) => whole.slice(sent.length)],
    ['given it without its white space', 'prefill', CUT, (w, sent) => w.slice(sent.trimEnd().length)],
    ['asked in words', 'instructed', PLAIN, (whole, sent) => whole.slice(sent.length)],
  ])('makes one answer of two, cut anywhere: %s', (_, rung, prefill, answer) => {
    fc.assert(
      fc.property(tokens, fc.nat(16), sizes, fc.boolean(), (pieces, at, cuts, thinks) => {
        const [whole, sent] = [pieces.join(''), pieces.slice(0, at).join('')]
        fc.pre(sent.trimEnd() !== '')
        const voice = { ...SECOND, thought: thinks ? SECOND.thought : '' }
        const rest = answer(whole, sent)
        const said = events(
          voice,
          rest === '' ? [] : [rest.slice(0, 7), rest.slice(7)].filter((p) => p !== ''),
        )
        const second = written(codec, SECOND, [...said, ...ending(SECOND)])
        const result = joined(spoken, {
          first: written(codec, FIRST, events(FIRST, pieces.slice(0, at))),
          second,
          rung,
          prefill,
          sizes: cuts,
        })
        if (result === null) throw new Error('did not fit')
        const { told, answer: heard, splicer } = result
        expect(textOf(heard)).toBe(whole)
        expect(heard).toMatchObject({
          id: 'resp_first',
          model: 'model of resp_first',
          finish: { reason: 'stop' },
        })
        expect(heard.parts.map(({ kind }) => kind)).toEqual(['reasoning', 'text'])
        expect(heard.parts[0]).toMatchObject({ text: FIRST.thought })
        expect(heard.usage).toMatchObject({ input: 30, output: 10 })
        for (const kind of ['start', 'finish', 'end'] as const) {
          // Gemini has no event that ends a stream.
          const usual = read(codec, second).filter((event) => event.kind === kind).length
          expect(told.filter((event) => event.kind === kind)).toHaveLength(usual)
        }
        expect(splicer).toMatchObject({ open: true, delivered: { text: whole } })
        expect(splicer.end()).toHaveLength(0)
      }),
    )
  })

  it('gives nothing of an answer that goes another way', () => {
    const first = written(codec, FIRST, events(FIRST, ['One', ' two']))
    for (const pieces of [['One', ' too'], ['On'], []]) {
      const second = written(codec, SECOND, [...events(SECOND, pieces), ...ending(SECOND)])
      expect(joined(spoken, { first, second, rung: 'restart' })).toBeNull()
    }
  })

  it('begins anew after reasoning, with parts of its own', () => {
    const first = written(codec, FIRST, events(FIRST, []))
    const second = written(codec, SECOND, [...events(SECOND, ['Hi', ' there']), ...ending(SECOND)])
    const answer = joined(spoken, { first, second, rung: 'clean' })?.answer
    const thoughts = answer?.parts.map((part) => (part.kind === 'reasoning' ? part.text : '')).join('')
    expect(thoughts).toBe('Hm.Well.')
    expect(answer === undefined ? null : textOf(answer)).toBe('Hi there')
  })

  it('may end in a tool call, after which nobody goes on', () => {
    const call: CanonicalEvent[] = [
      { kind: 'tool_call', block: 2, id: 't', name: 'f' },
      { kind: 'arguments', block: 2, text: '{"a":1}' },
      { kind: 'block_end', block: 2 },
    ]
    const first = written(codec, FIRST, events(FIRST, ['Let me']))
    const said = [...events({ ...SECOND, thought: '' }, [' look']), { kind: 'block_end', block: 1 } as const]
    const second = written(codec, SECOND, [...said, ...call, ...ending(SECOND, 'tool_calls')])
    const result = joined(spoken, { first, second, rung: 'prefill' })
    expect(result?.answer.parts.slice(1)).toMatchObject([
      { kind: 'text', text: 'Let me look' },
      { kind: 'tool_call', id: 't', name: 'f', arguments: '{"a":1}' },
    ])
    expect(result?.splicer.delivered.obstacle).toBe('a tool call had begun')
  })

  it('asks for the rest in its own words', () => {
    const first = events(FIRST, ['One', ' two'])
    const { splicer } =
      joined(spoken, { first: written(codec, FIRST, first), second: '', rung: 'prefill' }) ?? {}
    const source = splicer?.delivered
    if (source === undefined) throw new Error('did not fit')
    expect(going.obstacleTo(request, source, { params: {}, extraBody: {} })).toBeNull()
    const body = JSON.parse(
      decoder.decode(going.body(request, { rung: 'prefill', source, prefill: PLAIN })),
    ) as object
    expect(codec.decodeRequest(body as Readonly<Record<string, unknown>>).value).toMatchObject({
      maxOutputTokens: 99,
      messages: [{ role: 'user' }, { role: 'assistant', parts: [{ kind: 'text', text: 'One two' }] }],
    })
  })

  it('survives any JSON in the second stream', () => {
    const first = written(codec, FIRST, events(FIRST, ['One', ' two']))
    const second = written(codec, SECOND, [...events(SECOND, ['One', ' two', ' three']), ...ending(SECOND)])
    const values = [...new Set(second.match(/"[^"]*"|\d+/g) ?? ['""'])]
    const rungs = fc.constantFrom<Rung>('clean', 'prefill', 'restart', 'instructed')
    fc.assert(
      fc.property(rungs, fc.constantFrom(...values), fc.json(), sizes, (rung, value, json, cuts) => {
        const spoiled = second.replaceAll(value, json)
        const options = { rung, source: sourceOf(spoken, first), prefill: CUT, request }
        const splicer = going.splicer({ ...options, usedBefore: null, includeUsage: true })
        const bytes = encoder.encode(spoiled)
        for (let at = 0, n = 0; at < bytes.length; n += 1) {
          const size = cuts[n % cuts.length] ?? 1
          if (splicer.push(bytes.subarray(at, at + size)).kind === 'diverged') return
          at += size
        }
        splicer.end()
        const { obstacle, text } = splicer.delivered
        expect(obstacle !== null || text.startsWith('One two')).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

it('is possible in every dialect of chats', () => {
  expect(DIALECTS.filter((id) => continueCodec(id) === null)).toEqual([])
})

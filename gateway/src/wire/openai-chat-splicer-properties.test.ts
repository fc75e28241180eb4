import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Prefill, Rung } from '#domain/continuation'
import {
  chunk,
  clientView,
  CUT,
  end,
  oneStream,
  shapeOf,
  FIRST,
  PLAIN,
  REQUEST,
  role,
  SECOND,
  spliced,
  texts,
} from './example-splice.ts'
import { encoder, run } from './example-stream.ts'
import { ChatSplicer } from './openai-chat-splicer.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 6 })
/** Words that do not repeat, so that no join is ambiguous. */
const tokens = fc
  .array(
    fc.tuple(fc.constantFrom(' ', '', '\n', '\n\n', ' ü', ' 🎉', ' "', ' \\'), fc.string({ maxLength: 5 })),
    {
      minLength: 1,
      maxLength: 24,
    },
  )
  .map((list) => list.map(([space, noise], n) => `${n}${noise}${space}`))

/** Cuts a text into other pieces than those it came in. */
function recut(text: string, size: number): string[] {
  return text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
}

describe('a stream that goes on from another one', () => {
  const reasoning = chunk(SECOND, { reasoning_content: 'Let me see.' })
  const given = fc.record({
    pieces: tokens,
    at: fc.nat(24),
    size: fc.integer({ min: 1, max: 9 }),
    sizes,
    includeUsage: fc.boolean(),
    thinks: fc.boolean(),
  })

  it.each<[string, Rung, Prefill, (whole: string, sent: string) => string]>([
    ['that repeats the request', 'restart', PLAIN, (whole) => whole],
    ['given the beginning', 'prefill', PLAIN, (whole, sent) => whole.slice(sent.length)],
    [
      'given the beginning without its white space',
      'prefill',
      CUT,
      (w, sent) => w.slice(sent.trimEnd().length),
    ],
    ['asked in words', 'instructed', PLAIN, (whole, sent) => whole.slice(sent.length)],
  ])('is one stream with one text, cut anywhere: %s', (_, rung, prefill, answer) => {
    fc.assert(
      fc.property(given, ({ pieces, at, size, thinks, ...rest }) => {
        const sent = pieces.slice(0, at).join('')
        fc.pre(sent.trimEnd() !== '')
        const whole = pieces.join('')
        const second =
          role(SECOND) + (thinks ? reasoning : '') + texts(SECOND, recut(answer(whole, sent), size))
        const first = role(FIRST) + texts(FIRST, pieces.slice(0, at)) + 'data: {"id":"first","cho'
        const joined = spliced({ first, second: second + end(SECOND), rung, prefill, ...rest })
        expect(joined.text).toBe(whole)
        expect(shapeOf(joined)).toEqual(oneStream(rest.includeUsage))
        expect(joined.splicer.delivered.text).toBe(whole)
        expect(joined.splicer.open).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('goes on again after a second break, at another place by another way', () => {
    fc.assert(
      fc.property(tokens, fc.nat(24), fc.nat(24), sizes, (pieces, a, b, cuts) => {
        const [from, to] = [Math.max(1, Math.min(a, b)), Math.max(a, b, 1)]
        const sent = pieces.slice(0, from).join('')
        const once = spliced({
          first: role(FIRST) + texts(FIRST, pieces.slice(0, from)),
          second: role(SECOND) + texts(SECOND, pieces.slice(from, to)),
          rung: 'prefill',
          sizes: cuts,
        })
        const source = once.splicer.delivered
        expect(source.text).toBe(sent + pieces.slice(from, to).join(''))
        const splicer = new ChatSplicer({
          rung: 'restart',
          source,
          prefill: null,
          usedBefore: null,
          request: REQUEST,
          includeUsage: false,
        })
        const step = splicer.push(encoder.encode(role(SECOND) + texts(SECOND, pieces) + end(SECOND)))
        const rest = step.kind === 'bytes' ? new TextDecoder().decode(step.bytes) : step.detail
        expect(source.text + clientView(rest).text).toBe(pieces.join(''))
      }),
    )
  })

  it('survives any bytes and any JSON', () => {
    const noise = fc.oneof(
      fc.json().map((json) => `data: ${json}\n\n`),
      fc.json().map((json) => `data: {"choices":[${json}],"usage":${json}}\n\n`),
      fc.json().map((json) => `data: {"choices":[{"delta":${json},"finish_reason":${json}}]}\n\n`),
      fc.json().map((json) => `data: {"choices":[{"delta":{"content":${json},"tool_calls":${json}}}]}\n\n`),
      fc.string(),
    )
    const rungs = fc.constantFrom<Rung>('clean', 'prefill', 'restart', 'instructed')
    fc.assert(
      fc.property(fc.array(noise), rungs, sizes, (pieces, rung, cuts) => {
        const first = role(FIRST) + texts(FIRST, ['One', ' two'])
        const source = run(first, { tracked: true }).reader.delivered
        if (source === null) throw new Error('not tracked')
        const splicer = new ChatSplicer({
          request: REQUEST,
          rung,
          source,
          prefill: CUT,
          usedBefore: null,
          includeUsage: true,
        })
        const bytes = encoder.encode(pieces.join(''))
        for (let at = 0, n = 0; at < bytes.length; n += 1) {
          const size = cuts[n % cuts.length] ?? 1
          if (splicer.push(bytes.subarray(at, at + size)).kind === 'diverged') return
          at += size
        }
        expect(splicer.delivered.obstacle !== null || splicer.delivered.text.startsWith('One two')).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

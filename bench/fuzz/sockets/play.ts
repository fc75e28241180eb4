import fc from 'fast-check'
import { baseStreams } from '../base-streams.ts'
import type { Spoil } from '../spoil.ts'
import { pieceSizes, spoils } from '../spoil.ts'

/** What a client does over its socket. */
export interface ClientPlay {
  /** Which model is asked for: one per dialect of a provider. */
  readonly model: 'openai' | 'anthropic' | 'gemini'
  readonly dialect: 'openai' | 'anthropic'
  readonly stream: boolean
  readonly headSpoils: readonly Spoil[]
  readonly bodySpoils: readonly Spoil[]
  /** Header lines of its own. */
  readonly lines: readonly string[]
  readonly sizes: readonly number[]
  /** Milliseconds between pieces. */
  readonly paceMs: number
  /** Leaves so long after the request, milliseconds. */
  readonly leavesAfterMs: number | null
}

/** What a provider does over its socket. */
export interface UpstreamPlay {
  readonly body:
    | { readonly kind: 'stream'; readonly base: number; readonly spoils: readonly Spoil[] }
    | { readonly kind: 'whole'; readonly spoils: readonly Spoil[] }
    | { readonly kind: 'bomb' }
    | { readonly kind: 'endless headers' }
    | { readonly kind: 'bytes'; readonly text: string }
  readonly status: number
  readonly headSpoils: readonly Spoil[]
  readonly framing: 'chunked' | 'length' | 'close' | 'longer length'
  readonly sizes: readonly number[]
  readonly paceMs: number
  readonly end: 'end' | 'reset' | 'hang'
}

export interface Play {
  readonly client: ClientPlay
  readonly upstream: UpstreamPlay
}

/** A healthy answer to the request that follows is told from what was played by its text. */
export const BASES = baseStreams()

const LINES = [
  'content-length: 5',
  'transfer-encoding: chunked',
  'transfer-encoding: chunked, identity',
  ' folded: yes',
  'x-deadline-ms: 1',
  'x-deadline-ms: 99999999999999999999',
  'x-deadline-ms: NaN',
  'authorization: Bearer other',
  'content-encoding: gzip',
  'content-encoding: br',
  'expect: 100-continue',
  'connection: upgrade',
  'upgrade: websocket',
  'accept-encoding: *;q=0',
  'x-session-id: ééé',
  'x-backstay-metadata: 1',
  'x-odd: \u0001',
  'content-type: text/plain',
  `x-long: ${'x'.repeat(20_000)}`,
]

/** Nothing most of the time. */
const rarely = <T>(nothing: T, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(nothing) }, { weight: 1, arbitrary })

const client: fc.Arbitrary<ClientPlay> = fc.record({
  model: fc.constantFrom('openai' as const, 'anthropic' as const, 'gemini' as const),
  dialect: fc.constantFrom('openai' as const, 'anthropic' as const),
  stream: fc.boolean(),
  headSpoils: rarely<readonly Spoil[]>([], spoils),
  bodySpoils: rarely<readonly Spoil[]>([], spoils),
  lines: rarely<readonly string[]>([], fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 3 })),
  sizes: fc.oneof(fc.constant([100_000]), pieceSizes),
  paceMs: rarely(0, fc.nat(2)),
  leavesAfterMs: rarely<number | null>(null, fc.nat(60)),
})

const upstream: fc.Arbitrary<UpstreamPlay> = fc.record({
  body: fc.oneof(
    {
      weight: 60,
      arbitrary: fc.record({
        kind: fc.constant('stream' as const),
        base: fc.nat(BASES.length - 1),
        spoils: fc.oneof(
          fc.constant([]),
          spoils,
          fc.nat(20_000).map((at) => [{ kind: 'cut' as const, at }]),
        ),
      }),
    },
    { weight: 25, arbitrary: fc.record({ kind: fc.constant('whole' as const), spoils }) },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('bytes' as const), text: fc.string({ unit: 'binary' }) }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom({ kind: 'bomb' as const }, { kind: 'endless headers' as const }),
    },
  ),
  status: rarely(200, fc.constantFrom(204, 206, 301, 400, 401, 404, 429, 500, 503, 599)),
  headSpoils: rarely<readonly Spoil[]>([], spoils),
  framing: fc.constantFrom('chunked' as const, 'length' as const, 'close' as const, 'longer length' as const),
  sizes: pieceSizes,
  paceMs: rarely(0, fc.nat(2)),
  end: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('end' as const, 'reset' as const) },
    { weight: 1, arbitrary: fc.constant('hang' as const) },
  ),
})

export const plays: fc.Arbitrary<Play> = fc.record({ client, upstream })

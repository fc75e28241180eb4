import fc from 'fast-check'

/** A change of some bytes. */
export type Spoil =
  | { readonly kind: 'drop'; readonly at: number; readonly length: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'bytes'; readonly at: number; readonly values: readonly number[] }
  | { readonly kind: 'cut'; readonly at: number }

/** What has a meaning somewhere between here and the client. */
const MEANING = [
  '\n\n',
  '\r\n\r\n',
  '\r',
  'data: ',
  'data: [DONE]\n\n',
  'event: error\n',
  'data: {"error":{"message":"x","type":"server_error","code":500}}\n\n',
  'data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}\n\n',
  'data: {"type":"message_stop"}\n\n',
  'data: {"candidates":[{"finishReason":"STOP"}]}\n\n',
  ': comment\n\n',
  'id: 1\nretry: 0\n',
  '\uFEFF',
  '{"',
  '}]}',
  'null',
  '1e999',
  '"\\ud800"',
  '[[[[[[[[[[[[[[[[[[[[[[[[',
  '__proto__',
]
/** Halves of characters, and bytes that are no UTF-8. */
const BAD_BYTES = [[0xc3], [0xe4, 0xbd], [0xf0, 0x9f, 0x98], [0xff, 0xfe], [0x80], [0xed, 0xa0, 0x80], [0x00]]

const at = fc.nat(20_000)
export const spoils: fc.Arbitrary<readonly Spoil[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('drop' as const), at, length: fc.nat(200) }),
    fc.record({ kind: fc.constant('repeat' as const), at, length: fc.nat(200) }),
    fc.record({ kind: fc.constant('flip' as const), at, bit: fc.nat(7) }),
    fc.record({ kind: fc.constant('insert' as const), at, text: fc.constantFrom(...MEANING) }),
    fc.record({ kind: fc.constant('bytes' as const), at, values: fc.constantFrom(...BAD_BYTES) }),
    fc.record({ kind: fc.constant('cut' as const), at }),
  ),
  { minLength: 1, maxLength: 5 },
)

/** The changed bytes; places count from the start, around the end and again. */
export function spoil(bytes: Buffer, changes: readonly Spoil[]): Buffer {
  return changes.reduce(changed, bytes)
}

function changed(bytes: Buffer, change: Spoil): Buffer {
  const place = change.at % (bytes.length + 1)
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (change.kind) {
    case 'drop':
      return Buffer.concat([before, after.subarray(change.length)])
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, change.length), after])
    case 'flip': {
      const copy = Buffer.from(bytes)
      if (place < copy.length) copy[place] = (copy[place] ?? 0) ^ (1 << change.bit)
      return copy
    }
    case 'insert':
      return Buffer.concat([before, Buffer.from(change.text), after])
    case 'bytes':
      return Buffer.concat([before, Buffer.from(change.values), after])
    case 'cut':
      return before
  }
}

/** Sizes of the pieces that bytes come in, taken in turn; 1 splits at every byte. */
export const pieceSizes: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
)

export function* inPieces(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let from = 0, n = 0; from < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1
    yield bytes.subarray(from, from + size)
    from += size
  }
}

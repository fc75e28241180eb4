import assert from 'node:assert/strict'
import fc from 'fast-check'
import { AnswerStream } from '#wire/answer-stream'
import { CLIENT_CODECS, providerCodec } from '#wire/codecs'
import { CONTEXT } from '#wire/example-recorded'
import type { ChatStreamSink } from '#wire/openai-chat-stream'
import { ChatStreamReader } from '#wire/openai-chat-stream'
import { baseStreams } from '../base-streams.ts'
import type { Spoil } from '../spoil.ts'
import { inPieces, pieceSizes, spoil, spoils } from '../spoil.ts'
import { target } from '../target.ts'

interface Input {
  /** Which of the correct streams. */
  readonly base: number
  readonly spoils: readonly Spoil[]
  /** Dialect of the client, by its place in the list. */
  readonly client: number
  readonly sizes: readonly number[]
  readonly malformed: 'drop' | 'error'
}

const BASES = baseStreams()

interface Outcome {
  readonly text: string
  readonly end: string
}

/** A streamed answer of any provider, for a client of any dialect. */
export const stream = target<Input>({
  name: 'streamed answers',
  share: 45,
  inputs: fc.record({
    base: fc.nat(BASES.length - 1),
    spoils: fc.oneof({ weight: 4, arbitrary: spoils }, { weight: 1, arbitrary: cuts() }),
    client: fc.nat(CLIENT_CODECS.length - 1),
    sizes: pieceSizes,
    malformed: fc.constantFrom('drop' as const, 'error' as const),
  }),
  check: (input) => {
    const base = BASES[input.base % BASES.length]
    assert.ok(base !== undefined)
    const bytes = spoil(base.bytes, input.spoils)
    const whole = read(input, base.dialect, [bytes])
    const pieces = read(input, base.dialect, inPieces(bytes, input.sizes))
    assert.deepEqual(pieces, whole, 'what is made of it depends on how it was split')
    const [only] = input.spoils
    if (input.spoils.length === 1 && only?.kind === 'cut' && bytes.length < (base.brokenBefore ?? 0)) {
      assert.notEqual(whole.end, 'answered', 'a broken answer is taken for whole')
    }
  },
})

function cuts(): fc.Arbitrary<readonly Spoil[]> {
  return fc.nat(20_000).map((at) => [{ kind: 'cut', at } as const])
}

function read(input: Input, dialect: (typeof BASES)[number]['dialect'], pieces: Iterable<Buffer>): Outcome {
  const provider = providerCodec(dialect)
  const client = CLIENT_CODECS[input.client % CLIENT_CODECS.length] ?? CLIENT_CODECS[0]
  const seen = new Seen()
  const options = {
    hold: 'content' as const,
    judge: { refusal: false, contentFilter: false },
    malformedEvent: input.malformed,
    estimatedInputTokens: 7,
    mayBeEmpty: false,
  }
  const reader =
    dialect === 'openai-chat' && client.id === 'openai-chat'
      ? new ChatStreamReader({ ...options, dropUsage: false, tracked: false }, seen)
      : new AnswerStream(
          {
            ...options,
            framing: provider.framing(),
            decoder: provider.decoder(),
            encoder: client.id === dialect ? null : client.encoder(CONTEXT),
            missingEnd: provider.missingEnd,
            trail: null,
          },
          seen,
        )
  for (const piece of pieces) {
    if (reader.ended) break
    reader.push(piece)
  }
  if (!reader.ended) reader.close(null)
  assert.equal(seen.ends, 1, 'it has to end once')
  return { text: seen.text(), end: seen.end }
}

/** What came out, with what must never happen on the way. */
class Seen implements ChatStreamSink {
  ends = 0
  end = ''
  readonly #parts: Uint8Array[] = []
  #committed = false

  commit(chunks: readonly Uint8Array[]): void {
    assert.ok(!this.#committed, 'committed twice')
    this.#committed = true
    this.#parts.push(...chunks.map((chunk) => Buffer.from(chunk)))
  }

  bytes(chunk: Uint8Array): void {
    assert.ok(this.#committed, 'bytes before the commit')
    assert.equal(this.ends, 0, 'bytes after the end')
    this.#parts.push(Buffer.from(chunk))
  }

  onEnd(told: { readonly kind: string }): void {
    this.ends += 1
    this.end = told.kind
  }

  text(): string {
    // An answer that is over does not wait for the second half of its last line end.
    return Buffer.concat(this.#parts).toString('latin1').trimEnd()
  }
}

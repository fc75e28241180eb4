import type { Json } from '#domain/deployment'
import type { COUNT_DIALECTS } from '#domain/request'
import { NO_USAGE } from '#domain/usage'
import type { ClientCodec, GivenFacts, ProviderCodec, ReadFacts } from './codec.ts'
import { SseFraming } from './framing.ts'
import type { JsonObject } from './json-read.ts'
import { asNumber, asObject } from './json-read.ts'

/** How a dialect counts the tokens of a request. */
interface Counting {
  readonly id: (typeof COUNT_DIALECTS)[number]
  /** Whose requests are counted. */
  readonly of: ClientCodec
  /** Member of the answer. */
  readonly output: string
  /** An answer of our own. */
  readonly write: (tokens: number) => Json
  /** Member of the request that may hold the request to be counted. */
  readonly inside?: string
}

/** Counts tokens for clients, at providers that count too. */
export type CountCodec = ClientCodec & ProviderCodec & Pick<Counting, 'write'>

/** An endpoint that counts the tokens of the requests of another one. */
export function countCodec({ id, of, output, write, inside }: Counting): CountCodec {
  return {
    id,
    modelType: of.modelType,
    write,
    readFacts: (body, given) => uncharged(of.readFacts(requestIn(body, inside), given ?? NOT_GIVEN)),
    decodeRequest: notTranslated,
    encodeRequest: notTranslated,
    encodeAnswer: notTranslated,
    encoder: notTranslated,
    decoder: notTranslated,
    decodeAnswer: (body) => {
      const tokens = asNumber(body[output])
      if (tokens === null) return null
      const part = { kind: 'foreign', dialect: id, name: output, value: tokens } as const
      const finish = { reason: 'stop', raw: null } as const
      return {
        id: null,
        model: null,
        createdS: null,
        parts: [part],
        finish,
        usage: NO_USAGE,
        logprobs: null,
      }
    },
    streamType: 'text/event-stream',
    framing: () => new SseFraming(),
    missingEnd: '',
    encodeError: (error) => of.encodeError(error),
    encodeErrorEvent: (error) => of.encodeErrorEvent(error),
    keepAlive: of.keepAlive,
  }
}

const NOT_GIVEN: GivenFacts = { model: '', streamed: false }

function requestIn(body: JsonObject, inside: string | undefined): JsonObject {
  return (inside === undefined ? null : asObject(body[inside])) ?? body
}

/** Nothing is streamed, and nothing written. */
function uncharged(read: ReadFacts): ReadFacts {
  if (read.kind === 'invalid') return read
  return { kind: 'facts', facts: { ...read.facts, streamed: false, maxOutputTokens: null } }
}

function notTranslated(): never {
  throw new Error('a request to count tokens was to be translated')
}

import type { ModelType } from '#domain/model-type'
import type { Dialect } from '#domain/request'
import type { ClientCodec, ProviderCodec, ReadFacts, StreamDecoder } from './codec.ts'
import { CHARACTERS_PER_TOKEN, estimateTokens } from './estimate-tokens.ts'
import { SseFraming } from './framing.ts'
import { asNumber, asObject, asText, jsonLength, type JsonObject } from './json-read.ts'
import { openaiChat } from './openai-chat/codec.ts'
import { textWeight } from './text-weight.ts'
import { plainUsage } from './plain-usage.ts'

/** An endpoint whose requests and answers pass as they are: no other dialect has them. */
export interface PlainEndpoint {
  readonly id: Dialect
  readonly modelType: ModelType
  /** Members of the request that hold what the model is given: one of them has to be there. */
  readonly inputs: readonly string[]
  /** Member of an answer that holds what was asked for; `null` for answers that are not JSON. */
  readonly output: string | null
  /** Reads streams; `null`: none can be asked for. */
  readonly stream: PlainStream | null
  readonly forms?: ClientCodec['forms']
  readonly binary?: ProviderCodec['binary']
}

/** How an endpoint streams. */
export interface PlainStream {
  readonly decoder: () => StreamDecoder
  readonly missingEnd: string
  readonly eventsOf?: (body: JsonObject) => string | null
}

/** Reads what routing needs of such requests and answers. */
export function plainCodec(endpoint: PlainEndpoint): ClientCodec & ProviderCodec {
  return {
    id: endpoint.id,
    modelType: endpoint.modelType,
    readFacts: (body) => readFacts(body, endpoint),
    decodeRequest: notTranslated,
    encodeRequest: notTranslated,
    encodeAnswer: notTranslated,
    encoder: notTranslated,
    decodeAnswer: (body) => {
      const output = endpoint.output === null ? null : (body[endpoint.output] ?? null)
      if (output === null) return null
      const part = { kind: 'foreign', dialect: 'openai-chat', name: endpoint.id, value: null } as const
      return {
        id: asText(body['id']),
        model: asText(body['model']),
        createdS: asNumber(body['created']),
        parts: Array.isArray(output) && output.length === 0 ? [] : [part],
        finish: { reason: 'stop', raw: null },
        usage: plainUsage(body),
        logprobs: null,
      }
    },
    decoder: endpoint.stream?.decoder ?? notTranslated,
    streamType: 'text/event-stream',
    framing: () => new SseFraming(),
    missingEnd: endpoint.stream?.missingEnd ?? '',
    ...(endpoint.stream?.eventsOf === undefined ? {} : { eventsOf: endpoint.stream.eventsOf }),
    ...(endpoint.binary === undefined ? {} : { binary: endpoint.binary }),
    ...(endpoint.forms === undefined ? {} : { forms: endpoint.forms }),
    encodeError: openaiChat.encodeError,
    encodeErrorEvent: openaiChat.encodeErrorEvent,
    keepAlive: openaiChat.keepAlive,
  }
}

/** Providers that do not have the endpoint are never asked. */
function notTranslated(): never {
  throw new Error('a request that passes as it is was to be translated')
}

function readFacts(body: JsonObject, { inputs, stream: streams }: PlainEndpoint): ReadFacts {
  const { model, stream } = body
  if (model === undefined) return invalid('model', 'is missing; it names the model to call')
  if (typeof model !== 'string' || model === '') return invalid('model', 'must be a non-empty string')
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    return invalid('stream', 'must be true or false')
  }
  if (stream === true && streams === null) {
    return invalid('stream', 'cannot be true here: answers come whole')
  }
  const given = inputs.map((name) => body[name]).filter((value) => value !== undefined && value !== null)
  if (given.length === 0) return invalid(inputs[0] ?? '$', 'is missing')
  return {
    kind: 'facts',
    facts: {
      model,
      streamed: stream === true,
      includeUsage: true,
      maxOutputTokens: asNumber(body['max_tokens']),
      estimatedInputTokens: estimatedTokens([...given, body['prompt']]),
      needs: [],
    },
  }
}

/** Sound at 128 kbit/s, of which current models make ten tokens a second; of anything else it is a rough guess. */
const FILE_BYTES_PER_TOKEN = 1_600

function estimatedTokens(given: readonly unknown[]): number {
  let characters = 0
  let fileBytes = 0
  for (const value of new Set(given)) {
    const file = asObject(value)?.['kind'] === 'file' ? asNumber(asObject(value)?.['sizeBytes']) : null
    if (file !== null) fileBytes += file
    else characters += typeof value === 'string' ? textWeight(value) : weightOfList(value)
  }
  return estimateTokens(characters, 0, null) + Math.ceil(fileBytes / FILE_BYTES_PER_TOKEN)
}

/** Inputs of embeddings come as a list of texts, or of tokens, of which each counts as one. */
function weightOfList(value: unknown): number {
  if (!Array.isArray(value)) return jsonLength(value)
  let weight = 0
  for (const one of value) {
    if (typeof one === 'string') weight += textWeight(one)
    else weight += typeof one === 'number' ? CHARACTERS_PER_TOKEN : weightOfList(one)
  }
  return weight
}

function invalid(path: string, message: string): ReadFacts {
  return { kind: 'invalid', path, message }
}

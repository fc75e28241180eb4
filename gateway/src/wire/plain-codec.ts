import type { ModelType } from '#domain/model-type'
import type { Dialect } from '#domain/request'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalEvent } from './canonical.ts'
import type { ClientCodec, ProviderCodec, ReadFacts, StreamDecoder } from './codec.ts'
import { estimateTokens } from './estimate-tokens.ts'
import { SseFraming, type Frame } from './framing.ts'
import { asList, asNumber, asObject, asText, jsonLength, parseJson, type JsonObject } from './json-read.ts'
import { openaiChat } from './openai-chat/codec.ts'
import { readError } from './openai-chat-choice.ts'
import { readUsage } from './openai-chat-usage.ts'

/** An endpoint whose requests and answers pass as they are: no other dialect has them. */
export interface PlainEndpoint {
  readonly id: Dialect
  readonly modelType: ModelType
  /** Member of the request that holds what the model is given. */
  readonly input: string
  /** Member of an answer that holds what was asked for; `null` for answers that are not JSON. */
  readonly output: string | null
  /** Streams can be asked for. */
  readonly streams: boolean
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
        usage: usageOf(body),
        logprobs: null,
      }
    },
    decoder: () => new CompletionDecoder(),
    streamType: 'text/event-stream',
    framing: () => new SseFraming(),
    missingEnd: openaiChat.missingEnd,
    ...(endpoint.output === null ? { binary: true } : {}),
    encodeError: openaiChat.encodeError,
    encodeErrorEvent: openaiChat.encodeErrorEvent,
    keepAlive: openaiChat.keepAlive,
  }
}

/** Providers that do not have the endpoint are never asked. */
function notTranslated(): never {
  throw new Error('a request that passes as it is was to be translated')
}

function readFacts(body: JsonObject, { input, streams }: PlainEndpoint): ReadFacts {
  const { model, stream } = body
  if (model === undefined) return invalid('model', 'is missing; it names the model to call')
  if (typeof model !== 'string' || model === '') return invalid('model', 'must be a non-empty string')
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    return invalid('stream', 'must be true or false')
  }
  if (stream === true && !streams) return invalid('stream', 'cannot be true here: answers come whole')
  const given = body[input]
  if (given === undefined || given === null) return invalid(input, 'is missing')
  const characters = typeof given === 'string' ? given.length : jsonLength(given)
  return {
    kind: 'facts',
    facts: {
      model,
      streamed: stream === true,
      includeUsage: true,
      maxOutputTokens: asNumber(body['max_tokens']),
      estimatedInputTokens: estimateTokens(characters, 0, null),
      needs: [],
    },
  }
}

function invalid(path: string, message: string): ReadFacts {
  return { kind: 'invalid', path, message }
}

/** Images count their tokens as responses do. */
function usageOf(body: JsonObject): TokenUsage | null {
  const usage = asObject(body['usage'])
  if (usage === null) return null
  if (usage['input_tokens'] === undefined) return readUsage(body)
  const renamed = { prompt_tokens: usage['input_tokens'], completion_tokens: usage['output_tokens'] }
  return readUsage({ usage: renamed })
}

/** Chunks of legacy completions; other endpoints do not stream. */
class CompletionDecoder implements StreamDecoder {
  /** Choices that have begun and not ended: the answer is whole when all have. */
  readonly #open = new Set<number>()

  read({ data }: Frame): readonly CanonicalEvent[] | null {
    if (data.trim() === '[DONE]') return [{ kind: 'end' }]
    const payload = parseJson(data)
    const error = readError(payload)
    if (error !== null) return [{ kind: 'error', error }]
    const body = asObject(payload)
    if (body === null) return null
    const events: CanonicalEvent[] = []
    for (const value of asList(body['choices'])) this.#choice(asObject(value) ?? {}, events)
    const usage = readUsage(body)
    if (usage !== null) events.push({ kind: 'usage', usage })
    return events
  }

  #choice(choice: JsonObject, events: CanonicalEvent[]): void {
    const index = asNumber(choice['index']) ?? 0
    const text = asText(choice['text'])
    if (text !== null) events.push({ kind: 'text', block: index, text })
    const raw = asText(choice['finish_reason'])
    if (raw === null) {
      this.#open.add(index)
      return
    }
    this.#open.delete(index)
    if (this.#open.size > 0) return
    const reason = raw === 'length' ? 'length' : raw === 'content_filter' ? 'content_filter' : 'stop'
    events.push({ kind: 'finish', finish: { reason, raw } })
  }
}

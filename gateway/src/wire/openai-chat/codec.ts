import type { ClientCodec, ProviderCodec, WireError } from '#wire/codec'
import type { Json } from '#domain/deployment'
import { SseFraming } from '#wire/framing'
import { KEEP_ALIVE_COMMENT } from '#wire/sse'
import { readChatRequest } from '#wire/openai-chat-request'
import { decodeAnswer } from './decode-answer.ts'
import { decodeRequest } from './decode-request.ts'
import { ChatDecoder } from './decoder.ts'
import { encodeAnswer } from './encode-answer.ts'
import { encodeRequest } from './encode-request.ts'
import { ChatEncoder } from './encoder.ts'

/** OpenAI Chat Completions, for clients and for providers. */
export const openaiChat = {
  id: 'openai-chat',
  modelType: 'chat',
  readFacts: (body) => readChatRequest(body),
  decodeRequest,
  encodeRequest,
  decodeAnswer,
  encodeAnswer,
  decoder: () => new ChatDecoder(),
  streamType: 'text/event-stream',
  framing: () => new SseFraming(),
  missingEnd: 'data: [DONE]\n\n',
  encoder: (context) => new ChatEncoder(context),
  encodeError,
  // Clients throw on a `data:` line with an `error` member; the sentinel ends those that only wait for that.
  encodeErrorEvent: (error) => `data: ${JSON.stringify(encodeError(error))}\n\ndata: [DONE]\n\n`,
  keepAlive: KEEP_ALIVE_COMMENT,
} as const satisfies ClientCodec & ProviderCodec

/** The same, of an endpoint that is no vendor's: a provider is asked for by its name. */
export const unifiedChat = { ...openaiChat, pins: true } as const satisfies ClientCodec

function encodeError(error: WireError): Json {
  const members = Object.entries(error).filter(([name]) => name !== 'status')
  return { error: Object.fromEntries(members) as Json }
}

import type { Json } from '#domain/deployment'
import type { ClientCodec, ProviderCodec, WireError } from '#wire/codec'
import { SseFraming } from '#wire/framing'
import { decodeAnswer } from './decode-answer.ts'
import { decodeRequest } from './decode-request.ts'
import { MessageDecoder } from './decoder.ts'
import { encodeAnswer } from './encode-answer.ts'
import { encodeRequest } from './encode-request.ts'
import { MessageEncoder } from './encoder.ts'
import { readFacts } from './read-facts.ts'

/** Anthropic Messages, for clients and for providers. */
export const anthropicMessages = {
  id: 'anthropic-messages',
  modelType: 'chat',
  readFacts,
  decodeRequest,
  encodeRequest,
  decodeAnswer,
  encodeAnswer,
  decoder: () => new MessageDecoder(),
  streamType: 'text/event-stream',
  framing: () => new SseFraming(),
  missingEnd: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  encoder: (context) => new MessageEncoder(context),
  encodeError,
  encodeErrorEvent: (error) => `event: error\ndata: ${JSON.stringify(encodeError(error))}\n\n`,
  keepAlive: 'event: ping\ndata: {"type": "ping"}\n\n',
} as const satisfies ClientCodec & ProviderCodec

/** Clients tell errors apart by these words, which follow from the status. */
const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  422: 'invalid_request_error',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

function encodeError(error: WireError): Json {
  const beside = Object.entries(error).filter(([name]) => name !== 'status' && name !== 'type')
  const type = TYPES[error.status] ?? 'api_error'
  return { type: 'error', error: { type, ...(Object.fromEntries(beside) as Record<string, Json>) } }
}

import type { ClientCodec, ProviderCodec } from '#wire/codec'
import { SseFraming } from '#wire/framing'
import { openaiChat } from '#wire/openai-chat/codec'
import { KEEP_ALIVE_COMMENT } from '#wire/sse'
import { encodeBreak } from './broken-stream.ts'
import { decodeAnswer } from './decode-answer.ts'
import { decodeRequest } from './decode-request.ts'
import { ResponseDecoder } from './decoder.ts'
import { encodeAnswer } from './encode-answer.ts'
import { encodeRequest } from './encode-request.ts'
import { ResponseEncoder } from './encoder.ts'
import { readFacts } from './read-facts.ts'

/** OpenAI Responses, stateless, for clients and for providers. Errors look as they do in chat completions. */
export const openaiResponses = {
  id: 'openai-responses',
  modelType: 'chat',
  readFacts,
  decodeRequest,
  encodeRequest,
  decodeAnswer,
  encodeAnswer,
  decoder: () => new ResponseDecoder(),
  streamType: 'text/event-stream',
  framing: () => new SseFraming(),
  // Its last event holds the whole response: it cannot be made up for one that did not come.
  missingEnd: '',
  encoder: (context) => new ResponseEncoder(context),
  encodeError: openaiChat.encodeError,
  encodeErrorEvent: (error) => encodeBreak(error, []),
  encodeBreak,
  keepAlive: KEEP_ALIVE_COMMENT,
} as const satisfies ClientCodec & ProviderCodec

import type { Json } from '#domain/deployment'
import type { ClientCodec, ProviderCodec, WireError } from '#wire/codec'
import { SseFraming } from '#wire/framing'
import { decodeAnswer } from './decode-answer.ts'
import { decodeRequest } from './decode-request.ts'
import { GeminiDecoder } from './decoder.ts'
import { encodeAnswer } from './encode-answer.ts'
import { encodeRequest } from './encode-request.ts'
import { GeminiEncoder } from './encoder.ts'
import { readFacts } from './read-facts.ts'

/** Gemini generateContent, for clients and for providers. */
export const gemini = {
  id: 'gemini',
  modelType: 'chat',
  readFacts,
  decodeRequest,
  encodeRequest,
  decodeAnswer,
  encodeAnswer,
  decoder: () => new GeminiDecoder(),
  streamType: 'text/event-stream',
  framing: () => new SseFraming(),
  // The chunk with the finish reason is the last one: there is no other end.
  missingEnd: '',
  encoder: (context) => new GeminiEncoder(context),
  encodeError,
  encodeErrorEvent: (error) => `data: ${JSON.stringify({ ...encodeError(error), ...BROKEN })}\r\n\r\n`,
  // Not a comment: google-genai of Python and the client that LangChain has read every line as a chunk. Google's own
  // streams have such chunks without text, too.
  keepAlive: 'data: {"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"index":0}]}\r\n\r\n',
} as const satisfies ClientCodec & ProviderCodec

/**
 * Beside the error of a broken stream: clients that know only chunks of answers, such as `@google/generative-ai` and with
 * it LangChain, pass over an error without a word; this they show as the reason why the answer ended.
 */
const BROKEN = {
  candidates: [{ content: { role: 'model', parts: [] }, finishReason: 'OTHER', index: 0 }],
} as const

/** Google's names for statuses: https://cloud.google.com/apis/design/errors. */
const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  402: 'RESOURCE_EXHAUSTED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  413: 'INVALID_ARGUMENT',
  422: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

/** The number stands where other dialects have a word; the word is kept as `reason`. */
function encodeError(error: WireError): { readonly [name: string]: Json } {
  const { status, message, code } = error
  const own = new Set(['status', 'message', 'code', 'type', 'param'])
  const beside = Object.entries(error).filter(([name]) => !own.has(name))
  return {
    error: {
      code: status,
      message,
      status: STATUSES[status] ?? 'UNKNOWN',
      ...(code === null ? {} : { reason: code }),
      ...(error.param === null ? {} : { param: error.param }),
      ...(Object.fromEntries(beside) as Record<string, Json>),
    },
  }
}

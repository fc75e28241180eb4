import type { ProviderCodec } from '#wire/codec'
import { SseFraming } from '#wire/framing'
import { decodeAnswer } from './decode-answer.ts'
import { CohereDecoder } from './decoder.ts'
import { encodeRequest } from './encode-request.ts'

/** Cohere's own chat, version 2; no client speaks it here: https://docs.cohere.com/reference/chat. */
export const cohereChat = {
  id: 'cohere-chat',
  encodeRequest,
  decodeAnswer,
  decoder: () => new CohereDecoder(),
  streamType: 'text/event-stream',
  framing: () => new SseFraming(),
  missingEnd: '',
} as const satisfies ProviderCodec

import type { Continuation, ContinueSource } from '#domain/continuation'
import type { Deployment } from '#domain/deployment'
import type { Dialect } from '#domain/request'
import { AnswerSplicer } from './answer-splicer.ts'
import { AnswerTrail } from './answer-trail.ts'
import { anthropicMessages } from './anthropic-messages/codec.ts'
import { MessageTrail } from './anthropic-messages/trail.ts'
import type { AnswerContext } from './codec.ts'
import { obstacleTo } from './continuable.ts'
import { continuationBody } from './continuation-body.ts'
import { gemini } from './gemini/codec.ts'
import { contentsConversation } from './gemini/conversation.ts'
import { messagesConversation } from './openai-chat/conversation.ts'
import { openaiResponses } from './openai-responses/codec.ts'
import { itemsConversation } from './openai-responses/conversation.ts'
import { ResponseTrail } from './openai-responses/trail.ts'
import { ChatSplicer } from './openai-chat-splicer.ts'
import type { SpliceOptions, Splicer } from './splicer.ts'

/** How streams of one dialect of clients are gone on with. */
export interface ContinueCodec {
  /** Why an answer to this request cannot be gone on with, as a clause for records; `null` if it can. */
  obstacleTo(
    request: Uint8Array,
    source: ContinueSource,
    deployment: Pick<Deployment, 'params' | 'extraBody'>,
  ): string | null
  /** The client's request, changed into the one for the rest of the answer; the same bytes where it is made anew. */
  body(request: Uint8Array, continuation: Continuation): Uint8Array
  splicer(options: SpliceOptions): Splicer
  /** Takes down what the client gets, where readers of the dialect do not do so themselves. */
  trail(context: AnswerContext, translated: boolean): AnswerTrail
}

const BY_DIALECT: Readonly<Partial<Record<Dialect, ContinueCodec>>> = {
  'openai-chat': {
    obstacleTo,
    body: (request, continuation) => continuationBody(request, continuation, messagesConversation),
    splicer: (options) => new ChatSplicer(options),
    trail: (context) => new AnswerTrail(context),
  },
  'openai-responses': {
    obstacleTo,
    body: (request, continuation) => continuationBody(request, continuation, itemsConversation),
    splicer: (options) => new AnswerSplicer(options, openaiResponses),
    trail: (context, translated) => (translated ? new AnswerTrail(context) : new ResponseTrail(context)),
  },
  'anthropic-messages': {
    obstacleTo,
    body: (request, continuation) => continuationBody(request, continuation, messagesConversation),
    splicer: (options) => new AnswerSplicer(options, anthropicMessages),
    trail: (context, translated) => (translated ? new AnswerTrail(context) : new MessageTrail(context)),
  },
  'gemini': {
    obstacleTo,
    body: (request, continuation) => continuationBody(request, continuation, contentsConversation),
    splicer: (options) => new AnswerSplicer(options, gemini),
    trail: (context) => new AnswerTrail(context),
  },
}

/** `null` for dialects whose broken streams end with an error. */
export function continueCodec(dialect: Dialect): ContinueCodec | null {
  return BY_DIALECT[dialect] ?? null
}

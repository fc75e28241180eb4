import { anthropicMessages } from './anthropic-messages/codec.ts'
import { countCodec } from './count-codec.ts'
import { gemini } from './gemini/codec.ts'
import { openaiResponses } from './openai-responses/codec.ts'

/** `POST /v1/messages/count_tokens`. */
export const anthropicCount = countCodec({
  id: 'anthropic-count',
  of: anthropicMessages,
  output: 'input_tokens',
  write: (tokens) => ({ input_tokens: tokens }),
})
/** `models/…:countTokens`. */
export const geminiCount = countCodec({
  id: 'gemini-count',
  of: gemini,
  output: 'totalTokens',
  write: (tokens) => ({ totalTokens: tokens }),
  inside: 'generateContentRequest',
})
/** `POST /v1/responses/input_tokens`. */
export const openaiCount = countCodec({
  id: 'openai-count',
  of: openaiResponses,
  output: 'input_tokens',
  write: (tokens) => ({ object: 'response.input_tokens', input_tokens: tokens }),
})

export const COUNT_CODECS = [anthropicCount, geminiCount, openaiCount] as const

import { jsonLength } from './json-read.ts'

/** English text of current tokenizers has about four characters a token; the ledger settles with real usage. */
export const CHARACTERS_PER_TOKEN = 4
/** Roles and separators of one message. */
export const TOKENS_PER_MESSAGE = 4

/** Input tokens of a conversation, estimated; characters in Latin letters (`textWeight`), `tools` as they stand in the body. */
export function estimateTokens(characters: number, messages: number, tools: unknown): number {
  const declared = tools === undefined || tools === null ? 0 : jsonLength(tools)
  return Math.ceil((characters + declared) / CHARACTERS_PER_TOKEN) + messages * TOKENS_PER_MESSAGE
}

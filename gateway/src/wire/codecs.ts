import type { Dialect } from '#domain/request'
import type { DialectId } from './canonical.ts'
import type { ClientCodec, ProviderCodec } from './codec.ts'
import { anthropicMessages } from './anthropic-messages/codec.ts'
import { bedrockConverse } from './bedrock-converse/codec.ts'
import { cohereChat } from './cohere-chat/codec.ts'
import { COUNT_CODECS } from './count-codecs.ts'
import { gemini } from './gemini/codec.ts'
import { openaiChat } from './openai-chat/codec.ts'
import { PLAIN_CODECS } from './plain-codecs.ts'
import { openaiResponses } from './openai-responses/codec.ts'

/** The dialects that clients speak, with what is known of each. */
export const CLIENT_CODECS = [
  openaiChat,
  openaiResponses,
  anthropicMessages,
  gemini,
] as const satisfies readonly ClientCodec[]

/** The dialects that providers speak. */
export const PROVIDER_CODECS = [
  openaiChat,
  openaiResponses,
  anthropicMessages,
  gemini,
  bedrockConverse,
  cohereChat,
] as const satisfies readonly ProviderCodec[]

const BY_CLIENT_ID: ReadonlyMap<Dialect, ClientCodec> = new Map(
  [...CLIENT_CODECS, ...PLAIN_CODECS, ...COUNT_CODECS].map((codec) => [codec.id, codec]),
)
const BY_PROVIDER_ID: ReadonlyMap<DialectId, ProviderCodec> = new Map(
  [...PROVIDER_CODECS, ...PLAIN_CODECS, ...COUNT_CODECS].map((codec) => [codec.id, codec]),
)

/** @throws for a dialect nobody has written: requests of one are not accepted. */
export function clientCodec(id: Dialect): ClientCodec {
  return found(BY_CLIENT_ID.get(id), id)
}

/** @throws for a dialect nobody has written: kinds of providers do not name one. */
export function providerCodec(id: DialectId): ProviderCodec {
  return found(BY_PROVIDER_ID.get(id), id)
}

function found<T>(codec: T | undefined, id: string): T {
  if (codec === undefined) throw new Error(`no codec for ${id}`)
  return codec
}

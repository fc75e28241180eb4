import { AwsFraming } from '#wire/aws-framing'
import type { ProviderCodec } from '#wire/codec'
import { decodeAnswer } from './decode-answer.ts'
import { ConverseDecoder } from './decoder.ts'
import { encodeRequest } from './encode-request.ts'

/** Amazon Bedrock's Converse and ConverseStream; no client speaks it here. */
export const bedrockConverse = {
  id: 'bedrock-converse',
  encodeRequest,
  decodeAnswer,
  decoder: () => new ConverseDecoder(),
  streamType: 'application/vnd.amazon.eventstream',
  framing: () => new AwsFraming(),
  missingEnd: '',
} as const satisfies ProviderCodec

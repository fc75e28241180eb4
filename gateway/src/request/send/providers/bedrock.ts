import type { ProviderKind } from '../provider.ts'

/**
 * Amazon Bedrock, by Converse: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html. A key of
 * Bedrock's own is sent as it is; without one, requests are signed with credentials of AWS.
 */
export const bedrock = {
  id: 'bedrock',
  baseUrl: 'https://bedrock-runtime.{location}.amazonaws.com',
  vendor: 'amazon',
  cloud: 'aws',
  endpoints: [
    {
      dialect: 'bedrock-converse',
      path: '/model/{model}/converse',
      streamPath: '/model/{model}/converse-stream',
    },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    { code: ['AccessDeniedException'], class: 'permission' },
    {
      code: [
        'UnrecognizedClientException',
        'InvalidSignatureException',
        'ExpiredTokenException',
        'MissingAuthenticationTokenException',
        'IncompleteSignatureException',
      ],
      class: 'auth',
    },
    { code: ['ResourceNotFoundException', 'FTUFormNotFilled'], class: 'model_unavailable' },
    // It comes with status 400.
    { code: ['ServiceQuotaExceededException'], class: 'rate_limit' },
    // The model is being loaded.
    { code: ['ModelNotReadyException'], class: 'overloaded' },
    { code: ['ModelTimeoutException'], class: 'timeout' },
    {
      status: [400],
      message: /model identifier is invalid|on-demand throughput isn.t supported/i,
      class: 'model_unavailable',
    },
    {
      status: [400],
      message: /input is too long|exceeds? the (?:model's )?(?:context|maximum)|too many input tokens/i,
      class: 'context_length',
    },
    { status: [429], message: /too many tokens per day/i, class: 'quota_exhausted' },
  ],
  limitHeaders: null,
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

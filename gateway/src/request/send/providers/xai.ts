import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** xAI: https://docs.x.ai/docs/api-reference. */
export const xai = {
  id: 'xai',
  baseUrl: 'https://api.x.ai/v1',
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-images', path: '/images/generations' },
    { dialect: 'openai-image-edits', path: '/images/edits' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    // A wrong key is answered with 400.
    { status: [400], message: /^Incorrect API key provided/i, class: 'auth' },
    { status: [400], message: /maximum prompt length is/i, class: 'context_length' },
    {
      status: [403],
      message: /used all available credits|monthly spending limit/i,
      class: 'quota_exhausted',
    },
  ],
  limitHeaders: 'openai',
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

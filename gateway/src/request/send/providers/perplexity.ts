import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Perplexity: https://docs.perplexity.ai/api-reference. */
export const perplexity = {
  id: 'perplexity',
  baseUrl: 'https://api.perplexity.ai',
  vendor: 'other',
  endpoints: [{ dialect: 'openai-chat', path: '/chat/completions' }],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    { status: [401], message: /insufficient.*(quota|credits)|no credits/i, class: 'quota_exhausted' },
  ],
  limitHeaders: 'openai',
  quirks: { rejectsStreamOptions: true, prefill: null },
} as const satisfies ProviderKind

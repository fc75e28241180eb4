import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Together: https://docs.together.ai/docs/error-codes. */
export const together = {
  id: 'together',
  baseUrl: 'https://api.together.xyz/v1',
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-embeddings', path: '/embeddings' },
    { dialect: 'openai-images', path: '/images/generations' },
    { dialect: 'openai-speech', path: '/audio/speech' },
    { dialect: 'openai-transcriptions', path: '/audio/transcriptions' },
    { dialect: 'openai-translations', path: '/audio/translations' },
    { dialect: 'openai-completions', path: '/completions' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    // Too many tokens are forbidden here.
    { status: [403], message: /context length|input token count|max_new_tokens/i, class: 'context_length' },
    { status: [422], message: /tokens \+ `max_new_tokens` must be/i, class: 'context_length' },
  ],
  limitHeaders: 'together',
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Cohere, by its endpoint for clients of OpenAI; the base URL is the bare host: https://docs.cohere.com/docs/compatibility-api. */
export const cohere = {
  id: 'cohere',
  baseUrl: 'https://api.cohere.com',
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/compatibility/v1/chat/completions' },
    { dialect: 'openai-embeddings', path: '/compatibility/v1/embeddings' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [...OPENAI_ERRORS, { status: [400, 422], message: /^too many tokens/i, class: 'context_length' }],
  limitHeaders: null,
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

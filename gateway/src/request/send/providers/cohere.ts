import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/**
 * Cohere; the base URL is the bare host. Clients of OpenAI have an endpoint of their own
 * (https://docs.cohere.com/docs/compatibility-api), for all others its own chat is translated to.
 */
export const cohere = {
  id: 'cohere',
  baseUrl: 'https://api.cohere.com',
  vendor: 'other',
  endpoints: [
    { dialect: 'cohere-chat', path: '/v2/chat' },
    { dialect: 'openai-chat', path: '/compatibility/v1/chat/completions' },
    { dialect: 'openai-embeddings', path: '/compatibility/v1/embeddings' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [...OPENAI_ERRORS, { status: [400, 422], message: /^too many tokens/i, class: 'context_length' }],
  limitHeaders: null,
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

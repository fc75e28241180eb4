import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Mistral: https://docs.mistral.ai/api. */
export const mistral = {
  id: 'mistral',
  baseUrl: 'https://api.mistral.ai/v1',
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-embeddings', path: '/embeddings' },
    { dialect: 'openai-moderations', path: '/moderations' },
    { dialect: 'openai-transcriptions', path: '/audio/transcriptions' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    { status: [429], code: ['1300'], class: 'rate_limit' },
    // Shared capacity, not the caller's own limit, whatever the type says.
    { status: [429, 503], message: /^Service tier capacity exceeded/i, class: 'overloaded' },
    {
      status: [400, 422],
      message: /too large for model with \d+ maximum context length/i,
      class: 'context_length',
    },
  ],
  limitHeaders: 'mistral',
  quirks: { rejectsStreamOptions: false, prefill: { style: 'prefix', trailingSpace: 'keep' } },
} as const satisfies ProviderKind

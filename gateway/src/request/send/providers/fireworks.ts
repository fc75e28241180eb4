import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Fireworks: https://docs.fireworks.ai/guides/inference-error-codes. */
export const fireworks = {
  id: 'fireworks',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-embeddings', path: '/embeddings' },
    { dialect: 'openai-completions', path: '/completions' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    { status: [412], message: /suspended/i, class: 'quota_exhausted' },
    { status: [400], message: /prompt is too long|maximum context length/i, class: 'context_length' },
  ],
  limitHeaders: 'fireworks',
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

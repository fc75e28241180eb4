import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** OpenRouter: https://openrouter.ai/docs/api-reference/errors. Errors after the model began come under status 200. */
export const openrouter = {
  id: 'openrouter',
  baseUrl: 'https://openrouter.ai/api/v1',
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-embeddings', path: '/embeddings' },
    { dialect: 'openai-completions', path: '/completions' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    { code: ['max_tokens_exceeded', 'token_limit_exceeded'], class: 'context_length' },
    { code: ['content_policy_violation'], class: 'content_filter' },
    { code: ['refusal'], class: 'refusal' },
    { code: ['provider_overloaded', 'provider_unavailable'], class: 'overloaded' },
    // Money that other requests hold comes back.
    { code: ['in_flight_budget_exhausted'], class: 'rate_limit' },
    { code: ['payment_required'], class: 'quota_exhausted' },
    { status: [403], details: /"reasons":\[/, class: 'content_filter' },
  ],
  limitHeaders: 'openrouter',
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

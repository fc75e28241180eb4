import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** The Gemini API; the base URL is the bare host. */
export const google = {
  id: 'google',
  baseUrl: 'https://generativelanguage.googleapis.com',
  vendor: 'google',
  endpoints: [
    {
      dialect: 'gemini',
      path: '/v1beta/models/{model}:generateContent',
      streamPath: '/v1beta/models/{model}:streamGenerateContent?alt=sse',
    },
    { dialect: 'gemini-count', path: '/v1beta/models/{model}:countTokens' },
  ],
  authentication: { header: 'x-goog-api-key', prefix: '' },
  errors: [
    // A day's quota is gone until midnight Pacific, even where RetryInfo speaks of seconds.
    { status: [429], details: /"quotaId":"[^"]*PerDay/, class: 'quota_exhausted' },
    { code: ['quota_exceeded', 'payment_required'], class: 'quota_exhausted' },
    { details: /"reason":"API_KEY_INVALID"/, class: 'auth' },
    { status: [400], type: ['FAILED_PRECONDITION'], class: 'permission' },
    { status: [503], type: ['UNAVAILABLE'], class: 'overloaded' },
    ...OPENAI_ERRORS,
    { status: [400], message: /API key not valid|API key expired/i, class: 'auth' },
    { status: [400], message: /token count.*exceeds the maximum/i, class: 'context_length' },
    { status: [429], message: /prepayment credits are depleted/i, class: 'quota_exhausted' },
    { status: [429], message: /^Resource exhausted\. Please try again later/i, class: 'overloaded' },
  ],
  limitHeaders: null,
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Groq: https://console.groq.com/docs/errors. */
export const groq = {
  id: 'groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-speech', path: '/audio/speech' },
    { dialect: 'openai-transcriptions', path: '/audio/transcriptions' },
    { dialect: 'openai-translations', path: '/audio/translations' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    { code: ['tool_use_failed', 'json_validate_failed'], class: 'tool_generation_failed' },
    { code: ['model_decommissioned'], class: 'model_unavailable' },
    { code: ['capacity_exceeded'], class: 'overloaded' },
    { status: [413], type: ['tokens'], class: 'request_exceeds_limit' },
  ],
  limitHeaders: 'openai',
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

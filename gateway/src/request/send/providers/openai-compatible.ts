import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ErrorRule, ProviderKind } from '../provider.ts'

/** Servers that copy OpenAI's API add codes of their own: Groq, Mistral, OpenRouter, vLLM, LiteLLM and others. */
const COPIED_ERRORS: readonly ErrorRule[] = [
  ...OPENAI_ERRORS,
  // Groq
  { code: ['tool_use_failed', 'json_validate_failed'], class: 'tool_generation_failed' },
  { code: ['model_decommissioned'], class: 'model_unavailable' },
  { code: ['capacity_exceeded'], class: 'overloaded' },
  { status: [413], type: ['tokens'], class: 'request_exceeds_limit' },
  // OpenRouter, whose errors may come under status 200
  { code: ['max_tokens_exceeded', 'token_limit_exceeded'], class: 'context_length' },
  { code: ['content_policy_violation'], class: 'content_filter' },
  { code: ['refusal'], class: 'refusal' },
  { code: ['provider_overloaded', 'provider_unavailable'], class: 'overloaded' },
  { code: ['in_flight_budget_exhausted'], class: 'rate_limit' },
  { code: ['payment_required'], class: 'quota_exhausted' },
  { status: [403], details: /"reasons":\[/, class: 'content_filter' },
  // vLLM names the parameter that is too long
  { status: [400], param: ['input_tokens'], class: 'context_length' },
  {
    status: [400],
    message: /maximum context length is|context length is only|context size has been exceeded/i,
    class: 'context_length',
  },
  // Mistral
  { status: [429, 503], message: /^Service tier capacity exceeded/i, class: 'overloaded' },
  // Together sends 403, Cohere 400
  { status: [403], message: /context length|input token count/i, class: 'context_length' },
  { status: [400], message: /^too many tokens/i, class: 'context_length' },
  // xAI answers 400 to a wrong key
  { status: [400], message: /^Incorrect API key provided/i, class: 'auth' },
  // Fireworks
  { status: [412], message: /suspended/i, class: 'quota_exhausted' },
]

/** Any server with OpenAI's chat completions; the base URL ends where `/chat/completions` begins. */
export const openaiCompatible = {
  id: 'openai-compatible',
  baseUrl: null,
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-embeddings', path: '/embeddings' },
    { dialect: 'openai-responses', path: '/responses', onlyIfSaid: true },
    { dialect: 'openai-count', path: '/responses/input_tokens', onlyIfSaid: true },
    { dialect: 'anthropic-messages', path: '/messages', onlyIfSaid: true },
    { dialect: 'anthropic-count', path: '/messages/count_tokens', onlyIfSaid: true },
    { dialect: 'openai-images', path: '/images/generations' },
    { dialect: 'openai-image-edits', path: '/images/edits' },
    { dialect: 'openai-image-variations', path: '/images/variations' },
    { dialect: 'openai-speech', path: '/audio/speech' },
    { dialect: 'openai-transcriptions', path: '/audio/transcriptions' },
    { dialect: 'openai-translations', path: '/audio/translations' },
    { dialect: 'openai-moderations', path: '/moderations' },
    { dialect: 'openai-completions', path: '/completions' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: COPIED_ERRORS,
  limitHeaders: 'any',
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind

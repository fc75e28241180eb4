import type { ErrorRule } from './provider.ts'

/** Codes that end a credential's use until somebody pays or raises a limit. */
const QUOTA_CODES = [
  'credit_balance_exhausted',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
  'insufficient_quota',
  'billing_hard_limit_reached',
]

/** OpenAI's documented codes, which every compatible provider copies; safe under any status. */
export const OPENAI_ERRORS: readonly ErrorRule[] = [
  { code: QUOTA_CODES, class: 'quota_exhausted' },
  { status: [429], type: ['insufficient_quota'], class: 'quota_exhausted' },
  { code: ['context_length_exceeded'], class: 'context_length' },
  { code: ['invalid_api_key'], class: 'auth' },
  { code: ['model_not_found'], class: 'model_unavailable' },
  {
    status: [400],
    code: ['invalid_prompt', 'content_policy_violation', 'content_filter'],
    class: 'content_filter',
  },
  { code: ['server_is_overloaded'], class: 'overloaded' },
  { status: [503], type: ['service_unavailable_error'], class: 'overloaded' },
  { status: [429, 413], message: /^Request too large/i, class: 'request_exceeds_limit' },
]

import { describe, expect, it } from 'vitest'
import type { FailureClass } from '#domain/failure'
import { judged } from './example-error.ts'

interface Error {
  readonly message?: string
  readonly type?: string | null
  readonly code?: string | number | null
  readonly param?: string | null
  readonly [name: string]: unknown
}

/** The wait that the body names, in milliseconds; none in most. */
type Row = readonly [what: string, status: number, error: Error, expected: FailureClass, waitMs?: number]

const OPENAI: readonly Row[] = [
  ['wrong key', 401, { code: 'invalid_api_key', type: 'invalid_request_error' }, 'auth'],
  [
    'organization membership',
    401,
    { message: 'You must be a member of an organization to use the API' },
    'auth',
  ],
  ['country', 403, { code: 'unsupported_country_region_territory' }, 'permission'],
  [
    'unknown model, chat',
    404,
    { code: 'model_not_found', type: 'invalid_request_error' },
    'model_unavailable',
  ],
  [
    'unknown model, responses',
    400,
    { code: 'model_not_found', type: 'invalid_request_error' },
    'model_unavailable',
  ],
  ['unknown path', 404, {}, 'model_unavailable'],
  [
    'context',
    400,
    { code: 'context_length_exceeded', type: 'invalid_request_error', param: 'messages' },
    'context_length',
  ],
  ['prompt', 400, { code: 'invalid_prompt' }, 'content_filter'],
  ['content policy', 400, { code: 'content_policy_violation' }, 'content_filter'],
  ['parameter', 400, { code: 'unsupported_parameter', param: 'temperature' }, 'invalid_request'],
  ['parameter value', 400, { code: 'unsupported_value', param: 'temperature' }, 'invalid_request'],
  ['number', 400, { code: 'decimal_below_min_value', param: 'top_p' }, 'invalid_request'],
  ['service tier', 400, { type: 'invalid_request_error', param: 'service_tier' }, 'invalid_request'],
  ['requests', 429, { code: 'rate_limit_exceeded', type: 'requests' }, 'rate_limit'],
  ['tokens', 429, { code: 'rate_limit_exceeded', type: 'tokens' }, 'rate_limit'],
  ['slow down', 429, { code: 'slow_down' }, 'rate_limit'],
  [
    'too large',
    429,
    {
      code: 'rate_limit_exceeded',
      type: 'tokens',
      message: 'Request too large for gpt-4o: Limit 30000, Requested 40000.',
    },
    'request_exceeds_limit',
  ],
  ['credit', 429, { code: 'credit_balance_exhausted' }, 'quota_exhausted'],
  ['organization spend', 429, { code: 'organization_spend_limit_exceeded' }, 'quota_exhausted'],
  ['project spend', 429, { code: 'project_spend_limit_exceeded' }, 'quota_exhausted'],
  ['organization usage', 429, { code: 'organization_usage_limit_exceeded' }, 'quota_exhausted'],
  ['quota', 429, { code: 'insufficient_quota', type: 'insufficient_quota' }, 'quota_exhausted'],
  ['quota by type alone', 429, { code: null, type: 'insufficient_quota' }, 'quota_exhausted'],
  ['billing', 400, { code: 'billing_hard_limit_reached' }, 'quota_exhausted'],
  ['overload', 503, { type: 'service_unavailable_error', code: 'server_is_overloaded' }, 'overloaded'],
  ['server', 500, { type: 'server_error' }, 'server_error'],
  ['gateway', 502, {}, 'server_error'],
  ['gateway timeout', 504, {}, 'timeout'],
  ['a type that does not fit its status', 400, { type: 'server_error' }, 'invalid_request'],
  ['a quota in free text only', 400, { message: 'insufficient_quota 429 rate limit' }, 'invalid_request'],
]

const COMPATIBLE: readonly Row[] = [
  ['Mistral limit', 429, { type: 'rate_limited', code: '1300' }, 'rate_limit'],
  [
    'Mistral capacity',
    429,
    { type: 'invalid_request_error', message: 'Service tier capacity exceeded for this model.' },
    'overloaded',
  ],
  ['Groq tool call', 400, { code: 'tool_use_failed', failed_generation: 'x' }, 'tool_generation_failed'],
  ['Groq JSON', 400, { code: 'json_validate_failed' }, 'tool_generation_failed'],
  ['Groq retired model', 400, { code: 'model_decommissioned' }, 'model_unavailable'],
  ['Groq size', 413, { type: 'tokens', code: 'rate_limit_exceeded' }, 'request_exceeds_limit'],
  ['Groq capacity', 498, { code: 'capacity_exceeded' }, 'overloaded'],
  ['DeepSeek balance', 402, { message: 'Insufficient Balance' }, 'quota_exhausted'],
  ['DeepSeek overload', 503, {}, 'overloaded'],
  ['xAI key', 400, { message: 'Incorrect API key provided: xa***yz.' }, 'auth'],
  [
    'Together context',
    403,
    { message: 'Input token count + max_tokens exceeds the context length' },
    'context_length',
  ],
  ['plain 403', 403, { message: 'blocked team' }, 'permission'],
  ['Fireworks account', 412, { message: 'Account is suspended' }, 'quota_exhausted'],
  [
    'OpenRouter context',
    400,
    { code: 400, metadata: { error_type: 'context_length_exceeded' } },
    'context_length',
  ],
  ['OpenRouter moderation', 403, { code: 403, metadata: { reasons: ['violence'] } }, 'content_filter'],
  [
    'OpenRouter budget',
    402,
    { code: 402, metadata: { error_type: 'in_flight_budget_exhausted' } },
    'rate_limit',
  ],
  ['OpenRouter provider', 502, { code: 502, metadata: { error_type: 'provider_unavailable' } }, 'overloaded'],
  [
    'vLLM context',
    400,
    { code: 400, message: "This model's maximum context length is 4096 tokens." },
    'context_length',
  ],
  ['vLLM parameter', 400, { code: 400, param: 'input_tokens' }, 'context_length'],
  ['vLLM 404', 404, { code: 404, type: 'NotFoundError' }, 'model_unavailable'],
]

const ANTHROPIC: readonly Row[] = [
  ['request', 400, { type: 'invalid_request_error' }, 'invalid_request'],
  [
    'prompt',
    400,
    { type: 'invalid_request_error', message: 'prompt is too long: 250000 tokens > 200000 maximum' },
    'context_length',
  ],
  [
    'workspace limit',
    400,
    { message: 'You have reached your specified workspace API usage limits.' },
    'quota_exhausted',
  ],
  ['credit', 400, { message: 'Your credit balance is too low to access the API.' }, 'quota_exhausted'],
  ['authentication', 401, { type: 'authentication_error' }, 'auth'],
  ['billing', 402, { type: 'billing_error' }, 'quota_exhausted'],
  ['permission', 403, { type: 'permission_error' }, 'permission'],
  ['model', 404, { type: 'not_found_error', message: 'model: claude-x' }, 'model_unavailable'],
  ['conflict', 409, { type: 'conflict_error' }, 'invalid_request'],
  ['size', 413, { type: 'request_too_large' }, 'invalid_request'],
  ['limit', 429, { type: 'rate_limit_error' }, 'rate_limit'],
  [
    'acceleration',
    429,
    { type: 'rate_limit_error', details: { error_code: 'ramp_limit_exceeded' } },
    'rate_limit',
  ],
  [
    'spend',
    429,
    { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } },
    'quota_exhausted',
  ],
  ['hold', 403, { type: 'permission_error', details: { error_code: 'organization_on_hold' } }, 'permission'],
  ['server', 500, { type: 'api_error' }, 'server_error'],
  ['timeout', 504, { type: 'timeout_error' }, 'timeout'],
  ['overload', 529, { type: 'overloaded_error' }, 'overloaded'],
]

const perDay = [
  { violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel' }] },
  { retryDelay: '22s' },
]
const GOOGLE: readonly Row[] = [
  ['argument', 400, { code: 400, status: 'INVALID_ARGUMENT' }, 'invalid_request'],
  [
    'tokens',
    400,
    {
      status: 'INVALID_ARGUMENT',
      message: 'The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).',
    },
    'context_length',
  ],
  ['region', 400, { status: 'FAILED_PRECONDITION', message: 'User location is not supported' }, 'permission'],
  [
    'key',
    400,
    { status: 'INVALID_ARGUMENT', message: 'API key not valid. Please pass a valid API key.' },
    'auth',
  ],
  ['key by reason', 400, { status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] }, 'auth'],
  ['credit', 402, { status: 'RESOURCE_EXHAUSTED' }, 'quota_exhausted'],
  ['permission', 403, { status: 'PERMISSION_DENIED' }, 'permission'],
  ['model', 404, { status: 'NOT_FOUND' }, 'model_unavailable'],
  ['limit', 429, { status: 'RESOURCE_EXHAUSTED', details: [{ retryDelay: '34.4s' }] }, 'rate_limit', 34_400],
  ['day', 429, { status: 'RESOURCE_EXHAUSTED', details: perDay }, 'quota_exhausted', 22_000],
  [
    'prepaid',
    429,
    { status: 'RESOURCE_EXHAUSTED', message: 'Your prepayment credits are depleted.' },
    'quota_exhausted',
  ],
  [
    'shared capacity',
    429,
    { status: 'RESOURCE_EXHAUSTED', message: 'Resource exhausted. Please try again later.' },
    'overloaded',
  ],
  ['cancelled', 499, { status: 'CANCELLED' }, 'server_error'],
  ['internal', 500, { status: 'INTERNAL' }, 'server_error'],
  ['unavailable', 503, { status: 'UNAVAILABLE' }, 'overloaded'],
  ['deadline', 504, { status: 'DEADLINE_EXCEEDED' }, 'timeout'],
]

describe.each([
  ['openai', [...OPENAI]],
  ['openai-compatible', [...OPENAI, ...COMPATIBLE]],
  ['anthropic', ANTHROPIC],
  ['google', GOOGLE],
] as const)('errors of %s', (kind, rows) => {
  const whole = rows.map(([what, status, error, expected, waitMs]: Row) => ({
    what: `${what} (${status})`,
    status,
    error,
    expected,
    waitMs: waitMs ?? null,
  }))

  it.each(whole)('$what has its class and its hint', ({ status, error, expected, waitMs }) => {
    const { alone, withHeader } = judged(kind, status, { error })
    expect(alone).toEqual([expected, status, waitMs])
    expect(withHeader).toEqual([expected, status, 17_000])
  })

  it.each([
    [400, 'invalid_request'],
    [401, 'auth'],
    [402, 'quota_exhausted'],
    [403, 'permission'],
    [404, 'model_unavailable'],
    [408, 'timeout'],
    [409, 'invalid_request'],
    [413, 'invalid_request'],
    [415, 'invalid_request'],
    [422, 'invalid_request'],
    [429, 'rate_limit'],
    [498, 'overloaded'],
    [500, 'server_error'],
    [502, 'server_error'],
    [503, 'overloaded'],
    [504, 'timeout'],
    [524, 'server_error'],
    [529, 'overloaded'],
    [302, 'server_error'],
  ] as const)('%i without a useful body is %s', (status, expected) => {
    for (const body of [
      '',
      '<html><title>Oops</title></html>',
      'upstream connect error',
      '[]',
      'null',
      '{"x":1}',
      '{',
    ]) {
      expect(judged(kind, status, body).alone).toEqual([expected, status, null])
    }
  })
})

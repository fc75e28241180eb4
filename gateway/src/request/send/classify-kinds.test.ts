import { describe, expect, it } from 'vitest'
import type { FailureClass } from '#domain/failure'
import { judged } from './example-error.ts'

/** The wait that the body names, in milliseconds; none in most. */
type Row = readonly [what: string, status: number, body: unknown, expected: FailureClass, waitMs?: number]

const error = (message: string, more: object = {}): unknown => ({ error: { message, ...more } })

/** What each kind says of itself, beyond what all copy from OpenAI. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'azure-openai': [
    [
      'filter',
      400,
      error('filtered', { code: 'content_filter', innererror: { code: 'ResponsibleAIPolicyViolation' } }),
      'content_filter',
    ],
    ['deployment', 404, error('not there', { code: 'DeploymentNotFound' }), 'model_unavailable'],
    [
      'limit',
      429,
      error('Requests have exceeded call rate limit. Please retry after 7 seconds.'),
      'rate_limit',
      7_000,
    ],
    ['crowd', 429, error('System is experiencing high demand'), 'overloaded'],
    [
      'day',
      429,
      error('You have exceeded the rate limit. Please retry after 86400 seconds.'),
      'quota_exhausted',
      86_400_000,
    ],
    ['proxy', 503, 'upstream connect error or disconnect/reset before headers', 'overloaded'],
  ],
  'mistral': [
    [
      'limit',
      429,
      { object: 'error', message: 'Rate limit exceeded', type: 'rate_limited', code: '1300' },
      'rate_limit',
    ],
    [
      'capacity',
      429,
      {
        object: 'error',
        message: 'Service tier capacity exceeded for this model.',
        type: 'invalid_request_error',
      },
      'overloaded',
    ],
    [
      'capacity, 503',
      503,
      { object: 'error', message: 'Service tier capacity exceeded for this model.' },
      'overloaded',
    ],
    [
      'validation',
      422,
      { detail: [{ loc: ['body', 'temperature'], msg: 'Input should be a number' }] },
      'invalid_request',
    ],
    ['credit', 402, { message: 'Payment required' }, 'quota_exhausted'],
  ],
  'bedrock': [
    ['key', 403, { __type: 'UnrecognizedClientException', message: 'The security token is invalid' }, 'auth'],
    [
      'clock',
      403,
      { __type: 'com.amazon.coral.service#InvalidSignatureException', message: 'expired' },
      'auth',
    ],
    [
      'access',
      403,
      { __type: 'AccessDeniedException:http://internal.amazon.com/', message: 'no access' },
      'permission',
    ],
    [
      'model',
      404,
      { __type: 'ResourceNotFoundException', message: 'Could not resolve' },
      'model_unavailable',
    ],
    [
      'name',
      400,
      { __type: 'ValidationException', message: 'The provided model identifier is invalid.' },
      'model_unavailable',
    ],
    [
      'context',
      400,
      { __type: 'ValidationException', message: 'Input is too long for requested model.' },
      'context_length',
    ],
    ['invalid', 400, { __type: 'ValidationException', message: 'messages.0: too few' }, 'invalid_request'],
    ['quota', 400, { __type: 'ServiceQuotaExceededException', message: 'exceeds' }, 'rate_limit'],
    ['limit', 429, { __type: 'ThrottlingException', message: 'Too many requests' }, 'rate_limit'],
    [
      'day',
      429,
      { __type: 'ThrottlingException', message: 'Too many tokens per day, please wait' },
      'quota_exhausted',
    ],
    ['cold', 429, { __type: 'ModelNotReadyException', message: 'not ready' }, 'overloaded'],
    ['slow', 408, { __type: 'ModelTimeoutException', message: 'took too long' }, 'timeout'],
    ['model error', 424, { __type: 'ModelErrorException', message: 'failed' }, 'server_error'],
    ['server', 500, { __type: 'InternalServerException', message: 'failed' }, 'server_error'],
    ['unavailable', 503, { __type: 'ServiceUnavailableException', message: 'try again' }, 'overloaded'],
  ],
  'vertex': [
    [
      'crowd',
      429,
      error('Resource exhausted. Please try again later.', { code: 429, status: 'RESOURCE_EXHAUSTED' }),
      'overloaded',
    ],
    [
      'token',
      401,
      error('Request had invalid authentication credentials.', { code: 401, status: 'UNAUTHENTICATED' }),
      'auth',
    ],
    ['access', 403, error('Permission denied', { code: 403, status: 'PERMISSION_DENIED' }), 'permission'],
    [
      'Claude',
      529,
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      'overloaded',
    ],
  ],
  'cohere': [
    [
      'context',
      400,
      { message: 'too many tokens: total number of tokens in the prompt cannot exceed 4081' },
      'context_length',
    ],
    ['model', 404, { message: "model 'command-x' not found" }, 'model_unavailable'],
    ['credit', 402, { message: 'You have exceeded your billing limit' }, 'quota_exhausted'],
    ['cancelled', 499, { message: 'request cancelled' }, 'server_error'],
  ],
  'groq': [
    [
      'tool',
      400,
      error('Failed to call a function.', { code: 'tool_use_failed', failed_generation: '<x>' }),
      'tool_generation_failed',
    ],
    [
      'json',
      400,
      error('Failed to validate JSON', { code: 'json_validate_failed' }),
      'tool_generation_failed',
    ],
    [
      'gone',
      400,
      error('The model has been decommissioned', { code: 'model_decommissioned' }),
      'model_unavailable',
    ],
    [
      'size',
      413,
      error('Request too large for model', { type: 'tokens', code: 'rate_limit_exceeded' }),
      'request_exceeds_limit',
    ],
    ['capacity', 498, error('Flex tier capacity exceeded', { code: 'capacity_exceeded' }), 'overloaded'],
  ],
  'deepseek': [
    ['balance', 402, error('Insufficient Balance'), 'quota_exhausted'],
    ['parameters', 422, error('Invalid parameters'), 'invalid_request'],
    ['load', 503, error('Server overloaded'), 'overloaded'],
  ],
  'xai': [
    [
      'key',
      400,
      { code: 'Client specified an invalid argument', error: 'Incorrect API key provided: xa***1.' },
      'auth',
    ],
    [
      'team',
      403,
      { code: 'The caller does not have permission', error: 'Your team is blocked.' },
      'permission',
    ],
    [
      'context',
      400,
      { error: "This model's maximum prompt length is 131072 but the request contains 200000 tokens." },
      'context_length',
    ],
  ],
  'together': [
    [
      'context',
      403,
      error('The input token count and max_tokens exceed the context length'),
      'context_length',
    ],
    ['spend', 402, error('You have reached your monthly spending limit'), 'quota_exhausted'],
    ['engine', 503, error('The engine is currently overloaded'), 'overloaded'],
  ],
  'fireworks': [
    [
      'suspended',
      412,
      error('Account is suspended, possibly due to reaching the monthly spending limit'),
      'quota_exhausted',
    ],
    ['adapter', 412, error('LoRA adapter could not be loaded'), 'invalid_request'],
    ['billing', 402, error('Payment required'), 'quota_exhausted'],
  ],
  'openrouter': [
    [
      'context',
      400,
      { error: { code: 400, message: 'x', metadata: { error_type: 'context_length_exceeded' } } },
      'context_length',
    ],
    [
      'moderated',
      403,
      { error: { code: 403, message: 'Flagged', metadata: { reasons: ['violence'] } } },
      'content_filter',
    ],
    [
      'held',
      402,
      { error: { code: 402, message: 'x', metadata: { error_type: 'in_flight_budget_exhausted' } } },
      'rate_limit',
    ],
    ['credit', 402, { error: { code: 402, message: 'Insufficient credits' } }, 'quota_exhausted'],
    [
      'provider',
      429,
      {
        error: { code: 429, message: 'Provider returned error', metadata: { provider_name: 'x', raw: 'y' } },
      },
      'rate_limit',
    ],
    [
      'down',
      502,
      { error: { code: 502, message: 'x', metadata: { error_type: 'provider_unavailable' } } },
      'overloaded',
    ],
  ],
  'perplexity': [
    ['model', 400, error('Invalid model', { type: 'invalid_model', code: 400 }), 'invalid_request'],
  ],
  'vllm': [
    ['context', 400, error('too long', { param: 'input_tokens', code: 400 }), 'context_length'],
    [
      'context, older',
      400,
      { object: 'error', message: "This model's maximum context length is 4096 tokens." },
      'context_length',
    ],
    [
      'model',
      404,
      { object: 'error', message: 'The model `x` does not exist.', code: 404 },
      'model_unavailable',
    ],
  ],
  'ollama': [
    [
      'model',
      404,
      error("model 'x' not found, try pulling it first", { type: 'api_error', code: null }),
      'model_unavailable',
    ],
    ['busy', 503, error('server busy, please try again. maximum pending requests exceeded'), 'overloaded'],
    ['native', 500, { error: 'model runner has unexpectedly stopped' }, 'server_error'],
  ],
}

describe.each(Object.entries(ROWS))('errors of %s', (kind, rows) => {
  const whole = rows.map(([what, status, body, expected, waitMs]) => ({
    what: `${what} (${status})`,
    status,
    body,
    expected,
    waitMs: waitMs ?? null,
  }))

  it.each(whole)('$what has its class and its hint', ({ status, body, expected, waitMs }) => {
    const { alone, withHeader } = judged(kind, status, body)
    expect(alone).toEqual([expected, status, waitMs])
    // A body's own word may be of another class than a short wait.
    if (waitMs === null) expect(withHeader).toEqual([expected, status, 17_000])
  })
})

import { describe, expect, it } from 'vitest'
import type { FailureClass } from '#domain/failure'
import { classify } from './example-error.ts'

type Headers = Readonly<Record<string, string>>
/** What providers send, byte by byte as far as it matters, at noon of 2026-01-31 UTC; the wait in milliseconds. */
type Row = readonly [
  what: string,
  status: number,
  headers: Headers,
  body: unknown,
  expected: FailureClass,
  waitMs: number | null,
]

const JSON_TYPE = { 'content-type': 'application/json' }
const error = (message: string, more: object = {}): unknown => ({ error: { message, ...more } })
const anthropic = (type: string, message: string, code?: string): unknown => ({
  type: 'error',
  error: { type, message, ...(code !== undefined && { details: { error_code: code } }) },
  request_id: 'req_1',
})
const google = (code: number, status: string, message: string, details: readonly object[] = []): unknown => ({
  error: { code, message, status, details },
})
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo'

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'openai': [
    [
      'a limit, by milliseconds before seconds',
      429,
      { ...JSON_TYPE, 'retry-after-ms': '1234', 'retry-after': '2', 'x-ratelimit-reset-tokens': '6m0s' },
      error('Rate limit reached for gpt-4o', { type: 'tokens', param: null, code: 'rate_limit_exceeded' }),
      'rate_limit',
      1_234,
    ],
    [
      'a quota, which has no end that a header knows',
      429,
      JSON_TYPE,
      error('You exceeded your current quota', { type: 'insufficient_quota', code: 'insufficient_quota' }),
      'quota_exhausted',
      null,
    ],
    [
      'an overload with a date',
      503,
      { 'retry-after': 'Sat, 31 Jan 2026 12:00:07 GMT' },
      error('The server is overloaded', { type: 'service_unavailable_error', code: 'server_is_overloaded' }),
      'overloaded',
      7_000,
    ],
    ['an address that is not allowed', 401, {}, error('Your IP address is not authorized'), 'auth', null],
  ],
  'azure-openai': [
    [
      'a limit in words alone',
      429,
      {},
      error('Requests have exceeded call rate limit of your tier. Please retry after 7 seconds.', {
        code: '429',
      }),
      'rate_limit',
      7_000,
    ],
    [
      'a limit, by milliseconds',
      429,
      { 'retry-after': '1', 'retry-after-ms': '950', 'x-ratelimit-reset-tokens': '55' },
      error('exceeded token rate limit', { code: '429' }),
      'rate_limit',
      950,
    ],
    [
      'a day',
      429,
      { 'retry-after': '86400' },
      error('exceeded rate limit', { code: '429' }),
      'quota_exhausted',
      86_400_000,
    ],
    [
      'the network',
      403,
      {},
      error('Access denied due to Virtual Network/Firewall rules.', { code: '403' }),
      'permission',
      null,
    ],
    [
      'the key',
      401,
      {},
      error('Access denied due to invalid subscription key', { code: '401' }),
      'auth',
      null,
    ],
    ['slow', 408, {}, error('The operation was timeout.', { code: 'Timeout' }), 'timeout', null],
    ['server', 500, {}, error('internal', { code: 'InternalServerError' }), 'server_error', null],
  ],
  'anthropic': [
    [
      'a limit',
      429,
      { 'retry-after': '13', 'anthropic-ratelimit-requests-reset': '2026-01-31T12:00:40Z' },
      anthropic('rate_limit_error', 'This request would exceed your rate limit'),
      'rate_limit',
      13_000,
    ],
    [
      'acceleration',
      429,
      { 'retry-after': '4' },
      anthropic('rate_limit_error', 'ramp', 'ramp_limit_exceeded'),
      'rate_limit',
      4_000,
    ],
    ...[
      'enforced_spend_limit_reached',
      'contract_spend_limit_reached',
      'linked_organization_spend_limit_reached',
    ].map((code): Row => [
      code,
      429,
      {},
      anthropic('rate_limit_error', 'spend', code),
      'quota_exhausted',
      null,
    ]),
    ...['organization_on_hold', 'cmek_key_unavailable', 'cmek_key_disabled'].map((code): Row => [
      code,
      403,
      {},
      anthropic('permission_error', 'held', code),
      'permission',
      null,
    ]),
    [
      'context in other words',
      400,
      {},
      anthropic(
        'invalid_request_error',
        'input length and `max_tokens` exceed context limit: 190000 + 64000 > 200000',
      ),
      'context_length',
      null,
    ],
    [
      'an edge that speaks no JSON',
      413,
      { 'content-type': 'text/html' },
      '<html>too large</html>',
      'invalid_request',
      null,
    ],
    [
      'an overload',
      529,
      { 'x-should-retry': 'true' },
      anthropic('overloaded_error', 'Overloaded'),
      'overloaded',
      null,
    ],
  ],
  'google': [
    [
      'a limit, in its body',
      429,
      {},
      google(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota', [
        {
          '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
          'violations': [{ quotaId: 'GenerateRequestsPerMinute' }],
        },
        { '@type': RETRY_INFO, 'retryDelay': '34.4s' },
      ]),
      'rate_limit',
      34_400,
    ],
    [
      'a day, whatever the seconds',
      429,
      {},
      google(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota', [
        {
          '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
          'violations': [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }],
        },
        { '@type': RETRY_INFO, 'retryDelay': '22s' },
      ]),
      'quota_exhausted',
      22_000,
    ],
    ['a list of one', 503, {}, [google(503, 'UNAVAILABLE', 'The model is overloaded.')], 'overloaded', null],
  ],
  'bedrock': [
    [
      'a type in the header, with its address',
      429,
      { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/' },
      { message: 'Too many requests, please wait before trying again.' },
      'rate_limit',
      null,
    ],
    [
      'an agreement that is not there yet',
      403,
      { 'x-amzn-errortype': 'AccessDeniedException' },
      { message: 'Model access is denied due to AWS Marketplace subscription pending' },
      'permission',
      null,
    ],
  ],
}

describe.each(Object.entries(ROWS))('an error of %s, with its headers', (kind, rows) => {
  it.each(rows)('%s (%i) has its class and its hint', (_, status, headers, body, expected, waitMs) => {
    const failure = classify(kind, [status, body], headers)
    expect([failure.class, failure.retryAfterMs ?? null, failure.status]).toEqual([expected, waitMs, status])
  })
})

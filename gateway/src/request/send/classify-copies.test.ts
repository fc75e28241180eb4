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

const error = (message: string, more: object = {}): unknown => ({ error: { message, ...more } })

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'groq': [
    [
      'a limit, by fractions of seconds',
      429,
      { 'retry-after': '7.44', 'x-ratelimit-reset-tokens': '2m59.56s' },
      error('Rate limit reached for model', { type: 'tokens', code: 'rate_limit_exceeded' }),
      'rate_limit',
      7_440,
    ],
    ['something it depends on', 424, {}, error('MCP server failed'), 'server_error', null],
    ['cancelled', 499, {}, error('cancelled'), 'server_error', null],
  ],
  'openrouter': [
    [
      'a limit until a moment',
      429,
      { 'retry-after': '3', 'x-ratelimit-reset': '1769860860000' },
      error('Rate limit exceeded', { code: 429 }),
      'rate_limit',
      3_000,
    ],
    [
      'moderation',
      403,
      {},
      error('flagged', { code: 403, metadata: { reasons: ['violence'] } }),
      'content_filter',
      null,
    ],
    ...(
      [
        [400, 'token_limit_exceeded', 'context_length'],
        [400, 'content_policy_violation', 'content_filter'],
        [502, 'provider_overloaded', 'overloaded'],
        [402, 'payment_required', 'quota_exhausted'],
        [408, 'timeout', 'timeout'],
      ] as const
    ).map(([status, type, expected]): Row => [
      type,
      status,
      {},
      error('x', { code: status, metadata: { error_type: type } }),
      expected,
      null,
    ]),
  ],
  'mistral': [
    [
      'a limit',
      429,
      { 'retry-after': '2' },
      { object: 'error', message: 'Rate limit exceeded', type: 'rate_limited', code: '1300' },
      'rate_limit',
      2_000,
    ],
    ['server', 502, {}, { object: 'error', message: 'bad gateway' }, 'server_error', null],
  ],
  'cohere': [
    [
      'a limit',
      429,
      {},
      { id: 'x', message: 'You are using a trial key, limited to 20 calls / minute' },
      'rate_limit',
      null,
    ],
    ['validation', 422, {}, { message: 'invalid tool' }, 'invalid_request', null],
    ['the key', 401, {}, { message: 'invalid api token' }, 'auth', null],
    ['blocked', 498, {}, { message: 'invalid token' }, 'overloaded', null],
  ],
  'xai': [
    [
      'a limit',
      429,
      { 'retry-after': '5' },
      { code: 'limit', error: 'Too many requests' },
      'rate_limit',
      5_000,
    ],
  ],
  'fireworks': [
    [
      'a limit that adapts',
      429,
      {},
      error('rate limit exceeded', { code: 'RATE_LIMIT_EXCEEDED' }),
      'rate_limit',
      null,
    ],
    ['load', 503, {}, error('overloaded'), 'overloaded', null],
  ],
  'ollama': [
    ['sign-in', 401, {}, { error: 'unauthorized', signin_url: 'https://ollama.com/connect' }, 'auth', null],
    ['paid', 402, {}, { error: 'payment required' }, 'quota_exhausted', null],
    ['limit', 429, {}, { error: 'too many requests' }, 'rate_limit', null],
    ['gateway', 502, {}, { error: 'bad gateway' }, 'server_error', null],
  ],
  'openai-compatible': [
    ['in words of its own', 422, {}, { detail: 'the model does not take images' }, 'invalid_request', null],
    [
      'a structured field beside it',
      429,
      { 'retry-after': '1', 'ratelimit': '"api";r=0;t=295' },
      {},
      'rate_limit',
      1_000,
    ],
    ['a wait that nobody believes', 429, { 'retry-after': '-3' }, {}, 'rate_limit', null],
    ['a date that is over', 429, { 'retry-after': 'Sat, 31 Jan 2026 11:59:00 GMT' }, {}, 'rate_limit', null],
  ],
}

describe.each(Object.entries(ROWS))('an error of %s, with its headers', (kind, rows) => {
  it.each(rows)('%s (%i) has its class and its hint', (_, status, headers, body, expected, waitMs) => {
    const failure = classify(kind, [status, body], headers)
    expect([failure.class, failure.retryAfterMs ?? null, failure.status]).toEqual([expected, waitMs, status])
  })
})

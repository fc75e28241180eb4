import { describe, expect, it } from 'vitest'
import { ERROR_CODES, GatewayError } from '#domain/errors'
import type { GatewayErrorCode } from '#domain/errors'
import type { Failure, FailureClass, UpstreamError } from '#domain/failure'
import { FAILURE_CLASSES } from '#domain/failure'
import type { AttemptRecord } from '#domain/record'
import type { Answered } from '#domain/run'
import { answeredError, refusalError, upstreamError } from './failure-error.ts'

const SAID: UpstreamError = {
  message: 'what the provider said',
  type: 'their_type',
  code: 'their_code',
  param: 'messages',
}

function attempt(n: number, more: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    n,
    modelName: 'm',
    deployment: `m/p${n}`,
    provider: 'p',
    region: null,
    status: 500,
    outcome: 'failed',
    errorClass: 'server_error',
    action: 'stop',
    reason: 'a reason for operators',
    startedAt: 0,
    ttftMs: null,
    totalMs: 12.4,
    tokens: null,
    ...more,
  }
}

const answered = (result: Answered['result'], attempts = 1): Answered =>
  ({
    result,
    attempts: Array.from({ length: attempts }, (_, index) => attempt(index + 1)),
  }) as unknown as Answered
const failed = (failure: Partial<Failure>, attempts = 1, retryAfterMs: number | null = null) => {
  const whole: Failure = { class: 'server_error', detail: 'HTTP 500.', ...failure }
  const error = answeredError(answered({ kind: 'failed', failure: whole, retryAfterMs }, attempts))
  if (error === null) throw new Error('a failure without an error')
  return error
}

describe('the error for the class that had the last word', () => {
  /** Status · whose words · does an SDK that asks again make sense. */
  const TABLE: Readonly<Record<FailureClass, readonly [number, 'theirs' | 'ours', 'perhaps' | 'no']>> = {
    rate_limit: [429, 'theirs', 'perhaps'],
    quota_exhausted: [502, 'ours', 'no'],
    request_exceeds_limit: [413, 'theirs', 'no'],
    overloaded: [503, 'ours', 'perhaps'],
    server_error: [502, 'ours', 'perhaps'],
    network: [502, 'ours', 'perhaps'],
    timeout: [504, 'ours', 'perhaps'],
    auth: [502, 'ours', 'no'],
    permission: [502, 'ours', 'no'],
    model_unavailable: [404, 'theirs', 'no'],
    context_length: [400, 'theirs', 'no'],
    content_filter: [451, 'theirs', 'no'],
    refusal: [451, 'theirs', 'no'],
    invalid_request: [451, 'theirs', 'no'],
    tool_generation_failed: [502, 'ours', 'perhaps'],
    stream_interrupted: [502, 'ours', 'perhaps'],
    empty_response: [502, 'ours', 'perhaps'],
    quality: [502, 'ours', 'no'],
    latency: [504, 'ours', 'perhaps'],
  }

  it.each(FAILURE_CLASSES)('%s', (name) => {
    const [status, whose, again] = TABLE[name]
    const { error, ...head } = failed({ class: name, status: 451, upstream: SAID })
    expect(head).toEqual({ status, retryAfterMs: null, shouldRetry: again === 'no' ? false : null })
    if (whose === 'theirs') expect(error).toMatchObject(SAID)
    else {
      expect(error).toMatchObject({ type: 'api_error', code: 'upstream_failed', param: null })
      expect(JSON.stringify(error)).not.toContain('their_code')
    }
  })

  it.each(FAILURE_CLASSES)('%s after two attempts never invites to ask again', (name) => {
    expect(failed({ class: name }, 2).shouldRetry).toBe(false)
  })

  it('is 502 for a missing model where others were tried, in our words', () => {
    const error = failed({ class: 'model_unavailable', status: 404, upstream: SAID }, 2)
    expect(error).toMatchObject({ status: 502, error: { code: 'upstream_failed' } })
  })

  it('is 400 where a class repeats the provider’s status and there is none', () => {
    expect(failed({ class: 'refusal' })).toMatchObject({ status: 400, error: { code: 'upstream_failed' } })
  })

  it('has a type even where the provider gave none', () => {
    const upstream = { ...SAID, type: null }
    expect(failed({ class: 'context_length', upstream }).error.type).toBe('invalid_request_error')
  })
})

describe('retry-after', () => {
  it.each([
    [1, 1],
    [1_000, 1],
    [1_001, 2],
    [59_999, 60],
  ])('of %i ms is %i whole seconds, never too early', (retryAfterMs, seconds) => {
    const error = failed({ class: 'rate_limit' }, 3, retryAfterMs)
    expect(error).toMatchObject({ status: 429, retryAfterMs, error: { retry_after: seconds } })
  })

  it('leaves asking again to the SDK, however many attempts there were', () => {
    expect(failed({ class: 'rate_limit' }, 3, 1_000).shouldRetry).toBeNull()
    expect(answeredError(answered({ kind: 'full', retryAfterMs: 1 }, 3))?.shouldRetry).toBeNull()
  })
})

describe('the attempts in an error', () => {
  it('say who failed how, and nothing for operators', () => {
    const { error } = failed({}, 2)
    expect(error.attempts).toEqual([
      { deployment: 'm/p1', class: 'server_error', status: 500, ms: 12 },
      { deployment: 'm/p2', class: 'server_error', status: 500, ms: 12 },
    ])
    expect(JSON.stringify(error)).not.toContain('operators')
  })

  it('are left out where there were none', () => {
    expect(failed({}, 0).error).not.toHaveProperty('attempts')
  })
})

describe('how a run ends for the client', () => {
  it.each([
    [{ kind: 'full', retryAfterMs: 2_500 }, 429, 'no_capacity', 3],
    [{ kind: 'deadline' }, 504, 'deadline_exceeded', undefined],
  ] as const)('%j', (result, status, code, seconds) => {
    const error = answeredError(answered(result))
    expect(error).toMatchObject({ status, error: { code, docs: `docs/errors.md#${code}` } })
    expect(error?.error.retry_after).toBe(seconds)
  })

  it('is no error of its own for an answer, a broken stream and a client that left', () => {
    for (const kind of ['answered', 'broken', 'hung_up'] as const) {
      expect(answeredError(answered({ kind } as Answered['result']))).toBeNull()
    }
  })
})

describe('a refusal of ours', () => {
  it.each(Object.keys(ERROR_CODES) as GatewayErrorCode[])(
    '%s has its status, type, hint and page',
    (code) => {
      const { status, error, shouldRetry } = refusalError(new GatewayError(code))
      const entry = ERROR_CODES[code]
      expect({ status, shouldRetry }).toEqual({ status: entry.status, shouldRetry: null })
      expect(error).toEqual({
        message: `${entry.message} ${entry.hint}`,
        type: entry.type,
        code,
        param: null,
        docs: `docs/errors.md#${code}`,
      })
    },
  )

  it('passes on where and how long', () => {
    const error = new GatewayError('key_limit_reached', {
      message: 'Full.',
      param: 'here',
      retryAfterMs: 1_200,
    })
    expect(refusalError(error)).toMatchObject({
      retryAfterMs: 1_200,
      error: { param: 'here', retry_after: 2, message: expect.stringMatching(/^Full\. /u) as string },
    })
  })

  it('never shows its cause', () => {
    const cause = new Error('sk-secret at https://internal.example')
    expect(JSON.stringify(refusalError(new GatewayError('internal_error', { cause })))).not.toMatch(
      /sk-secret|internal\.example/u,
    )
  })
})

it('ends a broken stream with the provider’s words where there are some, and one period', () => {
  expect(upstreamError({ class: 'stream_interrupted', detail: 'cut.' })).toEqual({
    status: 502,
    message: 'The answer broke off: cut.',
    type: 'api_error',
    code: 'stream_interrupted',
    param: null,
  })
  expect(upstreamError({ class: 'stream_interrupted', detail: 'cut', upstream: SAID })).toMatchObject({
    type: 'their_type',
    code: 'their_code',
  })
})

import { describe, expect, it } from 'vitest'
import type { FailureClass } from '#domain/failure'
import { classifyInside } from './classify.ts'
import { classify, context } from './example-error.ts'

describe('reading error bodies', () => {
  it.each([
    ['nested', { error: { message: 'm', type: 't', code: 'c', param: 'p' } }, ['m', 't', 'c', 'p']],
    ['flat', { object: 'error', message: 'm', type: 't', code: 3051, param: null }, ['m', 't', '3051', null]],
    ['text in error', { code: 'c', error: 'm' }, ['m', null, 'c', null]],
    ['only text', { error: 'm' }, ['m', null, null, null]],
    ['detail text', { detail: 'm' }, ['m', null, null, null]],
    ['detail list', { detail: [{ loc: ['body', 'x'], msg: 'm' }] }, ['m', null, null, null]],
    ['message only', { id: 'x', message: 'm' }, ['m', null, null, null]],
    [
      'list of one',
      [{ error: { code: 429, message: 'm', status: 'RESOURCE_EXHAUSTED' } }],
      ['m', 'RESOURCE_EXHAUSTED', '429', null],
    ],
    ['wrapped twice', { error: { error: { message: 'm', type: 't' } } }, ['m', 't', null, null]],
  ])('understands the envelope: %s', (_, body, [message, type, code, param]) => {
    expect(classify('openai-compatible', [400, body]).upstream).toEqual({ message, type, code, param })
  })

  it('takes the wait from header, body and words', () => {
    expect(classify('openai', [429, {}], { 'retry-after': '3' }).retryAfterMs).toBe(3000)
    expect(classify('google', [429, { error: { details: [{ retryDelay: '34.4s' }] } }]).retryAfterMs).toBe(
      34_400,
    )
    const words = (message: string): number | undefined =>
      classify('openai', [429, { error: { message } }]).retryAfterMs
    expect(words('Rate limit reached. Please try again in 6m0s. Visit https://x')).toBe(360_000)
    expect(words('Please try again in 1.2s.')).toBe(1200)
    expect(words('Please retry after 22 seconds.')).toBe(22_000)
    expect(words('Please try again in 5 minutes')).toBe(300_000)
    expect(words('Please try again later')).toBeUndefined()
  })

  it('reads a huge body only in part', () => {
    const failure = classify('openai', [500, `{"error":{"message":"${'x'.repeat(1_000_000)}`])
    expect(failure.class).toBe('server_error')
    expect(failure.detail.length).toBeLessThanOrEqual(300)
  })

  it('gives one line of detail', () => {
    expect(classify('openai', [500, 'a\r\n\tb\u0000\u2028c']).detail).toBe('HTTP 500: a b c')
    expect(classify('openai', [502, '<html><head><title>Bad gateway</title>']).detail).toBe(
      'HTTP 502: Bad gateway',
    )
  })

  it('is quick with hostile text', () => {
    const texts = [
      'a-'.repeat(32_000),
      'a'.repeat(64_000),
      'http://'.repeat(9000),
      'Bearer '.repeat(9000),
      'api key '.repeat(8000),
      ' '.repeat(64_000),
    ]
    for (const text of texts)
      expect(classify('openai-compatible', [400, `llm.internal.example ${text}`]).class).toBe(
        'invalid_request',
      )
  })
})

describe('errors inside an answer under status 200', () => {
  it.each<[unknown, FailureClass, number | undefined]>([
    [{ error: { code: 'insufficient_quota', type: 'insufficient_quota' } }, 'quota_exhausted', 429],
    [{ error: { code: 429, message: 'Provider returned error' } }, 'rate_limit', 429],
    [{ error: { code: 502, metadata: { error_type: 'provider_unavailable' } } }, 'overloaded', 502],
    [{ error: { type: 'invalid_request_error', code: 'context_length_exceeded' } }, 'context_length', 400],
    [{ error: { type: 'overloaded_error' } }, 'overloaded', 529],
    [{ error: { type: 'rate_limit_error' } }, 'rate_limit', 429],
    [{ error: { type: 'server_error' } }, 'server_error', 500],
    [{ error: 'something' }, 'server_error', undefined],
    [{ object: 'error', message: 'x', code: 400 }, 'invalid_request', 400],
    ['text', 'server_error', undefined],
  ])('%j is %s', (error, expected, status) => {
    const failure = classifyInside(context('openai-compatible'), error)
    expect([failure.class, failure.status]).toEqual([expected, status])
  })
})

describe('what a failure shows', () => {
  const SECRETS = [
    'test-key-5f0c9a7712',
    'sk-proj-abcDEF123456789',
    'sk-ant-api03-xyzXYZ_0-1234',
    'gsk_abcdefghij1234567890',
    'AIzaSyA-1234567890abcdefghijklmnopqrstu',
    'Bearer abcdef.ghijkl',
    '0123456789abcdef0123456789abcdef',
    'https://user:hunter2@llm.internal.example:8443/v1/chat',
    'llm.internal.example',
  ]
  it.each(SECRETS)('never %s', (secret) => {
    const error = { message: `Failed with ${secret}: see`, type: secret, code: secret, param: `x ${secret}` }
    const shown = JSON.stringify(classify('openai-compatible', [401, { error }]))
    expect(shown).not.toContain(secret.replace('Bearer ', ''))
    expect(shown).toContain('Failed with ')
  })

  it.each([
    'The model claude-3-5-sonnet-20241022-v2:0 does not exist.',
    'deepseek-r1-distill-llama-70b-specdec, gpt-4o-mini-transcribe-2025-03-20',
    'request id 5f0c9a77-12ab-4cde-8f01-23456789abcd',
    'See https://platform.openai.com/docs/guides/error-codes/api-errors.',
    'A skeleton of max_tokens: 4096 internationalization',
  ])('but leaves %j readable', (message) => {
    expect(classify('openai-compatible', [400, { error: { message } }]).upstream?.message).toBe(message)
  })
})

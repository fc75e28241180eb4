import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import { deadlineMs, forwardedHeaders, noFallback, presentedKey, patienceMs } from './request-headers.ts'

describe('the presented key', () => {
  it.each([
    [{ authorization: 'Bearer sk-1' }, 'sk-1'],
    [{ authorization: 'bearer   sk-1 ' }, 'sk-1'],
    [{ 'x-api-key': 'sk-2' }, 'sk-2'],
    [{ 'x-goog-api-key': 'sk-3' }, 'sk-3'],
    [{ 'authorization': 'Bearer sk-1', 'x-api-key': 'sk-2' }, 'sk-1'],
    [{ 'authorization': 'Basic abc', 'x-api-key': 'sk-2' }, 'sk-2'],
    [{ authorization: 'Basic abc' }, null],
    [{ authorization: 'Bearer' }, null],
    [{ authorization: 'Bearer ' }, null],
    [{ authorization: 'bearers' }, null],
    [{ authorization: 'sk-1' }, null],
    [{}, null],
  ] as [IncomingHttpHeaders, string | null][])('of %j is %j', (headers, expected) => {
    expect(presentedKey(headers)).toBe(expected)
  })
})

describe('the deadline of a request', () => {
  it.each([
    [{}, null],
    [{ 'x-deadline-ms': '1500' }, 1_500],
    [{ 'x-stainless-timeout': '60' }, null],
  ])('with %j is %s ms', (headers, expected) => {
    expect(deadlineMs(headers)).toBe(expected)
  })

  it.each([
    [{}, null],
    [{ 'x-stainless-timeout': '60' }, 60_000],
    [{ 'x-stainless-timeout': '0' }, null],
    [{ 'x-stainless-timeout': 'soon' }, null],
  ])('is one thing, how long the client waits for a start another: with %j %s ms', (headers, expected) => {
    expect(patienceMs(headers)).toBe(expected)
  })

  it.each(['', '0', '-5', 'soon', '1500, 2', 'NaN', 'Infinity', '5ms'])('is refused as %j', (text) => {
    expect(() => deadlineMs({ 'x-deadline-ms': text })).toThrow(
      expect.objectContaining({ code: 'invalid_header', param: 'x-deadline-ms' }),
    )
  })
})

it.each([
  [undefined, false],
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
])('reads x-backstay-no-fallback %j as %s', (value, expected) => {
  const headers = value === undefined ? {} : { 'x-backstay-no-fallback': value }
  expect(noFallback(headers)).toBe(expected)
})

it('sends on the headers of the list and nothing else: no cookie, key or organization', () => {
  const headers = {
    'authorization': 'Bearer sk-1',
    'x-api-key': 'sk-1',
    'cookie': 'a=b',
    'openai-organization': 'org',
    'openai-beta': 'assistants=v2',
    'traceparent': '00-1-2-01',
    'x-forwarded-for': '1.2.3.4',
    'host': 'x',
  }
  expect(forwardedHeaders(headers)).toEqual([
    ['openai-beta', 'assistants=v2'],
    ['traceparent', '00-1-2-01'],
  ])
  expect(forwardedHeaders({})).toEqual([])
})

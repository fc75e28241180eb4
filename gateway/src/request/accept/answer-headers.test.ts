import { describe, expect, it } from 'vitest'
import type { Serving } from '#domain/attempt'
import { deployment, model } from '#simulator/sample'
import { answerHeaders, headerText } from './answer-headers.ts'

const place = deployment('gpt-4o/azure')
const SERVING: Serving = {
  model: model('gpt-4o', [place]),
  deployment: place,
  attempts: 1,
  fallbacks: [],
  overheadMs: 1.234_567,
  dispatchedAt: 100,
  warnings: [],
  continued: [],
}

function headers(serving: Partial<Serving> = {}): Record<string, string> {
  const flat = answerHeaders({
    head: { status: 200, contentType: 'application/json', headers: [['openai-version', '1']] },
    serving: { ...SERVING, ...serving },
    requestId: 'id',
    now: 150.5,
    extra: [['x-ratelimit-limit-requests', '5']],
  })
  return Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])),
  )
}

describe('the headers of an answer', () => {
  it('say who answered, after how many attempts, and how long ours took', () => {
    expect(headers()).toEqual({
      'content-type': 'application/json',
      'x-request-id': 'id',
      'x-backstay-model': 'gpt-4o',
      'x-backstay-provider': 'p',
      'x-backstay-deployment': 'gpt-4o/azure',
      'x-backstay-attempts': '1',
      'x-backstay-fallbacks': '0',
      'x-backstay-overhead-ms': '1.23',
      'server-timing': 'gateway;dur=1.23, upstream;dur=50.5',
      'openai-version': '1',
      'x-ratelimit-limit-requests': '5',
    })
  })

  it('say why it moved and what was not acted on', () => {
    expect(headers({ attempts: 3, fallbacks: ['timeout', 'auth'], warnings: ['a', 'b'] })).toMatchObject({
      'x-backstay-attempts': '3',
      'x-backstay-fallbacks': '2',
      'x-backstay-fallback-reason': 'timeout, auth',
      'x-backstay-warnings': 'a; b',
    })
  })

  it.each([
    ['plain text', 'plain text'],
    ['modèle', 'mod%C3%A8le'],
    ['two\r\nlines', 'two%0D%0Alines'],
    ['🙂', '%F0%9F%99%82'],
    ['\u007f\u0000', '%7F%00'],
    ['half a \ud83d pair', 'half a %EF%BF%BD pair'],
  ])('carry %j as %j', (text, expected) => {
    expect(headerText(text)).toBe(expected)
  })
})

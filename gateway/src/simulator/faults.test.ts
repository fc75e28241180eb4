import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Behavior } from './behavior.ts'
import * as faults from './faults.ts'
import type { RawExchange } from './raw-exchange.ts'
import { chatBody, rawExchange } from './raw-exchange.ts'
import type { Simulator } from './simulator.ts'
import { startSimulator } from './simulator.ts'

let simulator: Simulator

beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

function get(behavior: Behavior, stream: boolean): Promise<RawExchange> {
  simulator.script.next(behavior)
  return rawExchange(`${simulator.baseUrl}/chat/completions`, { body: chatBody({ stream }) })
}

describe('error answers', () => {
  it.each([
    ['serverError', faults.serverError(), [500, null, 'server_error']],
    ['serverError with a status', faults.serverError(502), [502, null, 'server_error']],
    ['overloaded', faults.overloaded(), [503, 'server_is_overloaded', 'service_unavailable_error']],
    ['gatewayTimeout', faults.gatewayTimeout(), [504, null, 'timeout']],
    ['rateLimited', faults.rateLimited(), [429, 'rate_limit_exceeded', 'requests']],
    ['quotaExhausted', faults.quotaExhausted(), [429, 'insufficient_quota', 'insufficient_quota']],
    ['requestTooLarge', faults.requestTooLarge(), [429, 'rate_limit_exceeded', 'tokens']],
    ['unauthorized', faults.unauthorized(), [401, 'invalid_api_key', 'invalid_request_error']],
    ['forbidden', faults.forbidden(), [403, 'unsupported_country_region_territory', 'request_forbidden']],
    ['modelNotFound', faults.modelNotFound(), [404, 'model_not_found', 'invalid_request_error']],
    ['invalidRequest', faults.invalidRequest(), [400, 'unsupported_value', 'invalid_request_error']],
    ['contextLength', faults.contextLength(), [400, 'context_length_exceeded', 'invalid_request_error']],
    ['promptFiltered', faults.promptFiltered(), [400, 'content_policy_violation', 'invalid_request_error']],
    ['a bare status', { status: 507 }, [507, null, 'server_error']],
  ] as const)('%s', async (_name, behavior, expected) => {
    for (const stream of [false, true]) {
      const answer = await get(behavior, stream)
      const { error } = JSON.parse(answer.text)
      expect([answer.status, error.code, error.type]).toEqual(expected)
      expect(error.message).toMatch(/./)
      expect(answer.headers['content-type']).toBe('application/json')
      expect(answer.error).toBeNull()
    }
  })

  it('carry retry-after where asked for, and only there', async () => {
    expect((await get(faults.rateLimited({ retryAfterS: 7 }), false)).headers['retry-after']).toBe('7')
    expect((await get(faults.overloaded({ retryAfterS: 0 }), false)).headers['retry-after']).toBe('0')
    expect((await get(faults.rateLimited(), false)).headers).not.toHaveProperty('retry-after')
  })

  it('carry members beside the four', async () => {
    const answer = await get(
      faults.error(402, { code: 402, more: { metadata: { provider_name: 'x' } } }),
      false,
    )
    expect(JSON.parse(answer.text).error).toMatchObject({ code: 402, metadata: { provider_name: 'x' } })
  })

  it('are pages of HTML if a proxy is in the way', async () => {
    const answer = await get(faults.htmlError(), true)
    expect([answer.status, answer.headers['content-type']]).toEqual([502, 'text/html'])
    expect(answer.text).toContain('<h1>502')
  })

  it('carry rate-limit headers of the script', async () => {
    const headers = { 'x-ratelimit-remaining-tokens': '12', 'X-RateLimit-Reset-Tokens': '6m0s' }
    const answer = await get({ ...faults.rateLimited(), headers }, false)
    expect(answer.headers).toMatchObject({
      'x-ratelimit-remaining-tokens': '12',
      'x-ratelimit-reset-tokens': '6m0s',
    })
  })
})

describe('answers with status 200 that are none', () => {
  it('errorBodyIn200 is JSON also where a stream was asked for', async () => {
    for (const stream of [false, true]) {
      const answer = await get(faults.errorBodyIn200({ message: 'm', code: 'c' }), stream)
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json'])
      expect(JSON.parse(answer.text).error.code).toBe('c')
    }
  })

  it('errorAsFirstEvent is the only event of the stream', async () => {
    const answer = await get(faults.errorAsFirstEvent({ message: 'm', code: 'c' }), true)
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    expect(answer.text).toBe(
      'data: {"error":{"message":"m","type":"server_error","param":null,"code":"c"}}\n\n',
    )
    expect(answer.error).toBeNull()
  })

  it('errorAfterTokens comes after that many tokens, and ends the stream', async () => {
    const answer = await get({ text: 'a b c', ...faults.errorAfterTokens(2, { message: 'm' }) }, true)
    const events = answer.text.trimEnd().split('\n\n')
    expect(events).toHaveLength(4)
    expect(events[2]).toContain('"content":" b"')
    expect(events[3]).toContain('"error":{"message":"m"')
  })

  it('an error event may be followed by [DONE]', async () => {
    const answer = await get({ errorEvent: { afterTokens: 0, error: {}, done: true } }, true)
    expect(answer.text).toMatch(/^data: \{"error":.*\n\ndata: \[DONE\]\n\n$/)
  })

  it('an error event becomes an error body where no stream was asked for', async () => {
    const answer = await get(faults.errorAfterTokens(2, { message: 'm' }), false)
    expect([answer.status, JSON.parse(answer.text).error.message]).toEqual([200, 'm'])
  })

  it('emptyAnswer is complete and says nothing', async () => {
    const whole = JSON.parse((await get(faults.emptyAnswer(), false)).text)
    expect(whole.choices[0]).toMatchObject({ message: { content: '' }, finish_reason: 'stop' })
    const { text } = await get(faults.emptyAnswer(), true)
    expect(text.trimEnd().split('\n\n')).toHaveLength(3)
    expect(text).toContain('"finish_reason":"stop"')
  })

  it('emptyBody has not one byte', async () => {
    const answer = await get(faults.emptyBody(), true)
    expect([answer.status, answer.text, answer.error]).toEqual([200, '', null])
  })

  it('contentFiltered and refused say so', async () => {
    const filtered = JSON.parse((await get(faults.contentFiltered(), false)).text)
    expect(filtered.choices[0].finish_reason).toBe('content_filter')
    const refused = JSON.parse((await get(faults.refused('No.'), false)).text)
    expect(refused.choices[0].message.refusal).toBe('No.')
  })

  it('unfinished ends cleanly without a finish reason or terminator', async () => {
    const { text, error } = await get(faults.unfinished(), true)
    expect(text).not.toContain('"finish_reason":"stop"')
    expect(text).not.toContain('[DONE]')
    expect(error).toBeNull()
    expect(JSON.parse((await get(faults.unfinished(), false)).text).choices[0].finish_reason).toBeNull()
  })

  it('finish and [DONE] can be left out one by one', async () => {
    const withoutFinish = await get({ omit: { finish: true } }, true)
    expect(withoutFinish.text).not.toContain('"stop"')
    expect(withoutFinish.text).toContain('[DONE]')
    const withoutDone = await get({ omit: { done: true } }, true)
    expect(withoutDone.text).toContain('"stop"')
    expect(withoutDone.text).not.toContain('[DONE]')
  })

  it('malformedAfterTokens puts an event that is no JSON among the others', async () => {
    const { text } = await get({ text: 'a b', ...faults.malformedAfterTokens(1) }, true)
    const events = text.trimEnd().split('\n\n')
    expect(() => JSON.parse(events[2]?.slice(6) ?? '{}')).toThrow(SyntaxError)
    expect(events[3]).toContain('"content":" b"')
    expect(events.at(-1)).toBe('data: [DONE]')
    const first = await get(faults.malformedAfterTokens(0), true)
    expect(() => JSON.parse(first.text.split('\n\n')[0]?.slice(6) ?? '{}')).toThrow(SyntaxError)
  })

  it('malformedAfterTokens breaks the JSON of an unstreamed answer', async () => {
    const { text } = await get({ text: 'a b', ...faults.malformedAfterTokens(1) }, false)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    expect(text).toContain('"content":"a')
  })
})

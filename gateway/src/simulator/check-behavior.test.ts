import { describe, expect, it } from 'vitest'
import { checkBehavior } from './check-behavior.ts'
import * as faults from './faults.ts'

describe('checkBehavior', () => {
  it('takes every behavior that the fault builders make', () => {
    const made = [
      faults.error(418, { message: 'teapot', retryAfterS: 1, more: { metadata: { a: [1] } } }),
      faults.cutAt({ afterBytes: 3 }),
      faults.cutAt('before_headers', 'destroy'),
      faults.hangAfterTokens(2),
      faults.malformedAfterTokens(1),
    ]
    for (const behavior of made) expect(checkBehavior(behavior)).toBe(behavior)
  })

  it.each([
    [{ txt: 'x' }, 'behavior.txt: no such member, did you mean "text"?'],
    [{ status: 99 }, 'behavior.status: expected an integer from 200 to 599, got 99'],
    [{ status: 204 }, 'behavior.status: an answer with status 204 has no body'],
    [{ delays: { beforeHeadersMs: 1.5 } }, 'behavior.delays.beforeHeadersMs: expected an integer from 0 to'],
    [
      { hang: 'sometimes' },
      'behavior.hang: expected "before_headers" or "before_first_token", got "sometimes"',
    ],
    [{ cut: { at: 'after_headers' } }, 'behavior.cut.how: missing'],
    [{ cut: { at: { afterBytes: 1, afterTokens: 1 }, how: 'end' } }, 'behavior.cut.at: give exactly one of'],
    [{ headers: { 'bad name': 'x' } }, 'behavior.headers.bad name: Header name must be a valid HTTP token'],
    [{ headers: { 'x-a': 'a\r\nb: c' } }, 'behavior.headers.x-a: Invalid character in header content'],
    [{ headers: { 'Content-Length': '5' } }, 'behavior.headers.Content-Length: is set by the simulator'],
    [{ contentType: 'a\nb' }, 'behavior.contentType: Invalid character in header content'],
    [{ toolCalls: [{ name: 'f' }] }, 'behavior.toolCalls[0].arguments: missing'],
    [{ body: { json: { when: new Date(NaN).getTime() } } }, 'behavior.body.json.when: expected JSON'],
    [{ usage: 'no' }, 'behavior.usage: expected "none", got "no"'],
    [{ keepalive: { comment: 'a\nb' } }, 'behavior.keepalive.comment: a comment is one line'],
    [{ error: { code: true } }, 'behavior.error.code: expected a string, got true'],
    [[], 'behavior: expected an object, got []'],
    [() => ({}), 'behavior: expected an object, got "[function]"'],
  ])('says what is wrong with %j', (behavior, message) => {
    expect(() => checkBehavior(behavior)).toThrow(message)
  })

  it('names every problem at once', () => {
    expect(() => checkBehavior({ status: 'x', gzip: 1 })).toThrow(/behavior\.status: .*\n.*behavior\.gzip: /)
  })

  it.each([
    [{ text: 'a b', cut: { at: { afterTokens: 3 }, how: 'reset' } }, 'the answer has only 2 tokens'],
    [
      { status: 500, hang: { afterTokens: 1 } },
      'behavior.hang.afterTokens: only a generated answer has tokens',
    ],
    [{ error: {}, cut: { at: { afterTokens: 1 }, how: 'end' } }, 'only a generated answer has tokens'],
    [{ text: 'ab', tokens: 3 }, 'a text of 2 characters cannot come in 3 pieces'],
    [{ hang: 'before_headers', cut: { at: 'after_headers', how: 'end' } }, 'an answer ends only once'],
    [{ body: { text: '' }, replay: { bytes: '', encoding: 'utf8' } }, 'give only one of body, replay'],
    [{ body: { text: '' }, text: 'x' }, 'behavior.text: has no effect beside body'],
    [{ cut: { at: 'before_headers', how: 'end' } }, 'before the headers there is nothing to end'],
    [{ gzip: true, keepalive: { everyMs: 5 } }, 'cannot be sent inside a body that is encoded with gzip'],
  ])('refuses %j, which could not happen as written', (behavior, message) => {
    expect(() => checkBehavior(behavior)).toThrow(message)
  })

  it('freezes what it has taken, so that a later change is an error and not silently ignored', () => {
    const behavior = { delays: { beforeHeadersMs: 1 } }
    checkBehavior(behavior)
    expect(() => {
      behavior.delays.beforeHeadersMs = 2
    }).toThrow(TypeError)
  })
})

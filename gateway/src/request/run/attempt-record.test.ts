import { describe, expect, it } from 'vitest'
import { NO_USAGE } from '#domain/usage'
import { deployment, model, RETRY, TIMEOUTS } from '#simulator/sample'
import type { AttemptEnd } from './attempt.ts'
import { recordAttempt } from './attempt-record.ts'

const place = deployment('m/p', { region: 'eu-west' })
const step = { model: model('m', [place]), deployment: place, candidate: 0, retry: RETRY, timeouts: TIMEOUTS }
const END: AttemptEnd = {
  kind: 'answered',
  failure: null,
  flag: null,
  reportedModel: null,
  usage: { ...NO_USAGE, input: 3 },
  ttftMs: 5,
  totalMs: 9,
  sent: true,
}
const FAILURE = { class: 'server_error', detail: 'HTTP 500', status: 500 } as const
const record = (end: Partial<AttemptEnd>) =>
  recordAttempt({ step, number: 2, startedAt: 77, end: { ...END, ...end }, action: 'stop', reason: 'why' })

describe('the record of an attempt', () => {
  it('says who, when, how long and how much', () => {
    expect(record({})).toEqual({
      n: 2,
      modelName: 'm',
      deployment: 'm/p',
      provider: 'p',
      region: 'eu-west',
      status: 200,
      outcome: 'answered',
      errorClass: null,
      action: 'stop',
      reason: 'why',
      startedAt: 77,
      ttftMs: 5,
      totalMs: 9,
      tokens: { ...NO_USAGE, input: 3 },
    })
  })

  it.each([
    ['an answer', {}, 'answered', 200, null, 'why'],
    ['a refusal that was delivered', { flag: 'refusal' }, 'answered', 200, 'refusal', 'why'],
    ['a failure', { kind: 'failed', failure: FAILURE }, 'failed', 500, 'server_error', 'HTTP 500 (why)'],
    [
      'a failure without a status',
      { kind: 'failed', failure: { class: 'network', detail: 'refused' } },
      'failed',
      null,
      'network',
      'refused (why)',
    ],
    ['a break', { kind: 'broken', failure: FAILURE }, 'broken', 500, 'server_error', 'HTTP 500 (why)'],
    [
      'a deadline',
      { kind: 'deadline', failure: { class: 'timeout', detail: 'too late' } },
      'failed',
      null,
      'timeout',
      'too late (why)',
    ],
    ['a client that left', { kind: 'hung_up' }, 'aborted', null, null, 'why'],
  ] satisfies [string, Partial<AttemptEnd>, string, number | null, string | null, string][])(
    'of %s',
    (_what, end, outcome, status, errorClass, reason) => {
      expect(record(end)).toMatchObject({ outcome, status, errorClass, reason })
    },
  )
})

import { describe, expect, it } from 'vitest'
import type { Timeouts } from '#domain/deployment'
import type { ModelType } from '#domain/model-type'
import type { Accepted } from '#domain/request'
import { admitted, deployment, model, TIMEOUTS } from '#simulator/sample'
import { samplePlan } from '#simulator/sample-plan'
import { limitsOf } from './attempt-limits.ts'

interface Given {
  readonly type?: ModelType
  readonly body?: Partial<Accepted['body']>
  readonly timeouts?: Partial<Timeouts>
  readonly latencyMs?: number
  /** Classes of failure after which there would be somewhere else to go. */
  readonly alternatives?: readonly ('timeout' | 'latency')[]
}

function limits({
  type = 'chat',
  body = {},
  timeouts = {},
  latencyMs,
  alternatives = ['timeout', 'latency'],
}: Given) {
  const place = deployment('m1')
  const own = model('m', [place], { type })
  const plan = samplePlan([own], {
    policy: { latencyMs: latencyMs ?? null },
    step: { timeouts: { ...TIMEOUTS, ...timeouts } },
  })
  const [step] = plan.steps
  if (step === undefined) throw new Error('a plan without a step')
  return limitsOf(
    step,
    { admitted: admitted('m', { body }), plan },
    {
      alternative: (failureClass) => alternatives.includes(failureClass),
      remainingMs: 7_777,
      untilDeadlineMs: 8_888,
    },
  )
}

const STREAMED = { streamed: true, estimatedInputTokens: 0 }

describe('the limits of an attempt', () => {
  it.each([
    ['chat', STREAMED, {}, 10_000],
    ['chat', { streamed: true, estimatedInputTokens: 10_000 }, {}, 11_000],
    ['chat', { streamed: true, estimatedInputTokens: 200_000 }, {}, 30_000],
    ['reasoning', STREAMED, {}, 120_000],
    ['chat', { ...STREAMED, needs: ['reasoning'] }, {}, 120_000],
    ['chat', STREAMED, { firstTokenMs: 5 }, 5],
    ['reasoning', STREAMED, { firstTokenMs: 5 }, 5],
    ['chat', {}, {}, 120_000],
    ['reasoning', {}, {}, 600_000],
    ['chat', { needs: ['reasoning'] }, {}, 600_000],
    ['image', {}, {}, 600_000],
    ['chat', {}, { answerMs: 5 }, 5],
    ['chat', {}, { firstTokenMs: 5 }, 120_000],
    ['chat', STREAMED, { answerMs: 5 }, 10_000],
  ] as const)('for %s, the body %j and the settings %j: %i ms', (type, body, timeouts, expected) => {
    expect(limits({ type, body, timeouts })).toMatchObject({ answerMs: expected, answerClass: 'timeout' })
  })

  it('to the first token and the answer act only while there is somewhere else to go', () => {
    expect(limits({ alternatives: [] })).toMatchObject({ answerMs: null, connectMs: 5_000, idleMs: 30_000 })
    expect(limits({ alternatives: [] })).toMatchObject({ commitMs: 7_777, deadlineMs: 8_888 })
    expect(limits({ alternatives: ['latency'] }).answerMs).toBeNull()
    expect(limits({ alternatives: ['timeout'], latencyMs: 5 }).answerMs).toBe(120_000)
  })

  it.each([
    [900, ['timeout', 'latency'], 900, 'latency'],
    [500_000, ['timeout', 'latency'], 120_000, 'timeout'],
    [500_000, ['latency'], 500_000, 'latency'],
    [900, [], null, 'timeout'],
  ] as const)(
    'with a latency trigger of %i ms and a way out of %j are %s ms, of class %s',
    (latencyMs, alternatives, answerMs, answerClass) => {
      expect(limits({ latencyMs, alternatives })).toMatchObject({ answerMs, answerClass })
    },
  )
})

import { describe, expect, it } from 'vitest'
import type { Timeouts } from '#domain/deployment'
import type { Retry } from '#domain/policy'
import type { PlanStep, RequestControls } from '#domain/request'
import { admitted, deployment, model, RETRY, TIMEOUTS } from '#simulator/sample'
import { asksForTightening, tighten } from './tighten.ts'

const { controls } = admitted('m').accepted
const place = deployment('m1')
const step: PlanStep = {
  model: model('m', [place]),
  deployment: place,
  candidate: 0,
  retry: { ...RETRY, maxAttempts: 3 },
  timeouts: { ...TIMEOUTS, answerMs: 60_000 },
}
const asked = (retry: Partial<Retry>, timeouts: Partial<Timeouts> = {}): RequestControls => ({
  ...controls,
  retry,
  timeouts,
})

describe('what a request asks for', () => {
  it.each([
    [1, 1],
    [3, 3],
    [100, 3],
  ])('of %i tries becomes %i where three are allowed', (wish, tries) => {
    expect(tighten(step, asked({ maxAttempts: wish })).retry).toEqual({ ...step.retry, maxAttempts: tries })
  })

  it.each([
    ['answerMs', 1_000, 1_000],
    ['answerMs', 999_999, 60_000],
    ['firstTokenMs', 5, 5],
    ['idleMs', 999_999, TIMEOUTS.idleMs],
    ['totalMs', 1, 1],
  ] as const)('as %s %i becomes %i', (name, wish, limit) => {
    const { timeouts } = tighten(step, asked({}, { [name]: wish }))
    expect(timeouts).toEqual({ ...step.timeouts, [name]: limit })
  })

  it('as limits is remembered, for passing one says nothing about the deployment', () => {
    expect(tighten(step, asked({}, { idleMs: 1 })).impatient).toBe(true)
    expect(tighten(step, asked({ maxAttempts: 1 }))).not.toHaveProperty('impatient')
  })

  it('is looked for only where something is asked', () => {
    expect(asksForTightening(controls)).toBe(false)
    expect(asksForTightening(asked({ maxAttempts: 1 }))).toBe(true)
    expect(asksForTightening(asked({}, { idleMs: 1 }))).toBe(true)
  })

  it('leaves the step of everybody else as it was', () => {
    const before = structuredClone({ retry: step.retry, timeouts: step.timeouts })
    tighten(step, asked({ maxAttempts: 1 }, { idleMs: 1 }))
    expect({ retry: step.retry, timeouts: step.timeouts }).toEqual(before)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Policy } from '#domain/request'
import { deployment, model } from '#simulator/sample'
import { samplePlan } from '#simulator/sample-plan'
import { DeploymentStates } from './deployment-states.ts'
import { QualityScore } from './quality-score.ts'

const m = model('m', [deployment('m1')])

const MINUTE = 60_000
const scored = (scores: readonly number[], everyMs = 0): QualityScore => {
  const score = new QualityScore()
  scores.forEach((one, index) => score.add(one, index * everyMs))
  return score
}

describe('the rolling score', () => {
  it('says nothing before ten answers', () => {
    expect(scored(Array.from({ length: 9 }, () => 0)).value(0)).toBeNull()
    expect(scored(Array.from({ length: 10 }, () => 0)).value(0)).toBe(0)
  })

  it('is the mean of what came at once', () => {
    expect(scored([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]).value(0)).toBeCloseTo(0.5)
  })

  it('always lies between the worst and the best answer', () => {
    const samples = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30 * MINUTE)), {
      minLength: 1,
      maxLength: 200,
    })
    fc.assert(
      fc.property(samples, (given) => {
        const score = new QualityScore()
        let now = 0
        for (const [one, pause] of given) score.add(one, (now += pause))
        const value = score.value(now)
        const all = given.map(([one]) => one)
        if (value === null) return
        expect(value).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9)
        expect(value).toBeLessThanOrEqual(Math.max(...all) + 1e-9)
        expect(score.samples(now)).toBeLessThanOrEqual(50)
      }),
    )
  })

  it('has forgotten enough to give a new chance after at most 24 minutes without answers', () => {
    const busy = scored(Array.from({ length: 10_000 }, () => 0))
    expect(busy.value(23 * MINUTE)).toBe(0)
    expect(busy.value(24 * MINUTE)).toBeNull()
    expect(busy.restMs(0)).toBeGreaterThan(23 * MINUTE)
    expect(busy.value(busy.restMs(0) + 1)).toBeNull()
  })

  it('recovers from bad answers when good ones follow, however many the bad ones were', () => {
    const score = scored(Array.from({ length: 10_000 }, () => 0))
    for (let n = 0; n < 100; n++) score.add(1, 0)
    expect(score.value(0)).toBeGreaterThan(0.8)
  })
})

describe('a deployment with a low score', () => {
  it('is put last by policies with a threshold above it, until it has rested', () => {
    const states = new DeploymentStates({
      random: () => 0.5,
      cooldown: () => ({ minMs: 1, maxMs: 2, defaultMs: 1 }),
      onEvent: () => undefined,
    })
    const place = deployment('m1')
    const asking = (quality: Policy['quality']) => samplePlan([m], { policy: { quality } })
    const strict = asking({ checks: [], threshold: 0.8 })
    for (let sample = 0; sample < 12; sample++) {
      expect(states.demotion(place, 0, strict) === null).toBe(sample < 10)
      states.scored(place, 0.5, 0)
    }
    const demotion = states.demotion(place, 0, strict)
    expect(demotion).toMatchObject({ state: 'low_quality', class: 'quality' })
    expect(states.demotion(place, 0, asking({ checks: [], threshold: 0.4 }))).toBeNull()
    expect(states.demotion(place, 0, asking({ checks: [], threshold: null }))).toBeNull()
    expect(states.demotion(place, 0, asking(null))).toBeNull()
    expect(states.demotion(place, 0)).toBeNull()
    expect(states.demotion(place, (demotion?.retryInMs ?? 0) + 1, strict)).toBeNull()
  })
})

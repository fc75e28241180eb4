import type { HealthView, Measured } from '#domain/health'
import { SmoothRotation } from '#plan/rotation'
import type { RankContext } from '#plan/strategy'
import { admitted } from './sample.ts'
import { POLICY } from './sample-plan.ts'

/** Nothing is known of anybody, and nobody is ill; with what a test is about. */
export function sampleHealth(more: Partial<HealthView> = {}): HealthView {
  return {
    demotion: () => null,
    drained: () => null,
    waitMs: () => 0,
    expectedOutput: () => 0,
    inputFactor: () => 1,
    measured: () => null,
    warmFor: () => null,
    ...more,
  }
}

/** Tried, but nothing came of it. */
export function sampleMeasures(more: Partial<Measured> = {}): Measured {
  return {
    inFlight: 0,
    firstTokenMs: null,
    msPerOutputToken: null,
    tokensPerSecond: null,
    outputTokens: null,
    cachedShare: null,
    commitMs: () => null,
    errorRate: () => 0,
    usedShare: () => 0,
    ...more,
  }
}

/** The moment of a request in which nothing is known. */
export function sampleRanking(more: Partial<RankContext> = {}): RankContext {
  return {
    rotation: new SmoothRotation(),
    health: sampleHealth(),
    random: () => 0,
    body: admitted('m').accepted.body,
    asked: { policy: POLICY, streamed: false, inputTokens: 10, reserveTokens: () => 100 },
    now: 0,
    ...more,
  }
}

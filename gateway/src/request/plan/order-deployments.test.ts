import { describe, expect, it } from 'vitest'
import type { Demotion } from '#domain/health'
import type { StrategyId } from '#domain/strategy'
import { deployment, model } from '#simulator/sample'
import { sampleHealth, sampleMeasures, sampleRanking } from '#simulator/sample-health'
import { POLICY } from '#simulator/sample-plan'
import { candidatesOf } from './candidate.ts'
import { orderSteps } from './order.ts'

const SLOW: Demotion = { state: 'slow', class: 'latency', retryInMs: 0 }

/** Labels of the steps of so many requests to one model; those that are found out about are marked. */
function plans(
  labels: string,
  { slow = '', strategy = 'failover' as StrategyId, requests = 400, demotion = SLOW },
): string[] {
  const isSlow = (label: string): boolean => slow.split(' ').includes(label)
  const context = {
    ...sampleRanking({
      health: sampleHealth({
        demotion: ({ label }) => (isSlow(label) ? demotion : null),
        measured: ({ label }) => sampleMeasures({ msPerOutputToken: isSlow(label) ? 900 : 10 }),
      }),
    }),
    deploymentStrategy: strategy,
    defaultStrategy: null,
    turns: 'k',
    preference: null,
    sidePreference: null,
    pinned: null,
  }
  const one = model(
    'm',
    labels.split(' ').map((label) => deployment(label)),
  )
  return Array.from({ length: requests }, () =>
    orderSteps(candidatesOf(one, null), POLICY, context)
      .steps.map((step) => (step.onTrial === true ? `${step.deployment.label}!` : step.deployment.label))
      .join(' '),
  )
}

const counts = (list: readonly string[]): Readonly<Record<string, number>> => {
  const result: Record<string, number> = {}
  for (const entry of list) result[entry] = (result[entry] ?? 0) + 1
  return result
}

describe('slow deployments', () => {
  it('come last but for one request in twenty, which finds it in its place', () => {
    expect(counts(plans('a b', { slow: 'a' }))).toEqual({ 'b a': 380, 'a! b': 20 })
  })

  it('are treated like those whose answers score too low', () => {
    const poor: Demotion = { state: 'low_quality', class: 'quality', retryInMs: 1 }
    expect(counts(plans('a b', { slow: 'a', demotion: poor }))).toEqual({ 'b a': 380, 'a! b': 20 })
  })

  it('share the probes of their model, however many there are', () => {
    const all = plans('a b c d', { slow: 'a b c' })
    expect(counts(all)).toEqual({ 'd a b c': 380, 'a! d b c': 7, 'b! d a c': 7, 'c! d a b': 6 })
  })

  it('that come second anyway are not brought first to be found out about', () => {
    expect(counts(plans('a b', { slow: 'b' }))).toEqual({ 'a b': 380, 'a b!': 20 })
  })

  it('come first for that where the strategy goes by measurement: else they would never get a request', () => {
    const probes = plans('a b', { slow: 'b', strategy: 'latency' }).filter((plan) => plan === 'b! a')
    expect(probes).toHaveLength(20)
  })

  it('cost no turns of counting where there are none', () => {
    expect(counts(plans('a b', {}))).toEqual({ 'a b': 400 })
  })
})

it('a plan names no more deployments of a model than a request could try, the healthy ones first', () => {
  const labels = Array.from({ length: 2_000 }, (_, index) => `d${index}`)
  const [plan = ''] = plans(labels.join(' '), { slow: labels.slice(0, 1_990).join(' '), requests: 1 })
  expect(plan.split(' ')).toHaveLength(32)
  expect(plan.split(' ').slice(0, 10)).toEqual(labels.slice(1_990))
})

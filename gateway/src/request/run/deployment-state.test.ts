import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deployment } from '#simulator/sample'
import { DeploymentState } from './deployment-state.ts'

const both = deployment('both', { tokensPerMinute: 100, requestsPerMinute: 3 })
const need = (tokens: number, share = 1): { tokens: number; share: number } => ({ tokens, share })

describe('the limits of a deployment', () => {
  it('have room while both tokens and requests have', () => {
    const state = new DeploymentState()
    expect(state.waitMs(both, need(100), 0)).toBe(0)
    state.hold(both, 60, 0)
    expect(state.waitMs(both, need(40), 0)).toBe(0)
    expect(state.waitMs(both, need(41), 0)).toBe(61_000)
    state.hold(both, 1, 5_000)
    state.hold(both, 1, 5_000)
    expect(state.waitMs(both, need(1), 5_000)).toBe(56_000)
  })

  it('say what is left of them in this minute, and nothing where there are none', () => {
    const state = new DeploymentState()
    expect(state.left(both, 0)).toEqual({ tokens: 100, requests: 3 })
    state.hold(both, 60, 0)
    state.hold(both, 70, 0)
    expect(state.left(both, 0)).toEqual({ tokens: 0, requests: 1 })
    expect(state.left(both, 61_000)).toEqual({ tokens: 100, requests: 3 })
    expect(state.left(deployment('free'), 0)).toEqual({ tokens: null, requests: null })
  })

  it('count only the share that may be used', () => {
    const state = new DeploymentState()
    state.hold(both, 60, 0)
    expect(state.waitMs(both, need(20, 0.8), 0)).toBe(0)
    expect(state.waitMs(both, need(21, 0.8), 0)).toBeGreaterThan(0)
  })

  it('get back what a failure did not use; a request that was sent stays counted, one that was not does not', () => {
    const state = new DeploymentState()
    for (const sent of [true, true, false]) {
      state.settle(state.hold(both, 100, 0), { tokens: 0, sent }, 0)
    }
    expect(state.waitMs(both, need(100), 0)).toBe(0)
    state.hold(both, 0, 0)
    expect(state.waitMs(both, need(0), 0)).toBeGreaterThan(0)
  })

  it('are corrected by what was really used', () => {
    const state = new DeploymentState()
    state.settle(state.hold(both, 90, 0), { tokens: 30, sent: true }, 100)
    expect(state.waitMs(both, need(70), 100)).toBe(0)
    expect(state.waitMs(both, need(71), 100)).toBeGreaterThan(0)
  })

  it('are not kept for a deployment without them', () => {
    const free = deployment('free')
    const state = new DeploymentState()
    for (let time = 0; time < 10; time++) state.hold(free, 1_000_000, 0)
    expect(state.waitMs(free, need(1_000_000), 0)).toBe(0)
    expect(state.inFlight).toBe(10)
  })

  it('are empty after any amounts are given back, so that a request over the whole limit can go', () => {
    const uses = fc.array(fc.record({ learned: fc.nat(5_000), used: fc.nat(5_000) }), { maxLength: 40 })
    fc.assert(
      fc.property(uses, (list) => {
        const state = new DeploymentState()
        const wide = deployment('wide', { tokensPerMinute: 1_000 })
        for (const { learned, used } of list) {
          state.learnOutput(learned)
          const hold = state.hold(wide, 10 + state.expectedOutput, 0)
          state.settle(hold, { tokens: used, sent: true }, 0)
          state.settle(state.hold(wide, 10 + state.expectedOutput, 0), { tokens: 0, sent: false }, 0)
        }
        const over = list.reduce((sum, { used }) => sum + used, 0)
        expect(state.waitMs(wide, need(5_000), 0) === 0).toBe(over === 0)
      }),
    )
  })
})

describe('the output that is expected', () => {
  it('comes to cover about nine of ten answers', () => {
    const state = new DeploymentState()
    let seed = 1
    const next = (): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return Math.floor((seed / 2_147_483_647) * 1_000)
    }
    for (let time = 0; time < 3_000; time++) state.learnOutput(next())
    expect(state.expectedOutput).toBeGreaterThan(750)
    expect(state.expectedOutput).toBeLessThan(1_050)
  })

  it('is a whole number of at least one, and a first guess before anything is known', () => {
    const state = new DeploymentState()
    expect(state.expectedOutput).toBe(256)
    for (let time = 0; time < 1_000; time++) {
      state.learnOutput(0)
      expect(Number.isInteger(state.expectedOutput)).toBe(true)
    }
    expect(state.expectedOutput).toBe(1)
  })
})

it('counts attempts under way from live ones, so that none is left over', () => {
  const state = new DeploymentState()
  const holds = [1, 2, 3].map((tokens) => state.hold(both, tokens, 0))
  expect(state.inFlight).toBe(3)
  for (const hold of holds) state.settle(hold, { tokens: 0, sent: true }, 0)
  expect(state.inFlight).toBe(0)
})

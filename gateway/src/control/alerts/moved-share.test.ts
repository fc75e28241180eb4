import { describe, expect, it } from 'vitest'
import type { RequestTotals } from '#domain/request-totals'
import { MovedShareWindow } from './moved-share.ts'

const nothing = { bounds: [], counts: [], count: 0, sum: 0 }

/** So many requests since the start, and as many probes. */
function after(requests: number): RequestTotals {
  const place = (probe: boolean): RequestTotals['places'][number] => ({
    model: 'chat',
    provider: 'first',
    probe,
    outcomes: [{ status: 200, class: '', count: requests }],
    tokens: { input: 0, cachedInput: 0, output: 0, reasoning: 0 },
    costUsd: 0,
    wastedCostUsd: 0,
    firstToken: nothing,
    total: nothing,
  })
  return {
    places: [place(false), place(true)],
    attempts: [],
    fallbacks: new Map(),
    overhead: nothing,
    refused: new Map(),
  }
}

describe('the share of requests that moved', () => {
  it('is of the last minutes, not of all since the start', () => {
    const window = new MovedShareWindow()
    window.add(500)
    expect(window.sample(after(1_000))).toBeNull()
    window.add(10)
    expect(window.sample(after(1_100))).toEqual({ moved: 10, requests: 100, share: 0.1 })
    for (let minute = 0; minute < 5; minute++) window.sample(after(1_200))
    window.add(30)
    expect(window.sample(after(1_240))).toEqual({ moved: 30, requests: 40, share: 0.75 })
  })

  it('is not told of a few requests', () => {
    const window = new MovedShareWindow()
    window.sample(after(0))
    window.add(19)
    expect(window.sample(after(19))).toBeNull()
  })
})

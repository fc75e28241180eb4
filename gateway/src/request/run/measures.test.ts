import { describe, expect, it } from 'vitest'
import { NO_USAGE } from '#domain/usage'
import { Measures } from './measures.ts'

const usage = { ...NO_USAGE, input: 1_000, cachedInput: 400 }
const stream = { streamed: true, commitMs: 200, totalMs: 2_200, usage: { ...usage, output: 110 } }
const whole = { streamed: false, commitMs: 3_000, totalMs: 3_000, usage: { ...usage, output: 30 } }

describe('the measures of a deployment', () => {
  it('keep streams and whole answers apart', () => {
    const measures = new Measures()
    for (let n = 0; n < 20; n++) measures.observe(n % 2 === 0 ? stream : whole, n)
    for (let n = 0; n < 20; n++) measures.observe(n % 2 === 0 ? stream : whole, n)
    expect(measures.commits(true).percentile(0.5, 20)).toBeCloseTo(200, -2)
    expect(measures.commits(false).percentile(0.5, 20)).toBeCloseTo(3_000, -3)
    expect(measures.firstToken.value).toBeCloseTo(200)
    expect(measures.perOutputToken.value).toBeCloseTo(100)
  })

  it('tell tokens per second of the whole attempt', () => {
    const measures = new Measures()
    measures.observe(stream, 0)
    expect(measures.tokensPerSecond.value).toBeCloseTo(50)
  })

  it('tell how long answers are, and how much of the input the provider had cached', () => {
    const measures = new Measures()
    expect(measures.cachedShare.value).toBeNull()
    measures.observe(whole, 0)
    expect(measures.outputTokens.value).toBe(30)
    expect(measures.cachedShare.value).toBeCloseTo(0.4)
  })

  it('tell how many tokens of input there are for each that was estimated', () => {
    const measures = new Measures()
    measures.learnInput(50, 99, 0)
    measures.learnInput(5_000, 1_000, 0)
    measures.learnInput(100, 1_000, 0)
    expect(measures.inputPerEstimate.value).toBeNull()
    for (let n = 0; n < 30; n++) measures.learnInput(1_300, 1_000, n)
    expect(measures.inputPerEstimate.value).toBeCloseTo(1.3)
    for (let n = 0; n < 30; n++) measures.learnInput(800, 1_000, n)
    expect(measures.inputPerEstimate.value).toBeCloseTo(0.8, 1)
  })

  it('take no speed from an answer that broke off or said nothing', () => {
    const measures = new Measures()
    measures.observe({ ...stream, usage: null }, 0)
    measures.observe({ ...whole, usage: NO_USAGE }, 0)
    expect(measures.firstToken.value).toBe(200)
    expect(measures.tokensPerSecond.value).toBeNull()
    expect(measures.perOutputToken.value).toBeNull()
  })

  it('count a limit that was passed as longer than the limit, so that those who never answer are not unmeasured', () => {
    const measures = new Measures()
    measures.observeLimit({ streamed: true, passedMs: 500, cut: false, likelyTokens: 100 }, 0)
    measures.observeLimit({ streamed: false, passedMs: 10_000, cut: false, likelyTokens: 100 }, 0)
    expect(measures.firstToken.value).toBeGreaterThan(500)
    expect(measures.perOutputToken.value).toBeGreaterThan(100)
  })

  it('take an attempt that lost to a faster one as slow only where that is known', () => {
    const lost = { streamed: true, passedMs: 500, cut: true, likelyTokens: 100 }
    const measures = new Measures()
    measures.observeLimit(lost, 0)
    expect(measures.firstToken.value).toBeNull()
    for (let n = 0; n < 20; n++) measures.observe(stream, n)
    measures.observeLimit(lost, 20)
    expect(measures.firstToken.value).toBeGreaterThan(220)
  })

  it('do not take a short limit for a fast answer', () => {
    const measures = new Measures()
    for (let n = 0; n < 20; n++) measures.observe({ ...stream, commitMs: 4_000 }, n)
    for (let n = 0; n < 20; n++) {
      measures.observeLimit({ streamed: true, passedMs: 100, cut: false, likelyTokens: 100 }, 20)
    }
    expect(measures.firstToken.value).toBeCloseTo(4_000)
  })
})

import { describe, expect, it } from 'vitest'
import type { Accepted } from '#domain/request'
import { admitted, configuration, deployment, model } from '#simulator/sample'
import { sampleHealth } from '#simulator/sample-health'
import { closeToWindow } from './close-to-window.ts'

const WINDOW = 100_000
const config = configuration([
  model('large', [deployment('l')], { contextWindow: WINDOW }),
  model('endless', [deployment('e')]),
])

function isClose(tokens: number, more: Partial<Accepted> = {}, factor = 1, name = 'large'): boolean {
  const who = admitted(name, { body: { estimatedInputTokens: tokens } })
  const asked = { ...who, accepted: { ...who.accepted, ...more } }
  return closeToWindow(asked, config, sampleHealth({ inputFactor: () => factor }))
}

describe('a decision about a context window', () => {
  it.each([
    [10, false],
    [60_000, false],
    [70_000, true],
    [100_000, true],
    [149_000, true],
    [150_000, false],
    [1_000_000, false],
  ])('is close with %i tokens of 100,000: %s', (tokens, close) => {
    expect(isClose(tokens)).toBe(close)
  })

  it('goes by what was learned of the model', () => {
    expect(isClose(100_000, {}, 0.5)).toBe(false)
    expect(isClose(50_000, {}, 2)).toBe(true)
  })

  it('is never close where the window is not known, nothing is called so, or it is no chat', () => {
    expect(isClose(WINDOW, {}, 1, 'endless')).toBe(false)
    expect(isClose(WINDOW, {}, 1, 'unheard-of')).toBe(false)
    expect(isClose(WINDOW, { dialect: 'openai-completions' })).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import type { Model } from '#domain/model'
import type { RequestBody } from '#domain/request'
import { NO_USAGE } from '#domain/usage'
import { configuration, deployment, model } from '#simulator/sample'
import { SimulatedDataPlane, simulatedKey } from './data-plane.ts'

const WINDOW = 10_000
const small = model('small', [deployment('s')], { contextWindow: WINDOW, fallbacks: ['large'] })
const large = model('large', [deployment('l')])

/** A data plane whose provider reports `factor` times what was estimated, and whose tokenizer counts `counts`. */
function world({
  factor = 1,
  counts = null as number | null,
  models = [small, large] as readonly Model[],
} = {}) {
  const asked: number[] = []
  const key = simulatedKey()
  const plane = new SimulatedDataPlane(
    configuration(models, { keys: new Map([[key.sha256, key]]) }),
    ({ accepted }) => {
      const input = accepted.body.estimatedInputTokens * factor
      return { kind: 'answer', afterMs: 10, lastsMs: 10, usage: { ...NO_USAGE, input, output: 10 } }
    },
    {
      countInput: (_, body) => {
        asked.push(body.length)
        return Promise.resolve(counts)
      },
    },
  )
  const ask = async (estimatedInputTokens: number, more: Partial<RequestBody> = {}) => {
    const answer = plane.request('small', {
      body: { estimatedInputTokens, bytes: new Uint8Array(7), ...more },
    })
    await plane.clock.advance(1_000)
    return answer
  }
  return { ask, asked }
}

describe('a request whose length decides', () => {
  it.each([
    [9_000, 12_000, 'large'],
    [9_000, 8_000, 'small'],
    [12_000, 9_500, 'small'],
    [12_000, null, 'large'],
    [9_000, null, 'small'],
  ])('goes, estimated %i and counted %s, to the %s model', async (estimated, counts, served) => {
    const { ask, asked } = world({ counts })
    expect(await ask(estimated)).toMatchObject({ status: 200, model: served })
    expect(asked).toEqual([7])
  })

  it('is refused, counted, a little beyond the window where nobody else could take it, and not within', async () => {
    expect(await world({ counts: 12_600, models: [small] }).ask(9_000)).toMatchObject({
      status: 400,
      code: 'request_cannot_be_served',
    })
    expect(await world({ counts: 12_400, models: [small] }).ask(9_000)).toMatchObject({ status: 200 })
  })
})

describe('a request whose length does not decide', () => {
  it.each([10, 1_000, 6_000, 15_100, 100_000])('is not counted: %i tokens of 10,000', async (estimated) => {
    const { ask, asked } = world({ counts: 1 })
    expect(await ask(estimated)).toMatchObject({ status: 200, model: estimated > WINDOW ? 'large' : 'small' })
    expect(asked).toEqual([])
  })
})

describe('what providers report of the input', () => {
  it('corrects what comes after, for that deployment', async () => {
    const { ask, asked } = world({ factor: 3 })
    // Far from the window as estimated; three times as much is not.
    for (let n = 0; n < 3; n++) expect(await ask(3_000)).toMatchObject({ model: 'small' })
    expect(asked).toEqual([7, 7])
    expect(await ask(4_000)).toMatchObject({ model: 'large' })
  })

  it('teaches nothing by pictures', async () => {
    const { ask } = world({ factor: 3 })
    for (let n = 0; n < 3; n++) await ask(3_000, { needs: ['vision'] })
    expect(await ask(4_000)).toMatchObject({ model: 'small' })
  })
})

import { describe, expect, it } from 'vitest'
import { PROVIDER_MEMBERS, readSelection } from './controls-selection.ts'

function read(given: Record<string, unknown>, gateway: Record<string, unknown> = {}) {
  const warnings: string[] = []
  const sources = [
    { path: 'provider', given, members: PROVIDER_MEMBERS },
    { path: 'gateway', given: gateway, members: { only: 'only', order: 'order', zeroDataRetention: 'zdr' } },
  ] as const
  return { ...readSelection(sources, warnings), warnings }
}

const PLAIN = {
  only: null,
  ignore: [],
  order: [],
  oneProvider: false,
  maxPrice: null,
  noDataCollection: false,
  zeroRetention: false,
  requireParameters: false,
  preferred: null,
}

describe('the selection of a request', () => {
  it.each([
    [{ only: ['OpenAI', 'azure-eu'] }, { only: ['openai', 'azure-eu'] }],
    [{ only: [] }, { only: [] }],
    [{ ignore: ['Azure'] }, { ignore: ['azure'] }],
    [{ order: ['b', 'a'] }, { order: ['b', 'a'] }],
    [
      { order: ['b', 'a'], allow_fallbacks: false },
      { order: ['b', 'a'], only: ['b', 'a'] },
    ],
    [
      { order: ['b', 'a'], only: ['a', 'c'], allow_fallbacks: false },
      { order: ['b', 'a'], only: ['a'] },
    ],
    [{ allow_fallbacks: false }, { oneProvider: true }],
    [{ max_price: { prompt: 1, completion: '2.5' } }, { maxPrice: { input: 1, output: 2.5 } }],
    [{ max_price: { prompt: 0 } }, { maxPrice: { input: 0, output: null } }],
    [{ data_collection: 'deny' }, { noDataCollection: true }],
    [{ zdr: true }, { zeroRetention: true }],
    [{ require_parameters: true }, { requireParameters: true }],
    [
      { preferred_max_latency: 2, preferred_min_throughput: { p90: 40 } },
      {
        preferred: {
          latencies: [{ share: 0.5, value: 2_000 }],
          throughputs: [{ share: 0.9, value: 40 }],
        },
      },
    ],
    [
      { preferred_max_latency: { p50: 1, p99: 3, p75: null } },
      {
        preferred: {
          latencies: [
            { share: 0.5, value: 1_000 },
            { share: 0.99, value: 3_000 },
          ],
          throughputs: [],
        },
      },
    ],
  ])('in %j is %j', (given, expected) => {
    expect(read(given)).toMatchObject({ selection: { ...PLAIN, ...expected }, warnings: [] })
  })

  it.each([
    [{}],
    [{ only: null, sort: 'price' }],
    [{ ignore: [], order: [], allow_fallbacks: true, zdr: false, data_collection: 'allow' }],
    [{ max_price: {}, require_parameters: false }],
  ])('is none in %j, so that nobody pays for looking', (given) => {
    expect(read(given).selection).toBeNull()
  })

  it('has each member from the first place that says it, and warns of the others', () => {
    const { selection, warnings } = read(
      { only: ['a'] },
      { only: ['b'], order: ['c'], zeroDataRetention: true },
    )
    expect(selection).toEqual({ ...PLAIN, only: ['a'], order: ['c'], zeroRetention: true })
    expect(warnings).toEqual(['gateway.only is ignored: provider.only counts'])
  })

  it('warns of prices that nothing here has', () => {
    const { selection, warnings } = read({ max_price: { prompt: 1, image: 2 } })
    expect(selection?.maxPrice).toEqual({ input: 1, output: null })
    expect(warnings).toEqual(['provider.max_price.image is not acted on: only tokens have prices here'])
  })
})

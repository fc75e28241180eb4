import { describe, expect, it } from 'vitest'
import type { Deployment, Provider } from '#domain/deployment'
import type { Selection } from '#domain/selection'
import { admitted, deployment, model, provider, WANTS_NOTHING } from '#simulator/sample'
import { unselected } from './unselected.ts'

const PRICE = { input: 2, output: 10, cachedInput: null }

function place(more: Partial<Provider> = {}, rest: Partial<Deployment> = {}): Deployment {
  return deployment('gpt-4o/Azure-EU', {
    provider: { ...provider('Azure-EU'), kind: 'azure-openai', ...more },
    ...rest,
  })
}

function reasonOf(wanted: Partial<Selection>, one = place(), inputTokens = 10): string | null {
  return unselected(
    one,
    { ...WANTS_NOTHING, ...wanted },
    {
      accepted: admitted('m', { body: { estimatedInputTokens: inputTokens } }).accepted,
      model: model('m', [one]),
      uncarried: null,
    },
  )
}

describe('a deployment', () => {
  it.each([['azure-eu'], ['azure-openai'], ['gpt-4o/azure-eu']])(
    'is wanted only, and ignored, by %s',
    (name) => {
      expect(reasonOf({ only: ['other', name] })).toBeNull()
      expect(reasonOf({ ignore: ['other', name] })).toBe('is to be ignored, the request says')
    },
  )

  it('is not wanted where others are wanted only', () => {
    expect(reasonOf({ only: ['azure'] })).toBe('is not among the providers that the request wants only')
    expect(reasonOf({ only: [] })).toBe('is not among the providers that the request wants only')
    expect(reasonOf({ ignore: ['azure'] })).toBeNull()
  })

  it('that is wanted and ignored is ignored', () => {
    expect(reasonOf({ only: ['azure-eu'], ignore: ['azure-eu'] })).toContain('ignored')
  })

  it.each([
    ['deny', null],
    ['allow', 'its provider collects data'],
    [null, 'its provider does not say whether it collects data'],
  ] as const)(
    'whose provider says %s to collecting data is, where none may: %s',
    (dataCollection, reason) => {
      expect(reasonOf({ noDataCollection: true }, place({ dataCollection }))).toBe(reason)
      expect(reasonOf({}, place({ dataCollection }))).toBeNull()
    },
  )

  it('has to be known to retain nothing, where that is wanted', () => {
    expect(reasonOf({ zeroRetention: true })).toBe('its provider is not known to retain no data')
    expect(reasonOf({ zeroRetention: true }, place({ zeroRetention: true }))).toBeNull()
  })

  it.each([
    [{ input: 2, output: 10 }, null],
    [{ input: 1.9, output: null }, 'costs 2 USD per million input tokens, more than 1.9'],
    [{ input: null, output: 9 }, 'costs 10 USD per million output tokens, more than 9'],
    [{ input: null, output: 10 }, null],
  ])('must cost at most %j: %s', (maxPrice, reason) => {
    expect(reasonOf({ maxPrice }, place({}, { price: PRICE }))).toBe(reason)
  })

  it('without a known price is not taken where there is a highest one', () => {
    expect(reasonOf({ maxPrice: { input: 99, output: null } })).toBe(
      'its price is not known, and the request sets a highest one',
    )
    const free = { input: 0, output: 0, cachedInput: null }
    expect(reasonOf({ maxPrice: { input: 0, output: 0 } }, place({}, { price: free }))).toBeNull()
  })

  it('is priced by the size of the request', () => {
    const tiered = place({}, { price: { ...PRICE, tiers: [{ above: 1_000, ...PRICE, input: 4 }] } })
    expect(reasonOf({ maxPrice: { input: 3, output: null } }, tiered, 1_000)).toBeNull()
    expect(reasonOf({ maxPrice: { input: 3, output: null } }, tiered, 1_001)).toContain('costs 4 USD')
  })
})

import { calcPrice } from '@pydantic/genai-prices'
import { afterEach, describe, expect, it } from 'vitest'
import { catalogAbilities, catalogEntry, catalogProviders, putCatalogInForce } from './catalog.ts'
import type { FetchedModel } from './fetched-catalog.ts'

const NOVEMBER = Date.UTC(2026, 10, 20)

describe('the catalog', () => {
  it('knows price and context window of a model by the id that the provider uses', () => {
    expect(catalogEntry('openai', 'gpt-4o-2024-08-06', NOVEMBER)).toEqual({
      id: 'gpt-4o',
      price: { input: 2.5, output: 10, cachedInput: 1.25 },
      contextWindow: 128_000,
      maxOutputTokens: null,
      capabilities: ['tools', 'vision', 'json_schema'],
    })
  })

  it('knows the rate of writing to a cache', () => {
    expect(catalogEntry('anthropic', 'claude-3-5-haiku-20241022', NOVEMBER)?.price).toEqual({
      input: 0.8,
      output: 4,
      cachedInput: 0.08,
      cacheWrite: 1,
    })
  })

  it('gives the rates of long requests as tiers', () => {
    expect(catalogEntry('anthropic', 'claude-sonnet-4-5', NOVEMBER)?.price).toEqual({
      input: 3,
      output: 15,
      cachedInput: 0.3,
      cacheWrite: 3.75,
      tiers: [{ above: 200_000, input: 6, output: 22.5, cachedInput: 0.6, cacheWrite: 7.5 }],
    })
  })

  it('takes the price of the day, also after it has answered for another day', () => {
    const before = catalogEntry('openai', 'o3', Date.UTC(2025, 5, 1))
    const after = catalogEntry('openai', 'o3', NOVEMBER)
    expect(before?.price).toMatchObject({ input: 10, output: 40 })
    expect(after?.price).toMatchObject({ input: 2, output: 8 })
  })

  it('prices embeddings, which have no output, by their input', () => {
    expect(catalogEntry('openai', 'text-embedding-3-small', NOVEMBER)?.price).toMatchObject({
      input: 0.02,
      output: 0,
    })
  })

  it('has no price for a model that is not charged by the token', () => {
    const entry = catalogEntry('openai', 'whisper-1', NOVEMBER)
    expect(entry).not.toBeNull()
    expect(entry?.price).toBeNull()
  })

  it('does not guess a provider from the name of a model', () => {
    expect(catalogEntry('openai-compatible', 'gpt-4o', NOVEMBER)).toBeNull()
    expect(catalogEntry('something-new', 'gpt-4o', NOVEMBER)).toBeNull()
    expect(catalogEntry('anthropic', 'gpt-4o', NOVEMBER)).toBeNull()
    expect(calcPrice({}, 'gpt-4o', {})).not.toBeNull()
  })

  it('answers null for names that no model has, hostile ones included', () => {
    for (const name of ['', 'no-such-model', '__proto__', 'constructor', `gpt-4o${'x'.repeat(1_000_000)}`]) {
      expect(catalogEntry('openai', name, NOVEMBER)).toBeNull()
    }
    expect(catalogEntry('__proto__', 'gpt-4o', NOVEMBER)).toBeNull()
  })

  it('still answers right after more names than it remembers', () => {
    for (let n = 0; n < 2_100; n++) catalogEntry('google', `unheard-of-${n}`, NOVEMBER)
    expect(catalogEntry('google', 'gemini-2.5-pro', NOVEMBER)?.price?.tiers).toHaveLength(1)
  })

  it('remembers what it has looked up', () => {
    expect(catalogEntry('openai', 'gpt-4o', NOVEMBER)).toBe(
      catalogEntry('openai', 'gpt-4o', NOVEMBER + 1_000),
    )
  })
})

describe('what was fetched', () => {
  const NEW: FetchedModel = {
    name: 'New',
    price: { input: 1, output: 2, cachedInput: null },
    contextWindow: 5_000,
    maxOutputTokens: 500,
    capabilities: ['audio'],
    deprecated: false,
  }
  const fetched = (model: string, more: Partial<FetchedModel> = {}): void => {
    putCatalogInForce(new Map([['openai', new Map([[model, { ...NEW, ...more }]])]]))
  }
  afterEach(() => {
    putCatalogInForce(null)
  })

  it('counts before what comes with the package, as far as it goes', () => {
    expect(catalogEntry('openai', 'gpt-4o', NOVEMBER)?.contextWindow).toBe(128_000)
    fetched('gpt-4o', { contextWindow: null, capabilities: null })
    const price = { input: 1, output: 2, cachedInput: null }
    const capabilities = ['tools', 'vision', 'json_schema']
    const known = { id: 'gpt-4o', price, contextWindow: 128_000, maxOutputTokens: 500, capabilities }
    expect(catalogEntry('openai', 'gpt-4o', NOVEMBER)).toEqual(known)
    expect(catalogEntry('openai', 'gpt-4o-2024-08-06', NOVEMBER)).toEqual(known)
    putCatalogInForce(null)
    expect(catalogEntry('openai', 'gpt-4o', NOVEMBER)?.price?.input).toBe(2.5)
  })

  it('knows what the package does not, at that kind of provider alone', () => {
    fetched('gpt-of-next-year')
    const { price, contextWindow } = NEW
    expect(catalogEntry('openai', 'gpt-of-next-year', NOVEMBER)).toMatchObject({ price, contextWindow })
    expect(catalogAbilities('openai', 'gpt-of-next-year')).toMatchObject({ maxOutputTokens: 500 })
    expect(catalogEntry('azure-openai', 'gpt-of-next-year', NOVEMBER)).toBeNull()
    const openai = catalogProviders().find(({ kind }) => kind === 'openai')
    expect(openai?.models).toContainEqual({ id: 'gpt-of-next-year', name: 'New', deprecated: false })
  })
})

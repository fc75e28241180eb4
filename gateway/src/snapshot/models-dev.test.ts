import { describe, expect, it } from 'vitest'
import { catalogFileSchema } from './fetched-catalog.ts'
import { readModelsDev } from './models-dev.ts'

const FROM = { source: 'https://catalog.example/api.json', fetchedAt: '2026-11-21T10:00:00.000Z' }
const read = (document: unknown): ReturnType<typeof readModelsDev> => readModelsDev(document, FROM)

const SONNET = {
  id: 'claude-sonnet-9',
  name: 'Claude Sonnet 9',
  attachment: true,
  reasoning: true,
  tool_call: true,
  structured_output: true,
  modalities: { input: ['text', 'image', 'pdf'], output: ['text'] },
  cost: {
    input: 3,
    output: 15,
    cache_read: 0.3,
    cache_write: 3.75,
    context_over_200k: { input: 6, output: 22.5 },
  },
  limit: { context: 400_000, output: 64_000 },
  release_date: '2026-10-01',
}

describe('the document of models.dev', () => {
  it('gives prices with tiers, windows, limits and abilities by our kinds of provider', () => {
    const { file, models, leftOut } = read({
      'anthropic': { id: 'anthropic', models: { 'claude-sonnet-9': SONNET } },
      'google-vertex-anthropic': { models: { 'claude-sonnet-9@20261001': SONNET } },
      'of-no-interest': { models: { x: SONNET } },
    })
    expect([models, leftOut]).toEqual([2, 0])
    expect(Object.keys(file.models)).toEqual(['anthropic', 'vertex'])
    expect(file.models['anthropic']?.['claude-sonnet-9']).toEqual({
      name: 'Claude Sonnet 9',
      price: {
        input: 3,
        output: 15,
        cachedInput: 0.3,
        cacheWrite: 3.75,
        tiers: [{ above: 200_000, input: 6, output: 22.5, cachedInput: null }],
      },
      contextWindow: 400_000,
      maxOutputTokens: 64_000,
      capabilities: ['tools', 'vision', 'json_schema', 'reasoning'],
      deprecated: false,
    })
    expect(catalogFileSchema.parse(JSON.parse(JSON.stringify(file)))).toEqual(file)
  })

  it('says nothing of what it does not say', () => {
    const { file } = read({
      openai: { models: { 'gpt-9': { name: 'GPT-9', limit: { context: 0, output: 0 } } } },
    })
    expect(file.models['openai']?.['gpt-9']).toEqual({
      name: 'GPT-9',
      price: null,
      contextWindow: null,
      maxOutputTokens: null,
      capabilities: null,
      deprecated: false,
    })
  })

  it.each([
    ['a price below zero', { cost: { input: -1, output: 1 } }],
    ['a price beyond all reason', { cost: { input: 1e9, output: 1 } }],
    ['a price that is a word', { cost: { input: '3', output: 1 } }],
    ['a window beyond all reason', { limit: { context: 1e12, output: 1 } }],
    ['abilities that are no words', { tool_call: 'yes' }],
    ['a list in place of a model', []],
  ])('is not believed %s', (_, entry) => {
    const { models, leftOut } = read({ openai: { models: { good: {}, bad: entry } } })
    expect([models, leftOut]).toEqual([1, 1])
  })

  it('may have names that mean something to programs', () => {
    const hostile: unknown = JSON.parse(
      '{"openai":{"models":{"__proto__":{},"constructor":{},"a b":{},"ok":{}}}}',
    )
    const { file, models, leftOut } = read(hostile)
    expect([models, leftOut]).toEqual([2, 1])
    expect(Object.keys(file.models['openai'] ?? {})).toContain('ok')
    expect(({} as Record<string, unknown>)['name']).toBeUndefined()
  })

  it.each([[null], ['text'], [[]], [{}], [{ openai: [] }], [{ openai: { models: {} } }]])(
    '%j is none',
    (document) => {
      expect(() => read(document)).toThrow('there is no model of a known provider in it')
    },
  )
})

import { describe, expect, it } from 'vitest'
import { chainOf, configuration, deployment, model, virtualKey } from '#simulator/sample'
import { describeModel, listModels } from './models-list.ts'

const priced = { price: { input: 2, output: 8, cachedInput: null } }
const known = model('known', [deployment('off', { enabled: false }), deployment('on', priced)], {
  contextWindow: 1_000,
  maxOutputTokens: 100,
  capabilities: new Set(['tools'] as const),
})
const bare = model('bare', [deployment('bare', { enabled: false })], { type: 'embeddings' })
const aChain = chainOf('a-chain', [known])
const config = configuration([known, bare], {
  chains: new Map([['a-chain', aChain]]),
  aliases: new Map([['z-alias', 'known']]),
  implicitModel: (provider, upstream) =>
    provider === 'openai' ? model(`openai/${upstream}`, [deployment('implicit')]) : null,
})
const names = (...models: readonly string[]): readonly string[] =>
  listModels(config, virtualKey({ models })).map(({ id }) => id)

describe('the list of models', () => {
  it.each([
    [['*'], ['a-chain', 'bare', 'known', 'z-alias']],
    [['known'], ['known', 'z-alias']],
    [['z-alias'], ['known', 'z-alias']],
    [['a-chain'], ['a-chain']],
    [['openai/*'], []],
    [[], []],
  ])('for a key that may use %j has %j', (grants, expected) => {
    expect(names(...grants)).toEqual(expected)
  })

  it('says of each what routing knows', () => {
    const [first, second, third, fourth] = listModels(config, virtualKey())
    expect(third).toEqual({
      id: 'known',
      object: 'model',
      created: 0,
      owned_by: 'p',
      type: 'chat',
      kind: 'model',
      context_length: 1_000,
      max_output_tokens: 100,
      capabilities: ['tools'],
      pricing: { input: 2, output: 8 },
    })
    expect(first).toEqual({ ...third, id: 'a-chain', kind: 'chain' })
    expect(fourth).toEqual({ ...third, id: 'z-alias', kind: 'alias' })
    expect(second).toMatchObject({
      type: 'embeddings',
      context_length: null,
      max_output_tokens: null,
      capabilities: null,
      pricing: null,
    })
  })
})

describe('one model', () => {
  it('is described under the name it was asked for, direct calls included', () => {
    expect(describeModel('z-alias', config, virtualKey()).id).toBe('z-alias')
    const direct = virtualKey({ models: ['openai/*'] })
    expect(describeModel('openai/o3', config, direct)).toMatchObject({ id: 'openai/o3', kind: 'model' })
  })

  it.each([
    ['nobody', ['*']],
    ['known', ['bare']],
    ['openai/o3', ['*']],
  ])('%s is not found for a key that may use %j: no key learns of names it may not use', (name, models) => {
    expect(() => describeModel(name, config, virtualKey({ models }))).toThrow(
      expect.objectContaining({
        code: 'model_not_found',
        param: 'model',
        message: `No model or chain is called "${name}".`,
      }),
    )
  })
})

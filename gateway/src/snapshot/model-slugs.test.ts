import { describe, expect, it } from 'vitest'
import { deployment, model, provider } from '#simulator/sample'
import type { UpstreamModel } from '#domain/names'
import { modelSlugs, vendorModelId } from './model-slugs.ts'

const at = (name: string, kind: string, upstreamModel: string) =>
  deployment(`${name}/${upstreamModel}`, {
    provider: { ...provider(name), kind },
    upstreamModel: upstreamModel as UpstreamModel,
  })

const slug = modelSlugs([
  model('fast', [at('local', 'openai-compatible', 'gpt-4o-mini')]),
  model('sonnet', [at('claude-eu', 'anthropic', 'claude-sonnet-4-5-20250929')]),
  model('smart', [at('main', 'openai', 'gpt-4o-2024-08-06')]),
  model('second', [at('main', 'openai', 'gpt-4o')]),
  model('flash', [at('google', 'openai-compatible', 'gemini-3-flash-preview')]),
  model('gemini-2.5-pro', [at('elsewhere', 'openai-compatible', 'whatever')]),
  model('own', [at('deepseek', 'openai-compatible', 'deepseek-very-new')]),
])

describe('a catalog’s name of a model', () => {
  it.each([
    // spelled by the catalog, served by its provider under another id
    ['anthropic/claude-sonnet-4.5', 'sonnet'],
    ['anthropic/claude-sonnet-4-5', 'sonnet'],
    ['anthropic/claude-sonnet-4-5-20250929', 'sonnet'],
    // the very id before the same model under another one
    ['openai/gpt-4o', 'second'],
    ['openai/gpt-4o-2024-08-06', 'smart'],
    // by the name of the provider
    ['google/gemini-3-flash-preview', 'flash'],
    ['deepseek/deepseek-very-new', 'own'],
    // by the name of the model
    ['google/gemini-2.5-pro', 'gemini-2.5-pro'],
    // not the same model, not served by that author, not known to anybody, no such name
    ['anthropic/claude-sonnet-4', null],
    ['openai/gpt-4o-mini', null],
    ['deepseek/deepseek-chat', null],
    ['anthropic/gpt-4o', null],
    ['claude-eu/claude-sonnet-4.5', null],
    ['anthropic/', null],
    ['/claude-sonnet-4.5', null],
    ['claude-sonnet-4.5', null],
    ['__proto__/x', null],
  ])('%s means %s', (name, expected) => {
    expect(slug(name)).toBe(expected)
    expect(slug(name)).toBe(expected)
  })
})

describe('the id that a vendor takes', () => {
  it.each([
    ['anthropic', 'claude-sonnet-4.5', 'claude-sonnet-4-5'],
    ['anthropic', 'claude-sonnet-4-5-20250929', 'claude-sonnet-4-5-20250929'],
    ['anthropic', 'claude-future-9.9', 'claude-future-9-9'],
    ['openai', 'gpt-4.1', 'gpt-4.1'],
    ['google', 'gemini-2.5-pro', 'gemini-2.5-pro'],
    ['openai-compatible', 'claude-sonnet-4.5', 'claude-sonnet-4.5'],
  ])('of kind %s for %s is %s', (kind, name, expected) => {
    expect(vendorModelId(kind, name)).toBe(expected)
  })
})

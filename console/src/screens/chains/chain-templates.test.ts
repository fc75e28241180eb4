import { expect, it } from 'vitest'
import { fillTemplate } from './chain-templates.ts'

const models = [
  { name: 'openai/gpt-4o-mini', type: 'chat', aliases: [] },
  { name: 'smart', type: 'chat', aliases: ['gpt-4o'] },
  { name: 'claude-embed-sonnet', type: 'embeddings', aliases: [] },
] as const
const known = { models: models as never, providers: [], taken: [] }

it('a template takes configured models first, then what a configured provider calls the current one', () => {
  const providers = [{ name: 'claude', kind: 'anthropic' }] as const
  expect(fillTemplate('complex-reasoning', { ...known, providers })).toEqual({
    body: {
      name: 'complex-reasoning',
      models: [{ model: 'smart' }, { provider: 'claude', model: 'claude-sonnet-4-6' }],
      triggers: ['rate_limit', 'error'],
    },
    missing: ['gemini-3.1-pro-preview'],
  })
})

it('a template takes another name where its own is taken', () => {
  const taken = ['high-volume-chat', 'high-volume-chat-2']
  const { body, missing } = fillTemplate('high-volume-chat', { ...known, taken })
  expect(body).toMatchObject({ name: 'high-volume-chat-3', models: [{ model: 'openai/gpt-4o-mini' }] })
  expect(missing).toHaveLength(2)
})

import { expect, it } from 'vitest'
import { knownAbilities } from './known-abilities.ts'

const ALL = ['tools', 'vision', 'json_schema', 'reasoning']

it.each([
  ['openai', 'gpt-4o-2024-08-06', ['tools', 'vision', 'json_schema']],
  ['openai', 'gpt-5.2', ALL],
  ['openai', 'o3-mini', ['tools', 'json_schema', 'reasoning']],
  ['openai', 'o3', ALL],
  ['openrouter', 'openai/gpt-3.5-turbo', ['tools']],
  ['anthropic', 'claude-sonnet-4-20250514', ['tools', 'vision', 'reasoning']],
  ['anthropic', 'claude-sonnet-4-5-20250929', ALL],
  ['anthropic', 'claude-opus-4-1', ALL],
  ['bedrock', 'us.anthropic.claude-3-haiku-20240307-v1:0', ['tools', 'vision']],
  ['vertex', 'claude-haiku-4-5@20251001', ALL],
  ['google', 'gemini-2.5-pro', ['tools', 'vision', 'audio', 'json_schema', 'reasoning']],
])('%s %s can do %j', (kind, model, abilities) => {
  expect(knownAbilities(kind, model)).toEqual(abilities)
})

it.each([
  ['openai', 'gpt-4o-audio-preview'],
  ['openai', 'gpt-5-chat-latest'],
  ['openai', 'o1-mini'],
  ['openai', 'text-embedding-3-small'],
  ['google', 'gemini-2.5-flash-image'],
  ['openai', 'something-new'],
  // Names that their operators chose.
  ['azure-openai', 'gpt-4'],
  ['vllm', 'gpt-4o'],
  ['openai-compatible', 'claude-3-opus'],
])('of %s %s nothing is known', (kind, model) => {
  expect(knownAbilities(kind, model)).toBeNull()
})

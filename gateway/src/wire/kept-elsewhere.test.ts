import { describe, expect, it } from 'vitest'
import { keptElsewhereOf } from './kept-elsewhere.ts'

describe('what a request names that is kept at a provider', () => {
  it.each([
    ['openai-responses', { input: 'x', previous_response_id: 'resp_1' }, 'previous_response_id', 'resp_1'],
    ['openai-responses', { input: 'x', conversation: { id: 'conv_1' } }, 'conversation', 'conv_1'],
    ['openai-responses', { prompt: { id: 'pmpt_1' } }, 'prompt', 'pmpt_1'],
    [
      'openai-responses',
      { input: [{ role: 'user' }, { type: 'item_reference', id: 'msg_1' }] },
      'input',
      null,
    ],
    ['gemini', { contents: [], cachedContent: 'cachedContents/1' }, 'cachedContent', 'cachedContents/1'],
    ['gemini', { contents: [], cached_content: 'cachedContents/1' }, 'cached_content', 'cachedContents/1'],
  ] as const)('%s %j: %s', (dialect, body, member, id) => {
    expect(keptElsewhereOf(dialect, body)).toEqual({ member, id })
  })

  it.each([
    ['openai-responses', { input: 'x', previous_response_id: null, conversation: null }],
    ['openai-responses', { input: [null, 'text', { role: 'user', content: 'x' }] }],
    ['openai-completions', { prompt: 'Once upon a time' }],
    ['openai-chat', { messages: [], previous_response_id: 'resp_1' }],
  ] as const)('is nothing in %s %j', (dialect, body) => {
    expect(keptElsewhereOf(dialect, body)).toBeNull()
  })
})

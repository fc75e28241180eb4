import { describe, expect, it } from 'vitest'
import { DIALECTS } from '#domain/request'
import { countableText } from './countable-text.ts'

const SCHEMA = { type: 'object', properties: { city: { type: 'string' } } }
const BODIES = {
  'openai-chat': {
    messages: [
      { role: 'system', content: 'be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'how warm' },
          { type: 'image_url', image_url: { url: 'https://x.example/y.png' } },
        ],
      },
    ],
    tools: [{ type: 'function', function: { name: 'weather', parameters: SCHEMA } }],
  },
  'openai-responses': {
    instructions: 'be brief',
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'how warm' }] }],
    tools: [{ type: 'function', name: 'weather', parameters: SCHEMA }],
  },
  'anthropic-messages': {
    system: 'be brief',
    messages: [{ role: 'user', content: 'how warm' }],
    tools: [{ name: 'weather', input_schema: SCHEMA }],
  },
  'gemini': {
    systemInstruction: { parts: [{ text: 'be brief' }] },
    contents: [{ role: 'user', parts: [{ text: 'how warm' }] }],
    tools: [{ functionDeclarations: [{ name: 'weather', parametersJsonSchema: SCHEMA }] }],
  },
} as const

describe('what is counted', () => {
  it.each(DIALECTS)('of %s is instructions, messages and tools', (dialect) => {
    const counted = countableText(dialect, new TextEncoder().encode(JSON.stringify(BODIES[dialect])))
    for (const part of ['be brief', 'how warm', 'weather', '"city"']) expect(counted?.text).toContain(part)
    expect(counted?.messages).toBe(2)
    expect(counted?.text).not.toContain('y.png')
  })

  it('is nothing of what is no object', () => {
    expect(countableText('openai-chat', new TextEncoder().encode('[1'))).toBeNull()
  })
})

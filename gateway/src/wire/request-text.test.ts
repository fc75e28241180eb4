import { describe, expect, it } from 'vitest'
import { conversationText, requestedFormat } from './request-text.ts'

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
const MESSAGES = [{ role: 'user', content: 'Hello' }]

describe('the format that a request asks for', () => {
  it.each([
    [{}, null],
    [{ response_format: { type: 'text' } }, null],
    [{ response_format: { type: 'json_object' } }, { kind: 'json' }],
    [
      { response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } } },
      { kind: 'json_schema', schema: { type: 'object' } },
    ],
  ])('%j', (members, format) => {
    const found = requestedFormat('openai-chat', bytes({ model: 'm', messages: MESSAGES, ...members }))
    if (format === null) expect(found).toBeNull()
    else expect(found).toMatchObject(format)
  })
})

describe('a conversation as text', () => {
  const request = bytes({
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Why?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
    ],
  })

  it('has every message under its role, and no bytes of files', () => {
    const text = conversationText('openai-chat', request, 1_000)
    expect(text).toBe('system: Be brief.\n\nuser: Why?[image/png]')
  })

  it('keeps its end where it is too long', () => {
    expect(conversationText('openai-chat', request, 4)).toBe('…png]')
  })

  it('is empty for bytes that are no request', () => {
    expect(conversationText('openai-chat', bytes(3), 10)).toBe('')
  })
})

import { describe, expect, it } from 'vitest'
import { conversationPrefix } from './conversation-prefix.ts'

const prefixOf = (body: unknown): string | null =>
  conversationPrefix(new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)))

const system = { role: 'system', content: 'Be brief. '.repeat(500) }
const turn = (content: string) => ({ role: 'user', content })

describe('the prefix of a conversation', () => {
  it('is the same for all of its turns, and for conversations that begin the same', () => {
    const first = prefixOf({ messages: [system, turn('Hello')] })
    expect(first).not.toBeNull()
    expect(prefixOf({ messages: [system, turn('Hello'), turn('Go on')], temperature: 1 })).toBe(first)
    expect(prefixOf({ messages: [system, turn('Something else')] })).toBe(first)
  })

  it('differs where the beginning does', () => {
    const other = { role: 'system', content: 'Be brief! '.repeat(500) }
    expect(prefixOf({ messages: [other] })).not.toBe(prefixOf({ messages: [system] }))
    expect(prefixOf({ messages: [turn('a'), system] })).not.toBe(prefixOf({ messages: [turn('b'), system] }))
  })

  it('is none for what is too short to be worth it, or is no conversation', () => {
    expect(prefixOf({ messages: [turn('x'.repeat(4_000))] })).toBeNull()
    expect(prefixOf({ messages: [turn('x'.repeat(4_100))] })).not.toBeNull()
    for (const body of ['', '[]', '{', { messages: 5 }, {}]) expect(prefixOf(body)).toBeNull()
  })

  it('counts instructions, and takes turns by any of their names', () => {
    const contents = [{ role: 'user', parts: [{ text: 'Hello' }] }]
    expect(prefixOf({ system: system.content, messages: [turn('a')] })).not.toBeNull()
    expect(prefixOf({ systemInstruction: system, contents })).not.toBeNull()
    expect(prefixOf({ instructions: system.content, input: 'Hello' })).not.toBeNull()
    expect(prefixOf({ input: [system] })).not.toBeNull()
  })
})

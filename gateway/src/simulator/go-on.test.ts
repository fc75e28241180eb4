import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Behavior, ScriptedPrefill } from './behavior.ts'
import { checkBehavior } from './check-behavior.ts'
import { goOn } from './go-on.ts'
import { openaiChat } from './openai-chat.ts'
import { partsOf } from './parts.ts'
import type { RawExchange } from './raw-exchange.ts'
import { chatBody, rawExchange } from './raw-exchange.ts'
import type { Simulator } from './simulator.ts'
import { startSimulator } from './simulator.ts'

const TEXT = 'one two three four five'
const USER = { role: 'user', content: 'Count' }

function textOf(behavior: Behavior): string {
  return partsOf(behavior)
    .map((part) => (part.kind === 'text' ? part.text : ''))
    .join('')
}

/** What is said to a request that ends with this beginning. */
function said(prefill: ScriptedPrefill, beginning: string, more: Behavior = {}): string {
  const assistant = { role: 'assistant', content: beginning, prefix: true }
  const messages = prefill.style === 'asked' ? [USER, assistant, USER] : [USER, assistant]
  const body = { messages, continue_final_message: true, add_generation_prompt: false }
  return textOf(goOn(checkBehavior({ text: TEXT, ...more, prefill }), openaiChat, body))
}

describe('an answer whose beginning the request brings along', () => {
  it('is the rest of the text at any place, in the same tokens as far as they are whole', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(40), fc.integer({ min: 1, max: 9 }), (text, at, n) => {
        const tokens = Math.min(n, Array.from(text).length)
        const rest = said({ does: 'continue' }, text.slice(0, at), { text, tokens })
        expect(rest).toBe(text.slice(at))
      }),
    )
    const split = goOn({ text: TEXT, prefill: { does: 'continue' } }, openaiChat, {
      messages: [USER, { role: 'assistant', content: 'one tw' }],
    })
    expect(split.text).toEqual(['o', ' three', ' four', ' five'])
  })

  it.each<[ScriptedPrefill, string, string]>([
    [{ does: 'continue', style: 'prefix' }, 'one two', ' three four five'],
    [{ does: 'continue', style: 'continue_final_message' }, 'one two', ' three four five'],
    [{ does: 'continue', style: 'asked' }, 'one two', ' three four five'],
    [{ does: 'continue', style: 'asked', overlapTokens: 1 }, 'one two', ' two three four five'],
    [{ does: 'continue', overlapTokens: 9 }, 'one two', TEXT],
    [{ does: 'continue' }, TEXT, ''],
    [{ does: 'continue' }, 'something else', TEXT],
    [{ does: 'echo' }, 'one two', TEXT],
    [{ does: 'echo' }, 'something else, ', `something else, ${TEXT}`],
  ])('with %j after %j is %j', (prefill, beginning, expected) => {
    expect(said(prefill, beginning)).toBe(expected)
  })

  it.each<[ScriptedPrefill['style'], object]>([
    ['plain', { messages: [USER] }],
    ['prefix', { messages: [USER, { role: 'assistant', content: 'one' }] }],
    ['continue_final_message', { messages: [USER, { role: 'assistant', content: 'one' }] }],
    ['asked', { messages: [USER, { role: 'assistant', content: 'one' }] }],
    ['asked', { messages: [USER, USER] }],
  ])('is the whole text where nothing of the style %s is given: %j', (style = 'plain', body) => {
    const behavior: Behavior = { text: TEXT, prefill: { style, does: 'continue' } }
    expect(goOn(behavior, openaiChat, body)).toBe(behavior)
  })

  it('has its faults after the last token where theirs does not come', () => {
    const behavior: Behavior = { text: TEXT, hang: { afterTokens: 4 }, prefill: { does: 'continue' } }
    const body = { messages: [USER, { role: 'assistant', content: 'one two three' }] }
    expect(goOn(behavior, openaiChat, body).hang).toEqual({ afterTokens: 2 })
  })

  it('differs after a token', () => {
    expect(textOf({ text: TEXT, diverge: { afterTokens: 2 } })).toBe('one two other2 other3 other4')
    expect(said({ does: 'continue' }, 'one two other2', { diverge: { afterTokens: 2 } })).toBe(
      ' other3 other4',
    )
  })

  it.each([
    [{ text: TEXT, diverge: { afterTokens: 6 } }, 'the answer has only 5 tokens'],
    [{ text: TEXT, cut: { at: { insideToken: 6 }, how: 'end' } }, 'the answer has only 5 tokens'],
    [{ text: ['a'], tokens: 2 }, 'the text is a list of tokens already'],
    [{ text: ['a', 2] }, 'behavior.text[1]: expected a string'],
    [{ prefill: {} }, 'behavior.prefill.does: missing'],
    [{ prefill: { does: 'echo', overlapTokens: 1 } }, 'has no effect where it does "echo"'],
    [{ error: {}, prefill: { does: 'echo' } }, 'behavior.prefill: has no effect beside error'],
  ])('is refused as %j', (behavior, message) => {
    expect(() => checkBehavior(behavior)).toThrow(message)
  })
})

describe('the simulator, given a beginning', () => {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator()
  })
  afterEach(() => simulator.script.reset())
  afterAll(() => simulator.close())

  function post(content: string): Promise<RawExchange> {
    const messages = [USER, { role: 'assistant', content }]
    return rawExchange(`${simulator.baseUrl}/chat/completions`, {
      body: chatBody({ messages, stream: true }),
    })
  }

  it('goes on from it', async () => {
    simulator.script.always({ text: TEXT, prefill: { does: 'continue' } })
    const { text } = await post('one two three')
    expect(text).toContain('"content":" four"')
    expect(text).not.toContain('three')
  })

  it('refuses it', async () => {
    simulator.script.always({ text: TEXT, prefill: { does: 'refuse' } })
    const refusal = await post('one')
    expect([refusal.status, refusal.text]).toEqual([
      400,
      expect.stringContaining('does not support assistant'),
    ])
    simulator.script.always({ text: TEXT, prefill: { does: 'continue', refusesTrailingSpace: true } })
    expect((await post('one ')).text).toContain('cannot end with trailing whitespace')
    expect((await post('one')).status).toBe(200)
  })

  it('breaks off in the middle of the event of a token', async () => {
    simulator.script.always({ text: TEXT, cut: { at: { insideToken: 3 }, how: 'end' } })
    const { text, error } = await post('')
    expect(error).toBeNull()
    expect(text).toContain('"content":" two"')
    expect(text).not.toContain('" three"')
    expect(text).toMatch(/\n\ndata: \{"id":[^\n]+$/)
  })
})

import { describe, expect, it } from 'vitest'
import type { Behavior } from './behavior.ts'
import { DEFAULT_TEXT } from './behavior.ts'
import { partsOf } from './parts.ts'

function texts(behavior: Behavior): string[] {
  return partsOf(behavior).map((part) => (part.kind === 'tool-name' ? part.name : part.text))
}

describe('partsOf', () => {
  it('splits text into words that join to the text', () => {
    expect(texts({ text: ' Two  words\n' })).toEqual([' Two', '  words', '\n'])
    expect(texts({}).join('')).toBe(DEFAULT_TEXT)
  })

  it('has no tokens for an empty text', () => {
    expect(partsOf({ text: '' })).toEqual([])
  })

  it('repeats the default text to the number of tokens asked for', () => {
    const tokens = texts({ tokens: 40 })
    expect(tokens).toHaveLength(40)
    expect(tokens.join('').startsWith(`${DEFAULT_TEXT} This is`)).toBe(true)
  })

  it('slices a given text into as many tokens as asked for, without breaking characters', () => {
    expect(texts({ text: 'a😀b😀', tokens: 4 })).toEqual(['a', '😀', 'b', '😀'])
    expect(texts({ text: 'abcdefg', tokens: 3 })).toEqual(['ab', 'cd', 'efg'])
  })

  it('puts reasoning before text, and text before tool calls', () => {
    const kinds = partsOf({
      reasoning: { text: 'Well.' },
      text: 'Yes.',
      toolCalls: [{ name: 'weather', arguments: { city: 'Kyiv' } }],
    }).map((part) => part.kind)
    expect(kinds).toEqual(['reasoning', 'text', 'tool-name', 'tool-arguments', 'tool-arguments'])
  })

  it('says nothing beside a refusal or a tool call unless told to', () => {
    expect(texts({ refusal: 'No.' })).toEqual(['No.'])
    expect(texts({ toolCalls: [{ name: 'f', arguments: '' }] })).toEqual(['f'])
  })
})

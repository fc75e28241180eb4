import { describe, expect, it } from 'vitest'
import { entryOf, MAX_NESTING, parseJson } from './json-read.ts'

const nested = (depth: number, inner = ''): string => '['.repeat(depth) + inner + ']'.repeat(depth)

describe('JSON of others', () => {
  it('is read as deep as it can be written again', () => {
    expect(parseJson(nested(MAX_NESTING))).toBeDefined()
    expect(parseJson(nested(MAX_NESTING + 1))).toBe(undefined)
    expect(parseJson(nested(1_000_000))).toBe(undefined)
  })

  it('may have any number of brackets in its texts, and after escaped quotes', () => {
    const text = `${'[{'.repeat(2000)}"\\${'['.repeat(2000)}\\"`
    expect(parseJson(JSON.stringify({ text, more: [text] }))).toEqual({ text, more: [text] })
  })

  it('is no table of words where a word is the name of something that every object has', () => {
    expect(entryOf({ a: 1 }, 'a')).toBe(1)
    for (const word of ['constructor', 'toString', '__proto__'])
      expect(entryOf({ a: 1 }, word)).toBe(undefined)
  })
})

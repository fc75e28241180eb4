import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learnTemplate } from './event-template.ts'

const encoder = new TextEncoder()
const KEYS = ['content', 'reasoning']

function fits(example: string, other: string): number {
  const template = learnTemplate(example, KEYS)
  const data = encoder.encode(other)
  if (template === null) return -2
  return template.fit(data, 0) === data.length ? template.filled : -1
}

describe('recognizing events by an example', () => {
  it.each([
    ['{"a":1,"content":"x"}', '{"a":1,"content":"hello"}', 5],
    ['{"a":1,"content": "x"}', '{"a":1,"content": ""}', 0],
    ['{"content":"x","obfuscation":"abc"}', '{"content":"xy","obfuscation":"abcdef"}', 2],
    ['{"content":"x"}', String.raw`{"content":"\"\n"}`, 4],
    ['{"content":"x"}', String.raw`{"content":"\u00e4"}`, -1],
    ['{"content":"x"}', String.raw`{"content":"\q"}`, -1],
    ['{"content":"x"}', '{"content":"a\tb"}', -1],
    ['{"content":"x"}', '{"content":"y","error":1}', -1],
    ['{"content":"x"}', '{"content":"y"} ', -1],
    ['{"content":"x"}', '{"content":"y"', -1],
    ['{"a":1,"content":"x"}', '{"a":2,"content":"x"}', -1],
    ['{"content":"x","b":{"content":"y"}}', '{}', -2],
    ['{"content":null}', '{}', -2],
  ])('with %s judges %s', (example, other, expected) => {
    expect(fits(example, other)).toBe(expected)
  })

  it('accepts nothing that is not JSON, or that differs outside the strings', () => {
    const value = fc.record({
      id: fc.constantFrom('a', 'b'),
      content: fc.string(),
      n: fc.constantFrom(1, 2),
      error: fc.constantFrom(null, 'e'),
    })
    fc.assert(
      fc.property(
        value,
        value,
        fc.nat(80),
        fc.constantFrom('"', '\\', '}', ',', 'x'),
        (first, second, at, noise) => {
          const text = JSON.stringify(second)
          const spoiled = text.slice(0, at) + noise + text.slice(at)
          for (const candidate of [text, spoiled]) {
            if (fits(JSON.stringify(first), candidate) < 0) continue
            const { content, ...rest } = JSON.parse(candidate) as typeof first
            expect({ ...rest, content: typeof content }).toEqual({ ...first, content: 'string' })
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

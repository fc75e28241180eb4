import { describe, expect, it } from 'vitest'
import { differenceOf } from './difference.ts'

const texts = (before: unknown, after: unknown) =>
  differenceOf(before, after).map((line) =>
    line.kind === 'left-out' ? `… ${line.lines}` : `${line.kind[0]} ${line.text.trim()}`,
  )

describe('a difference', () => {
  it('shows what is added and removed, wherever members stand', () => {
    expect(texts({ a: 1, b: 2 }, { b: 3, a: 1 })).toEqual(['s {', 's "a": 1,', 'r "b": 2', 'a "b": 3', 's }'])
  })

  it('shows all of what is new, and all of what is gone', () => {
    expect(texts(null, { a: 1 })).toEqual(['a {', 'a "a": 1', 'a }'])
    expect(texts({ a: 1 }, null)).toEqual(['r {', 'r "a": 1', 'r }'])
    expect(texts(null, null)).toEqual([])
  })

  it('leaves out what is far from any change, and says how much', () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`m${String(n).padStart(2, '0')}`, n]),
    )
    expect(texts(many, { ...many, m10: 'ten' })).toEqual([
      '… 8',
      's "m07": 7,',
      's "m08": 8,',
      's "m09": 9,',
      'r "m10": 10,',
      'a "m10": "ten",',
      's "m11": 11,',
      's "m12": 12,',
      's "m13": 13,',
      '… 7',
    ])
  })

  it('says nothing but its length of what is the same', () => {
    expect(texts({ a: 1 }, { a: 1 })).toEqual(['… 3'])
  })
})

import { describe, expect, it } from 'vitest'
import { ago, fullMoment, moment } from './moments.ts'

const NOON = new Date(2026, 10, 20, 12, 0, 0).getTime()

describe('moments', () => {
  it('of today are a time, others have their day', () => {
    expect(moment(NOON - 60_000, NOON)).toBe('11:59:00')
    expect(moment(NOON - 86_400_000, NOON)).toBe('Nov 19, 12:00:00')
    expect(fullMoment(NOON)).toContain('Nov 20, 2026, 12:00:00')
  })

  it.each([
    [1_000, 'just now'],
    [42_900, '42 s ago'],
    [300_000, '5 min ago'],
    [7_300_000, '2 h ago'],
    [200_000_000, '2 d ago'],
  ])('%s ms ago are %s', (passed, text) => expect(ago(NOON - passed, NOON)).toBe(text))
})

import { describe, expect, it } from 'vitest'
import { parseTime } from './parse-time.ts'

describe('a time on the command line', () => {
  it('may be milliseconds since 1970', () => {
    expect(parseTime('0')).toBe(0)
    expect(parseTime('1795000000000')).toBe(1_795_000_000_000)
  })

  it('may be ISO 8601, in UTC unless it says otherwise', () => {
    expect(parseTime('2026-11-20')).toBe(Date.UTC(2026, 10, 20))
    expect(parseTime('2026-11-20T08:30')).toBe(Date.UTC(2026, 10, 20, 8, 30))
    expect(parseTime('2026-11-20T08:30:00.250Z')).toBe(Date.UTC(2026, 10, 20, 8, 30, 0, 250))
    expect(parseTime('2026-11-20T08:30:00+02:00')).toBe(Date.UTC(2026, 10, 20, 6, 30))
  })

  it('is refused when it is neither', () => {
    for (const text of [
      '',
      'yesterday',
      '2026-02-30',
      '2026-13-01',
      '1e3',
      '-5',
      'Nov 20, 2026',
      '20/11/2026',
    ]) {
      expect({ text, time: parseTime(text) }).toEqual({ text, time: null })
    }
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALENDAR_PERIODS, DAY_MS, periodAt, utcText } from './calendar.ts'

/** From the year 1900 to 2300. */
const moment = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2300, 0, 1) })

describe('a period of the calendar', () => {
  it.each([
    ['day', '2026-11-20', '2026-11-21'],
    ['week', '2026-11-16', '2026-11-23'],
    ['month', '2026-11-01', '2026-12-01'],
  ] as const)('is, on 20 November 2026, the %s from %s until before %s', (per, first, next) => {
    const span = { startMs: Date.parse(first), endMs: Date.parse(next) }
    expect(periodAt(Date.parse('2026-11-20T15:04:05.678Z'), per)).toEqual(span)
    expect(periodAt(span.startMs, per)).toEqual(span)
    expect(periodAt(span.endMs - 1, per)).toEqual(span)
    expect(periodAt(span.endMs, per).startMs).toBe(span.endMs)
  })

  it('knows the months of leap years, and the end of the year', () => {
    expect(periodAt(Date.parse('2028-02-29'), 'month').endMs).toBe(Date.parse('2028-03-01'))
    expect(periodAt(Date.parse('2100-02-28'), 'month').endMs).toBe(Date.parse('2100-03-01'))
    expect(periodAt(Date.parse('2026-12-31'), 'month').endMs).toBe(Date.parse('2027-01-01'))
    expect(periodAt(Date.parse('2027-01-01'), 'week').startMs).toBe(Date.parse('2026-12-28'))
  })

  it('is the one that the language’s own calendar has, whatever the moment', () => {
    fc.assert(
      fc.property(moment, (wallMs) => {
        const date = new Date(wallMs)
        const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
        expect(periodAt(wallMs, 'day').startMs).toBe(Date.UTC(year, month, day))
        expect(periodAt(wallMs, 'week').startMs).toBe(
          Date.UTC(year, month, day - ((date.getUTCDay() + 6) % 7)),
        )
        expect(periodAt(wallMs, 'month')).toEqual({
          startMs: Date.UTC(year, month, 1),
          endMs: Date.UTC(year, month + 1, 1),
        })
      }),
    )
  })

  it('is followed by the next without a gap', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom(...CALENDAR_PERIODS), (wallMs, per) => {
        const { startMs, endMs } = periodAt(wallMs, per)
        expect(startMs).toBeLessThanOrEqual(wallMs)
        expect(endMs).toBeGreaterThan(wallMs)
        expect(periodAt(endMs, per).startMs).toBe(endMs)
        expect((endMs - startMs) % DAY_MS).toBe(0)
      }),
    )
  })

  it('is told as people write it', () => {
    expect(utcText(Date.parse('2026-12-01'))).toBe('2026-12-01 00:00 UTC')
    fc.assert(
      fc.property(moment, (wallMs) => {
        const [date, time] = new Date(wallMs).toISOString().split('T')
        expect(utcText(wallMs)).toBe(`${date} ${time?.slice(0, 5)} UTC`)
      }),
    )
  })
})

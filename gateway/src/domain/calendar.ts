/** Milliseconds. */
export const DAY_MS = 86_400_000
/** 1 January 1970 was a Thursday, three days after a Monday. */
const DAYS_AFTER_MONDAY = 3

/** Periods of the calendar in UTC; weeks begin on Monday, as ISO 8601 has it. */
export const CALENDAR_PERIODS = ['day', 'week', 'month'] as const
export type CalendarPeriod = (typeof CALENDAR_PERIODS)[number]

/** From `startMs` until before `endMs`, milliseconds since the Unix epoch. */
export interface TimeSpan {
  readonly startMs: number
  readonly endMs: number
}

/** The period that a moment, in milliseconds since the Unix epoch, is in. */
export function periodAt(wallMs: number, per: CalendarPeriod): TimeSpan {
  const day = Math.floor(wallMs / DAY_MS)
  switch (per) {
    case 'day':
      return span(day, day + 1)
    case 'week': {
      const monday = day - modulo(day + DAYS_AFTER_MONDAY, 7)
      return span(monday, monday + 7)
    }
    case 'month': {
      const { year, month } = dateOf(day)
      return span(dayOf(year, month), month === 12 ? dayOf(year + 1, 1) : dayOf(year, month + 1))
    }
  }
}

/** Such as `2026-12-01 00:00 UTC`, to the minute. */
export function utcText(wallMs: number): string {
  const { year, month, day } = dateOf(Math.floor(wallMs / DAY_MS))
  const minutes = Math.floor(modulo(wallMs, DAY_MS) / 60_000)
  const time = `${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}`
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)} ${time} UTC`
}

function span(first: number, next: number): TimeSpan {
  return { startMs: first * DAY_MS, endMs: next * DAY_MS }
}

// Days since the epoch to dates and back, after Howard Hinnant's "chrono-compatible low-level date algorithms": years
// begin in March, so that the day which not every year has comes last; an era is the 400 years after which all repeats.
const ERA_DAYS = 146_097
const ERA_YEARS = 400
/** From 1 March of year 0 to 1 January 1970. */
const EPOCH_DAYS = 719_468

function dateOf(dayNumber: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = dayNumber + EPOCH_DAYS
  const era = Math.floor(shifted / ERA_DAYS)
  const dayOfEra = shifted - era * ERA_DAYS
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: yearOfEra + era * ERA_YEARS + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  }
}

/** Number of the first day of a month, counted from 1 January 1970. */
function dayOf(year: number, month: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / ERA_YEARS)
  const yearOfEra = marchYear - era * ERA_YEARS
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5)
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * ERA_DAYS + dayOfEra - EPOCH_DAYS
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0')
}

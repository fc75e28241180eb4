const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[tT ](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[zZ]|([+-])(\d\d):(\d\d))$/
const HTTP_DATE = /^[a-z]{3}, (\d\d) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) gmt$/i

/** Milliseconds since the Unix epoch of an RFC 3339 or HTTP date, without a time zone of our own; `null` for others. */
export function parseDate(text: string): number | null {
  const rfc = RFC_3339.exec(text)
  if (rfc !== null) {
    const [, year, month, day, hour, minute, second, fraction, sign, offsetHours, offsetMinutes] = rfc
    const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * (sign === '-' ? -1 : 1)
    const days = daysSinceEpoch(Number(year), Number(month), Number(day))
    const minutes = days * 1440 + Number(hour) * 60 + Number(minute) - offset
    return minutes * 60_000 + Number(second) * 1000 + Math.round(Number(fraction ?? 0) * 1000)
  }
  const http = HTTP_DATE.exec(text)
  if (http === null) return null
  const [, day, name, year, hour, minute, second] = http
  const month = MONTHS.indexOf((name ?? '').toLowerCase()) + 1
  if (month === 0) return null
  const days = daysSinceEpoch(Number(year), month, Number(day))
  return ((days * 24 + Number(hour)) * 60 + Number(minute)) * 60_000 + Number(second) * 1000
}

/** Gregorian calendar; years are counted from March, so that the leap day is the last of a year. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const monthFromMarch = (month + 9) % 12
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  return y * 365 + leapDays + dayOfYear - DAYS_TO_EPOCH
}

/** From 0000-03-01 to 1970-01-01. */
const DAYS_TO_EPOCH = 719_468

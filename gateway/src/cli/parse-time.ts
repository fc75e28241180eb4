/**
 * Milliseconds since the Unix epoch from ISO 8601 or from digits, which are such milliseconds; `null` for anything
 * else. Without an offset it is UTC, and without a time of day the start of the day.
 */
export function parseTime(text: string): number | null {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  return instant(text) ?? plainDateTime(text)
}

function instant(text: string): number | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return null
  }
}

function plainDateTime(text: string): number | null {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime('UTC').epochMilliseconds
  } catch {
    return null
  }
}

/** The same moment in ISO 8601. */
export function isoTime(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString()
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
/** Longest delay that timers take. */
const LONGEST_MS = 2_147_483_647

/** Milliseconds of `500ms`, `30s`, `5m`, `1h`, or seconds without a unit; `null` for anything else. */
export function durationMs(text: string | undefined): number | null {
  const [, digits = '', unit = 's'] = /^(\d{1,9})(ms|s|m|h)?$/.exec(text?.trim() ?? '') ?? []
  if (digits === '') return null
  return Math.min(Number(digits) * (UNITS[unit] ?? 1), LONGEST_MS)
}

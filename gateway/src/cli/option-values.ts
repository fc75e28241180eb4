import { UsageError } from './command-io.ts'
import { parseTime } from './parse-time.ts'

/** A moment that an option names, as ISO 8601; `undefined` where it is not given. @throws UsageError */
export function moment(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = parseTime(text)
  if (time !== null) return new Date(time).toISOString()
  throw new UsageError(
    `${option} must be ISO 8601, such as 2026-11-20 or 2026-11-20T08:30:00Z, not "${text}".`,
  )
}

/** A whole number that an option takes, from `least` on; `undefined` where it is not given. @throws UsageError */
export function positive(option: string, text: string | undefined, least = 1): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number
  throw new UsageError(`${option} takes a whole number from ${least}, not "${text}".`)
}

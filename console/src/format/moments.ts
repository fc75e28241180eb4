import { duration } from './figures.ts'

const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' })
const full = new Intl.DateTimeFormat('en', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
})

const date = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'short', day: 'numeric' })
const DAY_MS = 86_400_000

/** `14:03:22` today, `Nov 20, 14:03:22` before. */
export function moment(at: number, now: number): string {
  const time = clock.format(at)
  return isSameDay(at, now) ? time : `${day.format(at)}, ${time}`
}

/** With everything, for titles. */
export function fullMoment(at: number): string {
  return full.format(at)
}

/** `Dec 1, 2026`, where the day is what matters. */
export function dayOf(at: number): string {
  return date.format(at)
}

/** `just now`, `5 min ago`. */
export function ago(at: number, now: number): string {
  const passedMs = now - at
  if (passedMs < 5_000) return 'just now'
  return `${roughly(passedMs)} ago`
}

function roughly(ms: number): string {
  if (ms < 60_000) return duration(Math.floor(ms / 1_000) * 1_000)
  if (ms < 3_600_000) return duration(Math.floor(ms / 60_000) * 60_000)
  if (ms < DAY_MS) return duration(Math.floor(ms / 3_600_000) * 3_600_000)
  return duration(Math.floor(ms / DAY_MS) * DAY_MS)
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const NONE = '–'

/** `12,345`, `1.2M` from a hundred thousand on; a dash if it is not known. */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE
  return value < 100_000 ? whole.format(value) : short.format(value)
}

/** `8.2K`, `128K`, `1.1M`: sizes that are compared with each other. */
export function size(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : short.format(value)
}

/** `12.5 %` of a share between 0 and 1; never rounded up to all, nor down to nothing. */
export function percent(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined) return NONE
  const unit = 10 ** digits
  const exact = share * 100 * unit
  const rounded = share < 1 && Math.round(exact) === 100 * unit ? Math.floor(exact) : Math.round(exact)
  if (rounded === 0 && share > 0) return `< ${(1 / unit).toFixed(digits)} %`
  return `${(rounded / unit).toFixed(Number.isInteger(rounded / unit) ? 0 : digits)} %`
}

/** `$1.23`, `$0.00042`: with as many digits as say something. */
export function usd(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE
  const digits =
    value === 0 || Math.abs(value) >= 1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(Math.abs(value))))
  if (Math.abs(value) >= 100_000) return `$${short.format(value)}`
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: Math.max(2, digits),
  }).format(value)
}

/** `840 ms`, `1.4 s`, `2 min 5 s`, `3 h 10 min`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return NONE
  if (ms < 1) return ms <= 0 ? '0 ms' : '< 1 ms'
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${trimmed(ms / 1_000)} s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 3_600) return parts([Math.floor(seconds / 60), 'min'], [seconds % 60, 's'])
  const minutes = Math.round(seconds / 60)
  if (minutes < 1_440) return parts([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min'])
  const hours = Math.round(minutes / 60)
  return parts([Math.floor(hours / 24), 'd'], [hours % 24, 'h'])
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/u, '')
}

/** `[[2, 'min'], [0, 's']]` → `2 min`. */
function parts(...amounts: readonly (readonly [number, string])[]): string {
  return amounts
    .filter(([amount], index) => index === 0 || amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}

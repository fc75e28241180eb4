/** One line, with a formula kept from being one: sheets run what begins with = + - or @. */
export function csvLine(values: readonly (string | number | boolean | null)[]): string {
  return values.map(csvCell).join(',')
}

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const harmless = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value
  return /[",\n\r]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

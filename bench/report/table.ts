import type { Finding } from '../finding.ts'
import { median } from '../measure/statistics.ts'

export const HEADINGS = ['what', 'against', 'goal', 'median [min – max]', ''] as const

/** The cells of one line, in the order of `HEADINGS`. */
export function cells(finding: Finding): string[] {
  const { what, against, unit, values, goal } = finding
  const figure = (value: number): string => `${digits(value)} ${unit}`
  const spread = `${figure(median(values))} [${digits(Math.min(...values))} – ${digits(Math.max(...values))}]`
  if (goal === null) return [what, against, '–', spread, '']
  return [what, against, `≤ ${figure(goal)}`, spread, median(values) <= goal ? 'reached' : 'NOT reached']
}

/** A table for the terminal. */
export function renderTable(findings: readonly Finding[]): string {
  const rows = [[...HEADINGS], ...findings.map(cells)]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return rows.map(line).join('\n')
}

function digits(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

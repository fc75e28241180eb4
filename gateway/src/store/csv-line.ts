/** One record of RFC 4180, its line end included; `null` is an empty field. */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(field).join(',')}\r\n`
}

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front: model names and keys come from outside.
 * Numbers stay numbers.
 */
function field(cell: string | number | boolean | null): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

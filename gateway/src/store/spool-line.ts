import type { Batch, Row, WrittenTable } from './tables.ts'
import { TABLE_NAMES, WRITTEN_TABLES } from './tables.ts'

type Columns = Readonly<Record<WrittenTable, readonly string[]>>

/** The first line: what the columns were when the file was written, for a later version may have others. */
export function spoolHeader(): string {
  return `${JSON.stringify(WRITTEN_TABLES)}\n`
}

/** `row` as JSON. */
export function spoolLine(table: WrittenTable, row: string): string {
  return `${table} ${row}\n`
}

/** Reads the lines of one file; one that is not whole, because its writer was killed or the disk was full, is nothing. */
export class SpoolLines {
  #columns: Columns | null = null

  /** So many rows together, in order. */
  batch(lines: readonly string[]): Batch {
    const batch: Partial<Record<WrittenTable, Row[]>> = {}
    for (const line of lines) {
      if (this.#columns === null) {
        this.#columns = (parsed(line) ?? {}) as Columns
        continue
      }
      const space = line.indexOf(' ')
      const table = TABLE_NAMES.find((name) => name === line.slice(0, space))
      const row = parsed(line.slice(space + 1))
      if (table === undefined || !Array.isArray(row)) continue
      ;(batch[table] ??= []).push(this.#arranged(table, row as Row))
    }
    return batch
  }

  /** In the order of the columns as they are now. */
  #arranged(table: WrittenTable, row: Row): Row {
    const then = this.#columns?.[table] ?? []
    return WRITTEN_TABLES[table].map((name) => row[then.indexOf(name)] ?? null)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

import { readFile, rm } from 'node:fs/promises'
import type { RecordInserter } from './record-inserter.ts'
import { abandonedFolders, filesIn } from './spool-folder.ts'
import { SpoolLines } from './spool-line.ts'
import type { Batch } from './tables.ts'
import { rowsIn } from './tables.ts'

const PIECE_LINES = 1_000

/** Stores a batch when nothing else is being stored. */
export type InsertInTurn = (batch: Batch) => ReturnType<RecordInserter['insert']>

/** What came of reading a file. */
export interface Replayed {
  readonly rows: number
  /** Why rows were not stored, one entry per row. */
  readonly refused: readonly string[]
}

/**
 * Stores what waits in one file, in order. What is there already is left alone, so this may be done twice.
 *
 * @throws StoreError - when the store fails.
 */
export async function replayFile(path: string, insert: InsertInTurn): Promise<Replayed> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    // Another process may have taken it for abandoned, and stored what was in it.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { rows: 0, refused: [] }
    return { rows: 0, refused: [`${path} cannot be read (${String(error)})`] }
  }
  const lines = text.split('\n')
  const reader = new SpoolLines()
  const refused: string[] = []
  let rows = 0
  for (let at = 0; at < lines.length; at += PIECE_LINES) {
    const batch = reader.batch(lines.slice(at, at + PIECE_LINES))
    const count = rowsIn(batch)
    if (count === 0) continue
    refused.push(...(await insert(batch)))
    rows += count
  }
  return { rows, refused }
}

/**
 * Stores what processes left behind that are gone, and removes it. What is not done when the store fails is left as it was.
 *
 * @throws StoreError - when the store fails.
 */
export async function adoptSpools(parent: string, insert: InsertInTurn): Promise<Replayed> {
  const refused: string[] = []
  let rows = 0
  for (const folder of abandonedFolders(parent)) {
    try {
      for (const path of filesIn(folder.path)) {
        const replayed = await replayFile(path, insert)
        rows += replayed.rows
        refused.push(...replayed.refused)
        await rm(path, { force: true })
      }
    } finally {
      folder.release()
    }
  }
  return { rows, refused }
}

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { StoreError } from './store-error.ts'
import { storeErrorOf } from './store-error.ts'

const ONLY_OWNER = 0o700
const LOCK = 'lock'
const TRIES = 5

/** A folder with the files of one process, held by a lock that ends with the process, however that ends. */
export interface HeldFolder {
  readonly path: string
  /** Lets go of it; one that has nothing in it any more is removed. */
  release(): void
}

/**
 * A new folder in `parent`, which is made where it is not there.
 *
 * @throws StoreError
 */
export function ownFolder(parent: string): HeldFolder {
  let reason: unknown = new Error('somebody else takes every new folder')
  for (let tries = 0; tries < TRIES; tries++) {
    const path = join(parent, `${process.pid}-${randomBytes(6).toString('hex')}`)
    try {
      mkdirSync(path, { recursive: true, mode: ONLY_OWNER })
      const held = hold(path)
      if (held !== null) return held
    } catch (error) {
      reason = error
    }
  }
  throw spoolError(parent, reason)
}

/** Folders in `parent` of processes that are gone. */
export function* abandonedFolders(parent: string): Generator<HeldFolder> {
  if (!existsSync(parent)) return
  for (const entry of readdirSync(parent, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const held = hold(join(parent, entry.name))
    if (held !== null) yield held
  }
}

/** The files with rows, oldest first. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.rows'))
    .toSorted()
    .map((name) => join(folder, name))
}

function spoolError(place: string, error: unknown): StoreError {
  return storeErrorOf(error, `${place} (where records wait)`)
}

/** SQLite locks files in a way that works wherever it does, and that the system undoes for a process that is killed. */
function hold(path: string): HeldFolder | null {
  const lock = join(path, LOCK)
  let database: DatabaseSync | null = null
  try {
    database = new DatabaseSync(lock, { timeout: 0 })
    database.exec('pragma locking_mode = exclusive')
    database.exec('begin exclusive')
    // Whoever held it before may have removed it just now.
    if (!existsSync(lock)) throw new Error('it was removed')
  } catch {
    database?.close()
    return null
  }
  const held = database
  return {
    path,
    release: () => {
      const empty = filesIn(path).length === 0
      if (empty) rmSync(lock, { force: true })
      held.close()
      if (empty) rmdirSync(path)
    },
  }
}

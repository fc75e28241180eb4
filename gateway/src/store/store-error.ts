/** The store cannot be used as asked: the message says what, where, and what to do. Never holds a secret. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  /** A value that has to be unique is there already. */
  readonly conflict: boolean

  constructor(message: string, options: ErrorOptions & { readonly conflict?: boolean } = {}) {
    super(message, options)
    this.conflict = options.conflict ?? false
  }
}

/** Primary key and unique, of SQLite's extended result codes. */
const CONFLICTS = new Set([1_555, 2_067])

/** Primary result codes of SQLite (https://sqlite.org/rescode.html) → what is wrong and what to do. */
const CAUSES: ReadonlyMap<number, string> = new Map([
  [5, 'is locked by another process; end that process or wait for it'],
  [6, 'is locked by another process; end that process or wait for it'],
  [8, 'cannot be written; give this process write access to the file and its directory'],
  [10, 'cannot be read or written; check the disk'],
  [11, 'is damaged; move it away and restore a copy, or let an empty one be made'],
  [13, 'cannot grow, the disk is full; free some space'],
  [14, 'cannot be opened; check that its directory exists and that this process may use it'],
  [26, 'is not a SQLite database; move it away or name another file'],
])

/** Any error from working on the store at `path`, as one that tells an operator what to do. */
export function storeErrorOf(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error
  const code = sqliteCodeOf(error)
  const detail = error instanceof Error ? error.message : String(error)
  const cause = code === null ? undefined : CAUSES.get(code)
  return new StoreError(`The store ${path} ${cause ?? 'failed'} (${detail}).`, {
    cause: error,
    conflict: CONFLICTS.has(extendedCodeOf(error) ?? 0),
  })
}

/** SQLite's primary result code, or `null` for an error that is not SQLite's. */
export function sqliteCodeOf(error: unknown): number | null {
  const code = extendedCodeOf(error)
  return code === null ? null : code & 0xff
}

function extendedCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode
}

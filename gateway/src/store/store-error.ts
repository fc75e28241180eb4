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

/** SQLite's extended result codes for a primary key and a unique index, and PostgreSQL's for both. */
const CONFLICTS: ReadonlySet<unknown> = new Set([1_555, 2_067, '23505'])

const LOCKED = 'is locked by another process; end that process or wait for it'
const UNREACHABLE = 'cannot be reached; check that it runs and that host and port are right'
const REFUSED = 'does not let us in; check user and password'
const ENDING = 'is stopping, starting or has cut the connection; wait for it'

/**
 * Primary result codes of SQLite (https://sqlite.org/rescode.html), codes of PostgreSQL
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html) or their first two characters, and those of the
 * network → what is wrong and what to do.
 */
const CAUSES: ReadonlyMap<number | string, string> = new Map<number | string, string>([
  [5, LOCKED],
  [6, LOCKED],
  [8, 'cannot be written; give this process write access to the file and its directory'],
  [10, 'cannot be read or written; check the disk'],
  [11, 'is damaged; move it away and restore a copy, or let an empty one be made'],
  [13, 'cannot grow, the disk is full; free some space'],
  [14, 'cannot be opened; check that its directory exists and that this process may use it'],
  [26, 'is not a SQLite database; move it away or name another file'],
  ['08', ENDING],
  ['57', ENDING],
  ['28', REFUSED],
  ['3D', 'does not exist; create the database first'],
  ['42501', 'may not be used so; give this user the right to create and change tables'],
  ['53300', 'has too many connections; raise max_connections or run fewer gateways'],
  ['53', 'has no room left; check the disk and the memory of the server'],
  ['55P03', 'is locked by another transaction; try again'],
  ['ECONNREFUSED', UNREACHABLE],
  ['ENOTFOUND', UNREACHABLE],
  ['EAI_AGAIN', UNREACHABLE],
  ['EHOSTUNREACH', UNREACHABLE],
  ['ETIMEDOUT', UNREACHABLE],
  ['ECONNRESET', ENDING],
  ['EPIPE', ENDING],
])

/** Any error from working on the store at `place`, as one that tells an operator what to do. */
export function storeErrorOf(error: unknown, place: string): StoreError {
  if (error instanceof StoreError) return error
  const detail = error instanceof Error ? messageOf(error) : String(error)
  return new StoreError(`The store ${place} ${causeOf(error) ?? 'failed'} (${detail}).`, {
    cause: error,
    conflict: CONFLICTS.has(member(error, 'errcode') ?? codeOf(error)),
  })
}

/** SQLite's primary result code, or `null` for an error that is not SQLite's. */
export function sqliteCodeOf(error: unknown): number | null {
  const code = member(error, 'errcode')
  return typeof code === 'number' ? code & 0xff : null
}

/** The code of PostgreSQL or of the network; `null` where there is none. */
export function codeOf(error: unknown): string | null {
  const code = member(error, 'code')
  return typeof code === 'string' ? code : null
}

function causeOf(error: unknown): string | undefined {
  const code = sqliteCodeOf(error)
  if (code !== null) return CAUSES.get(code)
  const text = codeOf(error)
  if (text !== null) return CAUSES.get(text) ?? CAUSES.get(text.slice(0, 2))
  // What the driver of PostgreSQL says itself has no code.
  return error instanceof Error && /connection|timeout/iu.test(error.message) ? ENDING : undefined
}

/** Of several addresses that were tried, the first one's error. */
function messageOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : []
  return error.message === '' && first instanceof Error ? first.message : error.message
}

function member(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
}

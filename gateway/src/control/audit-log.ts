import { randomBytes } from 'node:crypto'
import type { Clock } from '#domain/clock'
import type { ControlDatabase } from '#store/control-database'
import type { AuditTable } from '#store/schema'
import { SortedIds } from '#store/sorted-ids'
import type { Actor } from './actor.ts'
import { withoutSecrets } from './without-secrets.ts'

/** What was changed. */
export interface AuditTarget {
  readonly kind: string
  readonly id: string
  readonly name: string
}

/** One change, as it is to be remembered. */
export interface AuditEntry {
  readonly actor: Omit<Actor, 'role'>
  /** `kind.verb`, such as `model.update`. */
  readonly action: string
  readonly target: AuditTarget
  /** As the admin API shows it; `null`: it did not exist. */
  readonly before: unknown
  readonly after: unknown
  /** Id of the request that did it; `null`: none did. */
  readonly request: string | null
}

/** Which entries, newest first. */
export interface AuditFilter {
  readonly organisation: string
  readonly limit: number
  /** Only entries older than the one with this id. */
  readonly cursor?: string | undefined
  /** Milliseconds since the Unix epoch, both inclusive. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly actor?: string | undefined
  /** A whole action, or its beginning with the dot. */
  readonly action?: string | undefined
  readonly target?: string | undefined
  readonly targetKind?: string | undefined
}

/** Who changed what: entries are added, never changed. */
export class AuditLog {
  readonly #database: ControlDatabase
  readonly #clock: Clock
  readonly #ids = new SortedIds(randomBytes(4).toString('hex'))

  constructor(database: ControlDatabase, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** Adds an entry; within the transaction of the change, where there is one, so that neither stands without the other. */
  async write(entry: AuditEntry, within: ControlDatabase = this.#database): Promise<void> {
    const { actor, action, target, before, after, request } = entry
    const at = this.#clock.wallMs()
    const row: AuditTable = {
      id: this.#ids.next(at),
      at,
      organisation: actor.organisation,
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_name: actor.name,
      action,
      target_kind: target.kind,
      target_id: target.id,
      target_name: target.name,
      before: textOf(before),
      after: textOf(after),
      request,
    }
    await within.insertInto('audit_logs').values(row).execute()
  }

  list(filter: AuditFilter): Promise<AuditTable[]> {
    const { organisation, limit, cursor, from, to, actor, action, target, targetKind } = filter
    let query = this.#database
      .selectFrom('audit_logs')
      .selectAll()
      .where('organisation', '=', organisation)
      .orderBy('id', 'desc')
      .limit(limit)
    if (cursor !== undefined) query = query.where('id', '<', cursor)
    if (from !== undefined) query = query.where('at', '>=', from)
    if (to !== undefined) query = query.where('at', '<=', to)
    if (actor !== undefined) query = query.where('actor_id', '=', actor)
    if (action?.endsWith('.') === true) {
      // Not `like`, whose wildcards a caller could write: `/` follows the dot.
      query = query.where('action', '>=', action).where('action', '<', `${action.slice(0, -1)}/`)
    } else if (action !== undefined) query = query.where('action', '=', action)
    if (target !== undefined) {
      query = query.where((is) => is.or([is('target_id', '=', target), is('target_name', '=', target)]))
    }
    if (targetKind !== undefined) query = query.where('target_kind', '=', targetKind)
    return query.execute()
  }
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(withoutSecrets(value))
}

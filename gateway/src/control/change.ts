import { GatewayError } from '#domain/errors'
import type { ControlDatabase } from '#store/control-database'
import type { Actor } from './actor.ts'
import type { AuditEntry, AuditLog } from './audit-log.ts'

export interface ChangeOptions {
  readonly actor: Actor
  readonly audit: AuditLog
  /** Id of the request; `null`: it is none. */
  readonly request: string | null
  /** The header, as it came. */
  readonly ifMatch: string | undefined
}

/** An entity tag; weak ones are taken too, because proxies weaken them when they compress. */
const ENTITY_TAG = /^(?:W\/)?"(?<tag>[^"]*)"$/u

/** What a writing route owes: a look at `If-Match`, and an entry in the audit log. */
export class Change {
  readonly #options: ChangeOptions
  #accounted = false
  #expected = false

  constructor(options: ChangeOptions) {
    this.#options = options
  }

  /** Was the change recorded, or said to be none. */
  get accounted(): boolean {
    return this.#accounted
  }

  /**
   * Call it before anything is changed, within the transaction of the change.
   *
   * @throws GatewayError - 412 when the caller knows another revision than the one there is; 400 when it is no entity tag.
   */
  expect(revision: number | string): void {
    this.#expected = true
    const ifMatch = this.#condition
    if (ifMatch === null) return
    const tags = ifMatch.split(',').map((one) => ENTITY_TAG.exec(one.trim())?.groups?.['tag'])
    if (tags.includes(undefined)) {
      const message = '`if-match` must be the ETag of an answer, such as "3", or *.'
      throw new GatewayError('invalid_header', { message, param: 'if-match' })
    }
    if (tags.includes(String(revision))) return
    const message = `It has revision ${revision} by now, not the one that if-match names; nothing was changed.`
    throw new GatewayError('revision_mismatch', { message, param: 'if-match' })
  }

  /**
   * Adds the entry to the audit log; within the transaction of the change, where there is one.
   *
   * @throws GatewayError - 400 for an `if-match` that nothing was compared with: it is not passed over.
   */
  async record(entry: Omit<AuditEntry, 'actor' | 'request'>, within?: ControlDatabase): Promise<void> {
    const { actor, audit, request } = this.#options
    if (!this.#expected && this.#condition !== null) {
      const message = 'There is no revision here that `if-match` could be compared with; nothing was changed.'
      throw new GatewayError('invalid_header', { message, param: 'if-match' })
    }
    await audit.write({ ...entry, actor, request }, within)
    this.#accounted = true
  }

  /** What the caller asks for before anything is changed; `null`: nothing. */
  get #condition(): string | null {
    const { ifMatch } = this.#options
    return ifMatch === undefined || ifMatch.trim() === '*' ? null : ifMatch
  }

  /** Everything was as it was asked to be already. */
  nothing(): void {
    this.#accounted = true
  }
}

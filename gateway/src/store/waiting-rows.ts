import { BatchQueue } from './batch-queue.ts'
import type { Spool } from './spool.ts'
import type { WrittenBatch, WrittenTable } from './tables.ts'
import { rowsIn, TABLE_NAMES } from './tables.ts'

/** What is sent to the store next: rows, or a file of them for which there was no room in memory. */
export type Portion =
  | { readonly kind: 'batch'; readonly batch: WrittenBatch }
  | { readonly kind: 'file'; readonly path: string }

/** What could not be stored until the end. */
export interface GivenUp {
  /** Stored by whoever starts next. */
  readonly kept: number
  readonly dropped: number
}

/** Rows that wait to be stored: in memory, and as far as there is a spool in files as well, or there only. */
export class WaitingRows {
  readonly #queue: BatchQueue
  readonly #spool: Spool | null
  #away: Portion | null = null

  constructor(limits: Readonly<Record<WrittenTable, number>>, spool: Spool | null) {
    this.#queue = new BatchQueue(limits)
    this.#spool = spool
  }

  /** How many wait, apart from a batch that is away. */
  get size(): number {
    return this.#queue.size + (this.#spool?.aloneRows ?? 0)
  }

  get isAway(): boolean {
    return this.#away !== null
  }

  /** Returns how many rows were dropped, because there was room nowhere. */
  add(table: WrittenTable, row: string): number {
    const spool = this.#spool
    if (spool === null) return this.#queue.add(table, row)
    if (spool.alone || (this.#queue.isFull(this.#batchAway) && spool.standAlone()))
      return spool.addAlone(table, row) ? 0 : 1
    spool.add(table, row)
    const dropped = this.#queue.add(table, row)
    if (dropped > 0) spool.settle({ [table]: dropped })
    return dropped
  }

  /** The oldest; nothing else may be away. `null`: there is nothing. */
  take(count: number): Portion | null {
    const path = this.#spool?.oldestAlone(this.#queue.size === 0) ?? null
    if (path !== null) this.#away = { kind: 'file', path }
    else if (this.#queue.size > 0) this.#away = { kind: 'batch', batch: this.#queue.take(count) }
    return this.#away
  }

  /** What is away is stored. Returns how many rows that was. */
  stored(): number {
    const away = this.#away
    this.#away = null
    if (away === null) return 0
    if (away.kind === 'file') return this.#spool?.settleFile(away.path) ?? 0
    this.#spool?.settle(countsOf(away.batch))
    return rowsIn(away.batch)
  }

  /** What is away is not stored. Returns how many rows were dropped, because there was no room. */
  failed(): number {
    const away = this.#away
    this.#away = null
    return away?.kind === 'batch' ? this.#queue.putBack(away.batch) : 0
  }

  /** Nothing may be away. */
  close(): GivenUp {
    const inMemory = rowsIn(this.#queue.take(this.#queue.size))
    const alone = this.#spool?.aloneRows ?? 0
    const kept = this.#spool?.close() ?? 0
    return { kept, dropped: inMemory + alone - kept }
  }

  get #batchAway(): WrittenBatch {
    return this.#away?.kind === 'batch' ? this.#away.batch : {}
  }
}

function countsOf(batch: WrittenBatch): Readonly<Partial<Record<WrittenTable, number>>> {
  return Object.fromEntries(TABLE_NAMES.map((table) => [table, batch[table]?.length ?? 0]))
}

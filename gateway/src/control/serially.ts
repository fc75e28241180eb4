import type { ControlDatabase } from '#store/control-database'
import { StoreError } from '#store/store-error'

/** Others may write at the same time, but not for ever. */
const TRIES = 8

/**
 * A transaction that is tried again where another one was in its way: PostgreSQL refuses one of two that could not have
 * run one after the other. `work` may run more than once.
 */
export async function serially<Result>(
  database: ControlDatabase,
  work: (within: ControlDatabase) => Promise<Result>,
): Promise<Result> {
  for (let left = TRIES; ; left--) {
    try {
      return await database.transaction().execute(work)
    } catch (error) {
      if (!(error instanceof StoreError && error.conflict) || left === 0) throw error
    }
  }
}

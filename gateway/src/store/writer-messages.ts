import type { SpendingQuestion } from './sum-spending.ts'
import type { Cutoffs } from './sweep-store.ts'
import type { StoreLocation } from './store-location.ts'
import type { WrittenTable } from './tables.ts'

/** What the thread begins with. */
export interface WriterData {
  readonly location: StoreLocation
  /** Where folders of waiting rows are; `null`: there are none. */
  readonly spools: string | null
}

/** To the thread: a batch or a file to store, what was spent, what is too old, or the word to close the store and end. One batch at a time. */
export type ToThread = RowsToStore | WaitingFile | SpendingQuestions | Sweeping | 'close'

/** Rows to store: those of each table as one JSON array. */
export interface RowsToStore {
  readonly rows: Readonly<Partial<Record<WrittenTable, string>>>
}

/** The same in a file. */
export interface WaitingFile {
  readonly path: string
}

/** Asked after a batch was sent, they are answered with it stored. */
export interface SpendingQuestions {
  readonly number: number
  readonly questions: readonly SpendingQuestion[]
}

/** What is older is removed, a little at a time between batches. */
export interface Sweeping {
  readonly cutoffs: Cutoffs
}

/** What came of it. */
export interface Swept {
  /** Rows. */
  readonly removed: number
  /** Why there may be more. */
  readonly failure: string | null
}

/**
 * From the thread: `spooling` or `unspooled` and `opened` or `unopened` once at the start, `stored` or `failed` for every
 * batch and file, `summed` or `unsummed` for questions, `swept` for what was too old, `adopted` for what processes left that
 * are gone. `refused`: one reason per row.
 */
export type FromThread =
  | { readonly kind: 'spooling'; readonly folder: string }
  | { readonly kind: 'unspooled'; readonly message: string }
  | { readonly kind: 'adopted'; readonly rows: number; readonly refused: readonly string[] }
  | { readonly kind: 'opened' }
  | { readonly kind: 'stored'; readonly refused: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'unopened'; readonly message: string }
  | { readonly kind: 'summed'; readonly number: number; readonly sums: readonly number[] }
  | { readonly kind: 'unsummed'; readonly number: number; readonly message: string }
  | ({ readonly kind: 'swept' } & Swept)

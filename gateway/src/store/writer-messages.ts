import type { SpendingQuestion } from './sum-spending.ts'
import type { Cutoffs } from './sweep-store.ts'
import type { Batch } from './tables.ts'

/** To the thread: a batch to store, what was spent, what is too old, or the word to close the store and end. One batch at a time. */
export type ToThread = Batch | SpendingQuestions | Sweeping | 'close'

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
 * From the thread: `opened` or `unopened` once at the start, `stored` or `failed` for every batch, `summed` or `unsummed`
 * for questions, `swept` for what was too old. `refused`: one reason per row.
 */
export type FromThread =
  | { readonly kind: 'opened' }
  | { readonly kind: 'stored'; readonly refused: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'unopened'; readonly message: string }
  | { readonly kind: 'summed'; readonly number: number; readonly sums: readonly number[] }
  | { readonly kind: 'unsummed'; readonly number: number; readonly message: string }
  | ({ readonly kind: 'swept' } & Swept)

import type { SpendingQuestion } from './sum-spending.ts'
import type { Batch } from './tables.ts'

/** To the thread: a batch to store, what was spent, or the word to close the store and end. One batch at a time. */
export type ToThread = Batch | SpendingQuestions | 'close'

/** Asked after a batch was sent, they are answered with it stored. */
export interface SpendingQuestions {
  readonly number: number
  readonly questions: readonly SpendingQuestion[]
}

/**
 * From the thread: `opened` or `unopened` once at the start, `stored` or `failed` for every batch, `summed` or `unsummed`
 * for questions. `refused`: one reason per row.
 */
export type FromThread =
  | { readonly kind: 'opened' }
  | { readonly kind: 'stored'; readonly refused: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'unopened'; readonly message: string }
  | { readonly kind: 'summed'; readonly number: number; readonly sums: readonly number[] }
  | { readonly kind: 'unsummed'; readonly number: number; readonly message: string }

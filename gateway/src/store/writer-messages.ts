import type { UsageRow } from './usage-row.ts'

/** To the thread: a batch to store, or the word to close the store and end. One batch at a time. */
export type ToThread = readonly UsageRow[] | 'close'

/**
 * From the thread: `opened` or `unopened` once at the start, `stored` or `failed` for every batch. `refused`: one reason
 * per row.
 */
export type FromThread =
  | { readonly kind: 'opened' }
  | { readonly kind: 'stored'; readonly refused: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'unopened'; readonly message: string }

/** What the thread is started with. */
export interface ThreadData {
  readonly path: string
}

import type { StoreLocation } from './store-location.ts'

/** What a thread that works on the store is started with. */
export interface ThreadData {
  readonly location: StoreLocation
}

/** To the thread: one question. */
export interface Asked<Ask> {
  readonly number: number
  readonly ask: Ask
}

/** From the thread: what was found, or why nothing could be. */
export type Reply =
  | { readonly number: number; readonly kind: 'found'; readonly answer: unknown }
  | { readonly number: number; readonly kind: 'failed'; readonly message: string; readonly conflict: boolean }

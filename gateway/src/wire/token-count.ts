/** Counts above this are nonsense, and would spoil ledgers. */
const MAX_TOKENS = 1e9

/** A number of tokens as a provider reports it: whole, from 0 to 1,000,000,000; 0 for anything that is no number. */
export function tokenCount(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.min(Math.floor(value), MAX_TOKENS) : 0
}

import type { RequestTarget } from './codec.ts'
import type { LossList } from './loss-list.ts'

/** The output limit as the target can take it: lowered to what its model can write, which is said. */
export function fittedTokens(
  asked: number | null,
  { maxOutputTokens: most }: RequestTarget,
  losses: LossList,
): number | null {
  if (asked === null || most === null || asked <= most) return asked
  losses.add(`the output limit of ${asked} tokens is lowered to ${most}, the most that the model writes`)
  return most
}

import type { CheckOf } from '#run/check'
import { PASSED } from '#run/check'

/** What providers call the end of an answer that ran into its limit of tokens. */
const CUT_SHORT = new Set(['length', 'max_tokens', 'model_length', 'context_length'])

/** The answer ended by itself, not at its limit of tokens. */
export const notTruncated: CheckOf<'not_truncated'> = {
  id: 'not_truncated',
  compile: () => ({ kind: 'not_truncated' }),
  run: (_check, { choices }) =>
    choices.some(({ finish }) => finish !== null && CUT_SHORT.has(finish))
      ? { kind: 'failed', detail: 'the answer was cut at its limit of tokens' }
      : PASSED,
}

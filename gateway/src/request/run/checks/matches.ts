import type { CheckVerdict } from '#domain/quality'
import type { CheckOf } from '#run/check'
import { eachTextLater, PASSED } from '#run/check'

/** The text matches a pattern somewhere, or does not. */
export const matches: CheckOf<'matches'> = {
  id: 'matches',
  compile: ({ pattern = '', flags = '', not = false }) => ({ kind: 'matches', pattern, flags, not }),
  run: ({ pattern, flags, not }, answer, { examine }) =>
    eachTextLater(answer, async (text): Promise<CheckVerdict> => {
      const found = await examine({ kind: 'matches', pattern, flags, text, origin: 'file' })
      if (found.kind === 'gave_up') return { kind: 'unchecked', detail: found.detail }
      if ((found.kind === 'yes') !== not) return PASSED
      return {
        kind: 'failed',
        detail: not ? 'the text has what it must not have' : 'the text lacks what it must have',
      }
    }),
}

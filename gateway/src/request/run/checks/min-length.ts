import type { CheckOf } from '#run/check'
import { eachText, PASSED } from '#run/check'

/** The text has so many characters, white space around it not counted. */
export const minLength: CheckOf<'min_length'> = {
  id: 'min_length',
  compile: ({ chars = 1 }) => ({ kind: 'min_length', chars }),
  run: ({ chars }, answer) =>
    eachText(answer, (text) => {
      const { length } = text.trim()
      return length >= chars
        ? PASSED
        : { kind: 'failed', detail: `${length} characters, at least ${chars} are asked for` }
    }),
}

import type { CheckOf } from '#run/check'
import { PASSED } from '#run/check'

/** Every choice has something to show or to act on; white space is nothing. */
export const nonEmpty: CheckOf<'non_empty'> = {
  id: 'non_empty',
  compile: () => ({ kind: 'non_empty' }),
  run: (_check, { choices }) => {
    const all = choices.length > 0 && choices.every(({ text, beyondText }) => beyondText || /\S/u.test(text))
    return all ? PASSED : { kind: 'failed', detail: 'there is nothing in the answer' }
  },
}

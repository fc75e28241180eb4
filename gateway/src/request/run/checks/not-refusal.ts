import type { CheckOf } from '#run/check'
import { eachText, PASSED } from '#run/check'

/** Refusals come first, or after an apology. */
const OPENING_CHARS = 300
/**
 * Models that have no field for a refusal say it in words, nearly always these. English only, and only at the start: a
 * text about refusals is none.
 */
const IN_WORDS = new RegExp(
  [
    /^\s*(?:(?:i['’]m|i am)(?: really| very| so)? sorry|sorry|my apologies|i apologi[sz]e|unfortunately)?/,
    /[\s,.;:!–—-]*(?:but|however)?[\s,]*(?:as an? (?:ai|language model)[^,.]{0,60},\s*)?/,
    /i(?:['’]m| am)? (?:cannot|can['’]t|can not|could not|unable to|not able to|won['’]t|will not|have to decline to|must decline to)/,
    / (?:assist|help(?! but)|comply|fulfil|provide|create|generate|produce|write|share|support|discuss|engage|participate|do that|answer)/,
  ]
    .map(({ source }) => source)
    .join(''),
  'i',
)

/** The model did not refuse, neither in the field for it nor in the first words of its text. */
export const notRefusal: CheckOf<'not_refusal'> = {
  id: 'not_refusal',
  compile: () => ({ kind: 'not_refusal' }),
  run: (_check, answer) => {
    if (answer.choices.some(({ refusal }) => refusal !== null)) {
      return { kind: 'failed', detail: 'the model refused' }
    }
    return eachText(answer, (text) =>
      IN_WORDS.test(text.slice(0, OPENING_CHARS))
        ? { kind: 'failed', detail: 'the text begins with a refusal' }
        : PASSED,
    )
  },
}

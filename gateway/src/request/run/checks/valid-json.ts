import type { CheckOf } from '#run/check'
import { eachText, PASSED } from '#run/check'
import { parseJson } from '#wire/json-read'

/** The text is JSON and nothing else. */
export const validJson: CheckOf<'valid_json'> = {
  id: 'valid_json',
  compile: () => ({ kind: 'valid_json' }),
  run: (_check, answer) =>
    eachText(answer, (text) =>
      parseJson(text) === undefined ? { kind: 'failed', detail: 'the text is not JSON' } : PASSED,
    ),
}

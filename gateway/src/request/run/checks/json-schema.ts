import type { CheckVerdict } from '#domain/quality'
import type { CheckOf } from '#run/check'
import { eachTextLater, PASSED } from '#run/check'
import { parseJson } from '#wire/json-read'
import { requestedFormat } from '#wire/request-text'

/** The text is JSON of the given schema, or of the one that the request asks for; other requests are none of its business. */
export const jsonSchema: CheckOf<'json_schema'> = {
  id: 'json_schema',
  compile: ({ schema = null }) => ({ kind: 'json_schema', schema }),
  run: async (check, answer, { examine }) => {
    const asked =
      check.schema === null
        ? requestedFormat(answer.dialect, answer.request)
        : { kind: 'json_schema' as const, schema: check.schema }
    if (asked === null) return PASSED
    return eachTextLater(answer, async (text): Promise<CheckVerdict> => {
      if (asked.kind === 'json') {
        return parseJson(text) === undefined ? { kind: 'failed', detail: 'the text is not JSON' } : PASSED
      }
      const origin = check.schema === null ? 'request' : 'file'
      const found = await examine({ kind: 'json_schema', schema: asked.schema, text, origin })
      switch (found.kind) {
        case 'yes':
          return PASSED
        case 'no':
          return { kind: 'failed', detail: found.detail }
        case 'gave_up':
          return { kind: 'unchecked', detail: found.detail }
      }
    })
  },
}

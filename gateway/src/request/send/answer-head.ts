import type { AnswerHead } from '#domain/attempt'
import type { HeaderView } from '#wire/retry-after'

/** Names under which providers give the id of a request, most common first. */
const REQUEST_IDS = ['x-request-id', 'request-id', 'apim-request-id', 'x-amzn-requestid'] as const

/**
 * What clients see of an answer's headers: its content type and the provider's request id, under a name of its own.
 * Everything else (limits, cookies, organization, edge) is about our account and connection, not theirs.
 */
export function answerHead(status: number, headers: HeaderView, streamed: boolean): AnswerHead {
  const type = headers['content-type']
  const fallback = streamed ? 'text/event-stream' : 'application/json'
  for (const name of REQUEST_IDS) {
    const id = headers[name]
    if (typeof id === 'string' && id !== '' && id.length <= 256) {
      return {
        status,
        contentType: typeof type === 'string' ? type : fallback,
        headers: [['x-upstream-request-id', id]],
      }
    }
  }
  return { status, contentType: typeof type === 'string' ? type : fallback, headers: [] }
}

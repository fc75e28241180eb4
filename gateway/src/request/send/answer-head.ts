import type { AnswerHead } from '#domain/attempt'
import type { HeaderView } from '#wire/header-view'

/** Names under which providers give the id of a request, most common first. */
const REQUEST_IDS = ['x-request-id', 'request-id', 'apim-request-id', 'x-amzn-requestid'] as const

export interface AnswerFacts {
  readonly status: number
  readonly streamed: boolean
  /** Written by us, in the client's dialect, not passed on. */
  readonly translated: boolean
  readonly losses: readonly string[]
}

/**
 * What clients see of an answer's headers: its content type and the provider's request id, under a name of its own.
 * Everything else (limits, cookies, organization, edge) is about our account and connection, not theirs.
 */
export function answerHead(
  headers: HeaderView,
  { status, streamed, translated, losses }: AnswerFacts,
): AnswerHead {
  const type = translated ? undefined : headers['content-type']
  const contentType =
    typeof type === 'string' ? type : streamed ? 'text/event-stream; charset=utf-8' : 'application/json'
  for (const name of REQUEST_IDS) {
    const id = headers[name]
    if (typeof id === 'string' && id !== '' && id.length <= 256) {
      return { status, contentType, headers: [['x-upstream-request-id', id]], losses }
    }
  }
  return { status, contentType, headers: [], losses }
}

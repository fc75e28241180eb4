/** An error in the shape of the OpenAI dialect. */
export interface OpenAiError {
  readonly message: string
  readonly type: string
  readonly code: string | null
  readonly param: string | null
  readonly attempts?: readonly AttemptSummary[]
  /** Seconds. */
  readonly retry_after?: number
  /** Where the code is explained. */
  readonly docs?: string
}

/** One failed attempt as clients may see it. */
export interface AttemptSummary {
  readonly deployment: string
  readonly class: string | null
  readonly status: number | null
  readonly ms: number
}

export function encodeError(error: OpenAiError): string {
  return JSON.stringify({ error })
}

/**
 * What a stream that broke after its start ends with: clients throw on a `data:` line with an `error` member, and the
 * sentinel after it ends those that only wait for that.
 */
export function encodeErrorEvent(error: OpenAiError): string {
  return `data: ${encodeError(error)}\n\ndata: [DONE]\n\n`
}

/** A line that keeps a connection alive and means nothing to any client. */
export const KEEP_ALIVE_COMMENT = ': waiting\n\n'

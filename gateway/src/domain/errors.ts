import type { GatewayErrorCode } from './error-codes.ts'
import { ERROR_CODES } from './error-codes.ts'

export { ERROR_CODES }
export type { GatewayErrorCode }

interface GatewayErrorOptions {
  /** What exactly, and where: replaces the table's message. */
  readonly message?: string
  /** JSON path or header name. */
  readonly param?: string
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

/** A refusal at the rim. Its code indexes `ERROR_CODES`. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode
  readonly param: string | null
  readonly retryAfterMs: number | null

  constructor(code: GatewayErrorCode, options: GatewayErrorOptions = {}) {
    super(options.message ?? ERROR_CODES[code].message, { cause: options.cause })
    this.name = 'GatewayError'
    this.code = code
    this.param = options.param ?? null
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

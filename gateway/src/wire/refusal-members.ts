import type { GatewayError } from '#domain/errors'
import { ERROR_CODES } from '#domain/errors'
import type { ErrorMembers } from './codec.ts'

/** What one of our own refusals says: what is wrong, what to do, and where it is explained. */
export function refusalMembers({ code, message, param }: GatewayError): ErrorMembers {
  const { type, hint } = ERROR_CODES[code]
  return { message: `${message} ${hint}`, type, code, param, docs: `docs/errors.md#${code}` }
}

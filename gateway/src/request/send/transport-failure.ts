import type { Failure, FailureClass } from '#domain/failure'
import { oneLine } from './classify.ts'
import type { Redact } from './redact.ts'

/** Codes of Node, OpenSSL and the HTTP client; whatever is not listed is the network. */
const KNOWN: Readonly<Record<string, readonly [FailureClass, string]>> = {
  ECONNREFUSED: ['network', 'connection refused'],
  ECONNRESET: ['network', 'connection reset'],
  EPIPE: ['network', 'connection reset while sending'],
  ENOTFOUND: ['network', 'host name not found'],
  EAI_AGAIN: ['network', 'name resolution failed for now'],
  EHOSTUNREACH: ['network', 'host unreachable'],
  ENETUNREACH: ['network', 'network unreachable'],
  ETIMEDOUT: ['timeout', 'connecting took too long'],
  LINK_LOCAL: ['network', 'the address is link-local, which only server.allow_link_local would allow'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'connecting took too long'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'no answer in time'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'the answer stalled'],
  UND_ERR_SOCKET: ['network', 'the other side closed the connection'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['network', 'the answer is shorter or longer than announced'],
  UND_ERR_HEADERS_OVERFLOW: ['server_error', 'the headers of the answer are too large'],
  UND_ERR_INVALID_ARG: ['server_error', 'the request cannot be sent'],
  UND_ERR_DESTROYED: ['network', 'the gateway is shutting down'],
  UND_ERR_CLOSED: ['network', 'the gateway is shutting down'],
}

/** A connection that failed, as a failure: class and wording by code, never the address. */
export function transportFailure(error: Error, redact: Redact): Failure {
  const code = codeOf(error)
  const suffix = code === null ? '' : ` (${code})`
  const known = code === null ? undefined : KNOWN[code]
  if (known !== undefined) {
    const cause = code === 'UND_ERR_INVALID_ARG' ? `: ${error.message}` : ''
    return { class: known[0], detail: oneLine(redact(`${known[1]}${cause} (${code})`)) }
  }
  // The parser's errors do not always have a code.
  if (error.name === 'HTTPParserError')
    return { class: 'server_error', detail: `the answer is not HTTP${suffix}` }
  if (code?.startsWith('Z_') === true) {
    return {
      class: 'server_error',
      detail: oneLine(`the answer cannot be decompressed: ${error.message}${suffix}`),
    }
  }
  if (code !== null && /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return { class: 'network', detail: `the TLS certificate or connection was not accepted (${code})` }
  }
  return {
    class: 'network',
    detail: oneLine(redact(`connection failed: ${error.message}${suffix}`)),
  }
}

/** The code of an error, or of what it was caused by; several addresses fail with one error each. */
function codeOf(error: Error): string | null {
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return code
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return inner instanceof Error ? codeOf(inner) : null
}

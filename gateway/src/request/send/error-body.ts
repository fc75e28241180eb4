import { asList, asObject, asText, parseJson, type JsonObject } from '#wire/json-read'

/** The members of an error body that decide its class. */
export interface ErrorBody {
  readonly message: string | null
  readonly type: string | null
  readonly code: string | null
  readonly param: string | null
  /** Further codes: OpenRouter's `metadata.error_type`, Anthropic's `details.error_code`, Azure's `innererror.code`. */
  readonly codes: readonly string[]
  /** Serialized `details` and `metadata`, for patterns. */
  readonly details: string
  /** A status inside the body, where the HTTP status says 200. */
  readonly status: number | null
  /** Wait asked for inside the body: Google's `retryDelay`, OpenRouter's `retry_after`. */
  readonly retryAfter: string | null
}

const MAX_DETAILS = 16_384

/** Reads an error body of any provider; text that is not JSON becomes the message. */
export function readErrorBody(text: string): ErrorBody {
  const parsed = parseJson(text)
  if (parsed === undefined || typeof parsed !== 'object' || parsed === null)
    return { ...NOTHING, message: plainText(text) }
  return readErrorValue(parsed)
}

/** Reads an error that has been parsed already: an envelope, or what stands in one. */
export function readErrorValue(value: unknown): ErrorBody {
  const outer = asObject(Array.isArray(value) ? value[0] : value)
  if (outer === null) return typeof value === 'string' ? { ...NOTHING, message: plainText(value) } : NOTHING
  const inner = asObject(outer['error'])
  if (inner === null) return readFlat(outer)
  const body = readFlat(inner)
  // Some wrap twice.
  return body.message === null && asObject(inner['error']) !== null
    ? readFlat(asObject(inner['error']) ?? inner)
    : body
}

function readFlat(error: JsonObject): ErrorBody {
  const details = asObject(error['details'])
  const metadata = asObject(error['metadata'])
  const inner = asObject(error['innererror']) ?? asObject(error['inner_error'])
  const codes = [details?.['error_code'], metadata?.['error_type'], inner?.['code']].map(codeOf)
  const code = codeOf(error['code']) ?? shapeOf(error['__type'])
  return {
    message:
      asText(error['message']) ??
      asText(error['Message']) ??
      asText(error['error']) ??
      detailText(error['detail']),
    type: asText(error['type']) ?? asText(error['status']),
    code,
    param: asText(error['param']),
    codes: codes.filter((value) => value !== null),
    details: serialized([error['details'], error['metadata'], error['innererror']]),
    status: statusOf(error),
    retryAfter: hintOf(error),
  }
}

const NOTHING: ErrorBody = {
  message: null,
  type: null,
  code: null,
  param: null,
  codes: [],
  details: '',
  status: null,
  retryAfter: null,
}

/** The name of an exception of AWS, without its namespace or the URL behind it. */
export function shapeOf(value: unknown): string | null {
  return asText(asText(value)?.replace(/^.*#/, '').replace(/:.*$/, ''))
}

function codeOf(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : asText(value)
}

function statusOf(error: JsonObject): number | null {
  for (const value of [error['code'], error['status'], error['raw_status_code']]) {
    const status = typeof value === 'string' ? Number(value) : value
    if (typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599)
      return status
  }
  return null
}

/** FastAPI's `detail`: a text, or a list of what is wrong where. */
function detailText(detail: unknown): string | null {
  if (typeof detail === 'string') return asText(detail)
  const first = asObject(asList(detail)[0]) ?? asObject(detail)
  return asText(first?.['msg']) ?? asText(first?.['message'])
}

function hintOf(error: JsonObject): string | null {
  for (const detail of asList(error['details'])) {
    const delay = asText(asObject(detail)?.['retryDelay'])
    if (delay !== null) return delay
  }
  return codeOf(
    asObject(error['availability'])?.['retry_after'] ?? asObject(error['metadata'])?.['retry_after'],
  )
}

function serialized(values: readonly unknown[]): string {
  const given = values.filter((value) => value !== undefined && value !== null)
  return given.length === 0 ? '' : JSON.stringify(given).slice(0, MAX_DETAILS)
}

/** HTML pages of proxies say what they mean in their title. */
function plainText(text: string): string | null {
  const title = /<title>([^<]{1,200})/i.exec(text)?.[1]
  const plain = title ?? (/^\s*</.test(text) ? null : text)
  return asText(plain?.trim() ?? null)
}

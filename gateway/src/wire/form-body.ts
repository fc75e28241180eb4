import type { FormBody, FormPart } from '#domain/form'

/** More parts than any endpoint has members for. */
const MAX_PARTS = 1000
const MAX_HEADER_BYTES = 16 * 1024
const CR = 13
const LF = 10
const DASH = 45
const BOUNDARY =
  /^multipart\/form-data\s*;(?:[^]*;)?\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s";,]{1,70}))\s*(?:;|$)/i

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A form that was read, or why it cannot be. */
export type ReadForm =
  | { readonly kind: 'form'; readonly form: FormBody }
  /** `message` goes on from "The request body". */
  | { readonly kind: 'invalid'; readonly message: string }

/** Finds the parts of a `multipart/form-data` body (RFC 7578) without copying them. */
export function readForm(bytes: Uint8Array, contentType: string): ReadForm {
  const found = BOUNDARY.exec(contentType)
  const boundary = found?.[1] ?? found?.[2]
  if (boundary === undefined) return invalid('is a form whose content-type names no boundary')
  const delimiter = encoder.encode(`--${boundary}`)
  const parts: FormPart[] = []
  let start = nextDelimiter(bytes, delimiter, 0)
  while (start !== -1) {
    const after = start + delimiter.length
    if (bytes[after] === DASH && bytes[after + 1] === DASH) {
      return { kind: 'form', form: { contentType, boundary, parts, close: start } }
    }
    if (parts.length === MAX_PARTS) return invalid(`has more than ${MAX_PARTS} parts`)
    const end = nextDelimiter(bytes, delimiter, after)
    if (end === -1) break
    const part = readPart(bytes, { start, after, end })
    if (part === null) return invalid('is a form in which a part has no name')
    parts.push(part)
    start = end
  }
  return invalid('is a form that ends before its last boundary')
}

function invalid(message: string): ReadForm {
  return { kind: 'invalid', message }
}

/** Where the next delimiter begins, at the very start or behind a line end; -1 where there is none. */
function nextDelimiter(bytes: Uint8Array, delimiter: Uint8Array, from: number): number {
  if (from === 0 && matches(bytes, 0, delimiter)) return 0
  for (let cr = bytes.indexOf(CR, from); cr !== -1; cr = bytes.indexOf(CR, cr + 1)) {
    if (bytes[cr + 1] === LF && matches(bytes, cr + 2, delimiter)) return cr + 2
  }
  return -1
}

/** A longer boundary may begin with the one that is looked for: a delimiter ends in a line end, blanks or two dashes. */
function matches(bytes: Uint8Array, at: number, delimiter: Uint8Array): boolean {
  for (let n = 0; n < delimiter.length; n += 1) if (bytes[at + n] !== delimiter[n]) return false
  const next = bytes[at + delimiter.length]
  if (next === DASH) return bytes[at + delimiter.length + 1] === DASH
  return next === CR || next === 32 || next === 9
}

interface Range {
  readonly start: number
  readonly after: number
  readonly end: number
}

function readPart(bytes: Uint8Array, { start, after, end }: Range): FormPart | null {
  const headersStart = bytes.indexOf(LF, after) + 1
  const headersEnd = blankLine(bytes, headersStart, Math.min(end, headersStart + MAX_HEADER_BYTES))
  if (headersStart === 0 || headersEnd === -1) return null
  const headers = decoder.decode(bytes.subarray(headersStart, headersEnd))
  const disposition = /^content-disposition:\s*form-data\s*(;[^\r\n]*)/im.exec(headers)?.[1]
  const name = disposition === undefined ? null : parameterOf(disposition, 'name')
  if (disposition === undefined || name === null) return null
  const valueStart = headersEnd + 4
  const file = /;\s*filename\*?=/i.test(disposition)
  return { name, file, start, end, valueStart, valueEnd: Math.max(valueStart, end - 2) }
}

/** Where the headers end: at the line end before a blank line. */
function blankLine(bytes: Uint8Array, from: number, to: number): number {
  for (let cr = bytes.indexOf(CR, from); cr !== -1 && cr + 4 <= to; cr = bytes.indexOf(CR, cr + 1)) {
    if (bytes[cr + 1] === LF && bytes[cr + 2] === CR && bytes[cr + 3] === LF) return cr
  }
  return -1
}

/** Browsers write a quote in a name as `%22`, others escape it. */
function parameterOf(disposition: string, parameter: string): string | null {
  const pattern = new RegExp(`;\\s*${parameter}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i')
  const found = pattern.exec(disposition)
  const quoted = found?.[1]?.replaceAll(/\\(["\\])/g, '$1').replaceAll('%22', '"')
  return quoted ?? found?.[2] ?? null
}

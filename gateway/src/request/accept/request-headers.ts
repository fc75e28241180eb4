import type { IncomingHttpHeaders } from 'node:http'
import { GatewayError } from '#domain/errors'

/** Headers of the caller that are sent on to providers. */
const FORWARDED = ['openai-beta', 'anthropic-beta', 'anthropic-version', 'traceparent', 'tracestate'] as const

const MS_PER_S = 1000

/** The virtual key as presented, from any of the places clients put it; `null` if in none. */
export function presentedKey(headers: IncomingHttpHeaders): string | null {
  const bearer = headers.authorization
  if (bearer !== undefined) {
    const space = bearer.indexOf(' ')
    if (space > 0 && bearer.slice(0, space).toLowerCase() === 'bearer')
      return bearer.slice(space + 1).trim() || null
  }
  return single(headers['x-api-key']) ?? single(headers['x-goog-api-key'])
}

/** `x-deadline-ms`: the limit of the whole request, in milliseconds. Throws `invalid_header`. */
export function deadlineMs(headers: IncomingHttpHeaders): number | null {
  return positive(headers, 'x-deadline-ms')
}

/** The time-out that the OpenAI SDKs announce, in milliseconds: they wait so long for the headers of an answer. */
export function patienceMs(headers: IncomingHttpHeaders): number | null {
  // The SDK cuts fractions off, so that less than a second is announced as 0; nobody wrote that header by hand.
  const announced = Number(single(headers['x-stainless-timeout']))
  return announced > 0 && Number.isFinite(announced) ? announced * MS_PER_S : null
}

/** `x-backstay-no-fallback: 1`: no other model. */
export function noFallback(headers: IncomingHttpHeaders): boolean {
  return isSet(headers['x-backstay-no-fallback'])
}

/** `x-backstay-metadata: 1`: the answer tells how it was routed. */
export function wantsMetadata(headers: IncomingHttpHeaders): boolean {
  return isSet(headers['x-backstay-metadata']) || isSet(headers['x-openrouter-metadata'])
}

function isSet(header: string | readonly string[] | undefined): boolean {
  const value = single(header)
  return value !== null && value !== '0' && value !== 'false'
}

const NOTHING: readonly (readonly [string, string])[] = []

export function forwardedHeaders(headers: IncomingHttpHeaders): readonly (readonly [string, string])[] {
  let found: [string, string][] | null = null
  for (const name of FORWARDED) {
    const value = single(headers[name])
    if (value !== null) (found ??= []).push([name, value])
  }
  return found ?? NOTHING
}

function positive(headers: IncomingHttpHeaders, name: string): number | null {
  const text = single(headers[name])
  if (text === null) return null
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new GatewayError('invalid_header', {
    message: `The header ${name} must be a positive number.`,
    param: name,
  })
}

function single(value: string | readonly string[] | undefined): string | null {
  if (value === undefined) return null
  return (typeof value === 'string' ? value : value[0]) ?? null
}

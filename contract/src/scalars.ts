import * as z from 'zod'
import { CAPABILITIES, MODEL_TYPES, STRATEGIES, UPSTREAM_MODEL } from './vocabulary.ts'

/** Longest delay that timers take: 2^31 − 1 milliseconds, about 24.8 days. */
const LONGEST_MS = 2_147_483_647

export const milliseconds = z.int().min(0).max(LONGEST_MS)
export const positiveMilliseconds = z.int().min(1).max(LONGEST_MS)
export const positiveInteger = z.int().min(1)
/** A part of a whole, 0–1. */
export const share = z.number().min(0).max(1)
export const usd = z.number().min(0)

/** Names travel in headers and are matched literally: visible ASCII. `*` is kept for grants. */
export const entryName = z
  .string()
  .max(256, 'must be at most 256 characters')
  .regex(/^[\x21-\x29\x2b-\x7e]+$/, 'must be visible ASCII characters without spaces and "*"')

export const providerName = z
  .string()
  .max(64, 'must be at most 64 characters')
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be letters, digits, ".", "_" and "-"')

/** What a provider calls a model. It is shown in headers, like every name. */
export const upstreamModel = z
  .string()
  .regex(UPSTREAM_MODEL, 'must be 1 to 256 visible ASCII characters without spaces')

/** A credential. It goes into headers, so line breaks and spaces would break the request. */
export const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters without spaces, and not empty')

/** SHA-256 of the secret of a key. */
export const keyHash = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, 'must be the SHA-256 of the key: 64 hexadecimal digits')

/** A moment, ISO 8601 with a time zone. */
export const instant = z.iso.datetime({
  offset: true,
  error: 'must be a time such as 2027-01-31T12:00:00Z',
})

/** Where requests go. Without credentials, query and fragment, which are configured apart. */
export const baseUrl = z
  .string()
  .refine(isPlainHttpUrl, 'must be an http:// or https:// URL without user, query and fragment')

/** An address range, or a single address. */
export const addressRange = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], {
  error: 'must be an IPv4 or IPv6 address or range, such as 10.0.0.0/8',
})

export const modelType = z.enum(MODEL_TYPES)
export const capability = z.enum(CAPABILITIES)
export const strategy = z.enum(STRATEGIES)

/** Header and query members; neither may break the line it stands in. */
export const stringMap = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be a header or parameter name'),
  z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be one line of Latin-1 text'),
)

/** Members of a request body. */
export const bodyMembers = z.record(z.string(), z.json())

/** Arguments of `refine`: where both members are given, the first is not above the second. */
export function inOrder(
  low: string,
  high: string,
): [(value: object) => boolean, { path: string[]; error: string }] {
  const fits = (value: object): boolean => {
    const { [low]: lower, [high]: upper } = value as Record<string, unknown>
    return typeof lower !== 'number' || typeof upper !== 'number' || lower <= upper
  }
  return [fits, { path: [low], error: `must not be above ${high}` }]
}

function isPlainHttpUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return false
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}

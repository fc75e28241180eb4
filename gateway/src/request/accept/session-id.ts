import type { IncomingHttpHeaders } from 'node:http'
import { GatewayError } from '#domain/errors'
import type { JsonObject } from './controls-members.ts'
import { invalid } from './controls-members.ts'

/** Ids are kept in memory for a while. */
const LONGEST = 256

/**
 * What the request belongs to: `session_id` of the body, the header `x-session-id`, or the `prompt_cache_key` that
 * OpenAI clients send anyway. `null`: nothing. Throws `invalid_body` or `invalid_header`.
 */
export function sessionId(body: JsonObject, headers: IncomingHttpHeaders, warnings: string[]): string | null {
  const { session_id: own, prompt_cache_key: cacheKey } = body
  if (own !== undefined && own !== null) {
    if (typeof own !== 'string') throw invalid('session_id', 'must be a text')
    if (own.length > LONGEST) throw invalid('session_id', `must have at most ${LONGEST} characters`)
    if (own !== '') return own
  }
  const header = headers['x-session-id']
  if (typeof header === 'string' && header !== '') {
    if (header.length <= LONGEST) return header
    const message = `The header x-session-id must have at most ${LONGEST} characters.`
    throw new GatewayError('invalid_header', { message, param: 'x-session-id' })
  }
  // The provider's member, and its business whether it is valid.
  if (typeof cacheKey !== 'string' || cacheKey === '') return null
  if (cacheKey.length <= LONGEST) return cacheKey
  warnings.push(`prompt_cache_key is longer than ${LONGEST} characters: it keeps no session together`)
  return null
}

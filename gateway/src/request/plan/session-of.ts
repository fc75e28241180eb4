import type { Admitted } from '#domain/request'
import { keptSession } from '#domain/sessions'
import { conversationPrefix } from '#wire/conversation-prefix'
import type { Prepared } from './prepare.ts'

/**
 * The name under which it is remembered who answered: per key and per what was asked for, so that a session of one key
 * never touches another's. `null`: the request belongs to no session.
 */
export function sessionOf(
  { accepted, key }: Admitted,
  { policy, sessionScope }: Pick<Prepared, 'policy' | 'sessionScope'>,
): string | null {
  // Nobody else has it.
  const kept = accepted.body.keptElsewhere?.id ?? null
  if (kept !== null) return keptSession(key.id, kept)
  if (policy.affinity === 'none') return null
  const { session } = accepted.controls
  if (session !== null) return `${sessionScope}id\0${session}`
  if (policy.affinity !== 'prefix' || accepted.body.form !== undefined) return null
  const prefix = conversationPrefix(accepted.body.bytes)
  return prefix === null ? null : `${sessionScope}prefix\0${prefix}`
}

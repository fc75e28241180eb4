import type { Timeouts } from '#domain/deployment'
import type { Retry } from '#domain/policy'
import { invalid, objectOrNone } from './controls-members.ts'
import type { JsonObject } from './controls-members.ts'

const RETRY_MEMBERS = {
  max_attempts: 'maxAttempts',
  rate_limit_wait_ms: 'rateLimitWaitMs',
} as const satisfies Readonly<Record<string, keyof Retry>>
const TIMEOUT_MEMBERS = {
  connect_ms: 'connectMs',
  first_token_ms: 'firstTokenMs',
  answer_ms: 'answerMs',
  idle_ms: 'idleMs',
  total_ms: 'totalMs',
} as const satisfies Readonly<Record<string, keyof Timeouts>>

/** `backstay.retry`. Throws `invalid_body`. */
export function readRetry(own: JsonObject): Partial<Retry> {
  return readNumbers(own['retry'], RETRY_MEMBERS, 'backstay.retry')
}

/** `backstay.timeouts`. Throws `invalid_body`. */
export function readTimeouts(own: JsonObject): Partial<Timeouts> {
  return readNumbers(own['timeouts'], TIMEOUT_MEMBERS, 'backstay.timeouts')
}

function readNumbers<Name extends string>(
  value: unknown,
  members: Readonly<Record<string, Name>>,
  path: string,
): Partial<Record<Name, number>> {
  const given = objectOrNone(value, path)
  const read: Partial<Record<Name, number>> = {}
  for (const [member, amount] of Object.entries(given)) {
    const name = Object.hasOwn(members, member) ? members[member] : undefined
    if (name === undefined)
      throw invalid(`${path}.${member}`, `is not known; known are ${Object.keys(members).join(', ')}`)
    if (typeof amount !== 'number' || !Number.isFinite(amount) || amount < 1) {
      throw invalid(`${path}.${member}`, 'must be a number of at least 1')
    }
    read[name] = amount
  }
  return read
}

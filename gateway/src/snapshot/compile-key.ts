import { createHash } from 'node:crypto'
import type { KeyEntry, KeyPolicyEntry } from '@backstay/contract'
import { isIPv4, isIPv6 } from 'node:net'
import type { VirtualKey } from '#domain/configuration'
import type { KeyId } from '#domain/names'
import type { KeyPolicy } from '#domain/policy'
import { compileTriggers } from '#run/compile-triggers'
import { compileBudget } from './compile-budget.ts'
import { FIRST_ORGANISATION } from './deployment-identity.ts'

/** A key of the file, once for each secret that opens it; of secrets only the hashes go on. */
export function compileKey(entry: KeyEntry, organisation: string): readonly VirtualKey[] {
  const key = compileCurrent(entry, organisation)
  const earlier = entry.previous.map(({ key_sha256: hash, until }) => ({
    ...key,
    sha256: hash.toLowerCase(),
    expiresAtMs: Math.min(Date.parse(until), key.expiresAtMs ?? Infinity),
  }))
  return [key, ...earlier]
}

function compileCurrent(entry: KeyEntry, organisation: string): VirtualKey {
  return {
    // No name has a control character: that of no key of the first organisation is this.
    id: (organisation === FIRST_ORGANISATION ? entry.name : `${organisation}\u001f${entry.name}`) as KeyId,
    name: entry.name,
    sha256:
      entry.key_sha256?.toLowerCase() ??
      createHash('sha256')
        .update(entry.key ?? '')
        .digest('hex'),
    expiresAtMs: momentOf(entry.expires_at),
    revokedAtMs: momentOf(entry.revoked_at),
    models: entry.models,
    ip: { allow: entry.ip.allow.map(toRange), deny: entry.ip.deny.map(toRange) },
    limits: {
      requestsPerMinute: entry.limits.requests_per_minute,
      tokensPerMinute: entry.limits.tokens_per_minute,
      concurrency: entry.limits.concurrency,
      budget: compileBudget(entry.limits.budget, { kind: 'key', name: entry.name }, organisation),
    },
    routing: Object.fromEntries(
      Object.entries(entry.routing).map(([type, policy]) => [type, compilePolicy(policy)]),
    ),
  }
}

function momentOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time)
}

function compilePolicy(entry: KeyPolicyEntry): KeyPolicy {
  const failoverOn = entry.failoverOn === 'any' ? ['any'] : entry.failoverOn
  return {
    strategy: entry.strategy,
    candidates: entry.candidates ?? null,
    nativeFallback: entry.nativeFallback ?? null,
    crossProtocol: entry.crossProtocol,
    conditions: failoverOn === undefined ? null : compileTriggers(failoverOn),
    maxRetries: entry.maxRetries,
    retryDelayMs: entry.retryDelayMs,
  }
}

/** A single address is the range of itself. */
function toRange(address: string): string {
  if (isIPv4(address)) return `${address}/32`
  return isIPv6(address) ? `${address}/128` : address
}

import { createHash } from 'node:crypto'
import type { KeyEntry, KeyPolicyEntry } from '@backstay/contract'
import { isIPv4, isIPv6 } from 'node:net'
import type { VirtualKey } from '#domain/configuration'
import type { KeyId } from '#domain/names'
import type { KeyPolicy } from '#domain/policy'
import { compileTriggers } from '#run/compile-triggers'
import { compileBudget } from './compile-budget.ts'

/** A key of the file; of its secret only the hash goes on. */
export function compileKey(entry: KeyEntry): VirtualKey {
  return {
    id: entry.name as KeyId,
    name: entry.name,
    sha256:
      entry.key_sha256?.toLowerCase() ??
      createHash('sha256')
        .update(entry.key ?? '')
        .digest('hex'),
    models: entry.models,
    ip: { allow: entry.ip.allow.map(toRange), deny: entry.ip.deny.map(toRange) },
    limits: {
      requestsPerMinute: entry.limits.requests_per_minute,
      tokensPerMinute: entry.limits.tokens_per_minute,
      concurrency: entry.limits.concurrency,
      budget: compileBudget(entry.limits.budget, { kind: 'key', name: entry.name }),
    },
    routing: Object.fromEntries(
      Object.entries(entry.routing).map(([type, policy]) => [type, compilePolicy(policy)]),
    ),
  }
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

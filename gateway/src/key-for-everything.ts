import type { Configuration, VirtualKey } from '#domain/configuration'
import type { KeyId } from '#domain/names'

/** A key without limits that may call every model, and every provider directly; nobody can present it as it is. */
export function keyForEverything({ providers }: Configuration): VirtualKey {
  return {
    id: 'everything' as KeyId,
    name: '(a key that may use everything)',
    sha256: '',
    expiresAtMs: null,
    revokedAtMs: null,
    models: ['*', ...[...providers.keys()].map((provider) => `${provider}/*`)],
    ip: { allow: [], deny: [] },
    limits: { requestsPerMinute: null, tokensPerMinute: null, concurrency: null, budget: null },
    routing: {},
  }
}

import { testService } from './test-service.ts'
import type { RedisServer } from './start-redis.ts'
import { startRedis } from './start-redis.ts'

/** How tests come to a Redis. */
export type TestRedis =
  | { readonly kind: 'own'; readonly start: () => Promise<RedisServer> }
  /** Somebody else's, that nothing may be stopped of. */
  | { readonly kind: 'shared'; readonly url: string }

/** `null` where there is no Redis: what needs it is skipped. With `CI=true` that is a failure. */
export async function testRedis(): Promise<TestRedis | null> {
  const service = await testService('redis')
  if (service === null) return null
  if (service.kind === 'server') return { kind: 'shared', url: service.url }
  return { kind: 'own', start: () => startRedis(service.program) }
}

import { once } from 'node:events'
import { connect } from 'node:net'
import { findProgram, REDIS } from '#test-services/find-program'
import type { RedisServer } from '#test-services/start-redis'
import { startRedis } from '#test-services/start-redis'
import { testRedis } from '#test-services/test-redis'

/** A Redis server of a test's own: others do not notice when it is stopped. */
export interface OwnRedis extends RedisServer, AsyncDisposable {
  /** It answers nobody any more, as a machine that hangs; until it is stopped. */
  hang(): Promise<void>
}

/** Longer than any test. */
const HANG_MS = 600_000

/** Is there a Redis for these tests; `null`: they are skipped. Of one that others use nothing may be stopped. */
export async function findRedis(): Promise<(() => Promise<OwnRedis>) | null> {
  const redis = await testRedis()
  if (redis === null) return null
  if (redis.kind === 'own') return async () => own(await redis.start())
  const found = await findProgram(REDIS)
  return found.kind === 'missing' ? null : async () => own(await startRedis(found.path))
}

function own(server: RedisServer): OwnRedis {
  return {
    ...server,
    hang: async () => {
      const socket = connect(server.port, '127.0.0.1')
      await once(socket, 'connect')
      socket.write(`CLIENT PAUSE ${HANG_MS} ALL\r\n`)
      await once(socket, 'data')
      socket.destroy()
    },
    [Symbol.asyncDispose]: () => server.close(),
  }
}

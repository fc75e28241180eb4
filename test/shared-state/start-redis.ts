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
  /** What another program says on a channel; without spaces. Resolves with how many heard it. */
  publish(channel: string, message: string): Promise<number>
  /** How many fields a hash has. */
  fields(key: string): Promise<number>
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
      await command(server.port, `CLIENT PAUSE ${HANG_MS} ALL`)
    },
    publish: async (channel, message) =>
      Number((await command(server.port, `PUBLISH ${channel} '${message}'`)).slice(1)),
    fields: async (key) => Number((await command(server.port, `HLEN ${key}`)).slice(1)),
    [Symbol.asyncDispose]: () => server.close(),
  }
}

async function command(port: number, line: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(`${line}\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return answer.toString()
  } finally {
    socket.destroy()
  }
}

import { once } from 'node:events'
import { connect } from 'node:net'
import type { TestServer } from './start-server.ts'
import { startServer } from './start-server.ts'

/** Each test that needs one empty takes the next. */
export const REDIS_DATABASES = 1_000

export interface RedisServer extends TestServer {
  /** `redis://HOST:PORT`. */
  readonly url: string
}

/** Starts a Redis (or Valkey) server of its own; `program` is the path of the server. */
export async function startRedis(program: string): Promise<RedisServer> {
  const server = await startServer({
    name: 'redis',
    user: null,
    prepare: async () => undefined,
    process: (folder, port) => ({
      program,
      args: [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        folder,
        '--databases',
        String(REDIS_DATABASES),
        '--save',
        '',
        '--appendonly',
        'no',
      ],
      cwd: folder,
      user: null,
      signal: 'TERM',
    }),
    ping,
  })
  return { ...server, url: `redis://127.0.0.1:${server.port}` }
}

async function ping(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write('PING\r\n')
    const [answer] = (await once(socket, 'data')) as [Buffer]
    if (!answer.toString().startsWith('+PONG')) throw new Error(answer.toString())
  } finally {
    socket.destroy()
  }
}

import { execFile, execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { writeFile } from 'node:fs/promises'
import pg from 'pg'
import type { TestServer } from './start-server.ts'
import { startServer } from './start-server.ts'

const PASSWORD = 'postgres-of-the-tests'
/** Nothing of it has to outlive the machine. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=300',
  'shared_buffers=64MB',
]

export interface PostgresServer extends TestServer {
  /** Of its first, empty database. */
  readonly url: string
}

/** Starts a PostgreSQL server of its own; `program` is the path of `postgres`. */
export async function startPostgres(program: string): Promise<PostgresServer> {
  const user = unprivileged()
  const server = await startServer({
    name: 'postgres',
    user,
    prepare: async (folder) => {
      const passwordFile = join(folder, 'password')
      await writeFile(passwordFile, PASSWORD, { mode: 0o644 })
      const args = ['-D', join(folder, 'data'), '-U', 'backstay', `--pwfile=${passwordFile}`]
      const more = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync']
      await promisify(execFile)(join(dirname(program), 'initdb'), [...args, ...more], {
        cwd: folder,
        ...user,
      })
    },
    process: (folder, port) => ({
      program,
      args: ['-D', join(folder, 'data'), '-p', String(port), ...SETTINGS.flatMap((one) => ['-c', one])],
      cwd: folder,
      user,
      signal: 'INT',
    }),
    ping: async (port) => {
      const client = new pg.Client({ connectionString: urlOf(port), connectionTimeoutMillis: 5_000 })
      client.on('error', () => undefined)
      await client.connect()
      await client.end()
    },
  })
  return { ...server, url: urlOf(server.port) }
}

function urlOf(port: number): string {
  return `postgres://backstay:${PASSWORD}@127.0.0.1:${port}/postgres`
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const id = (option: string): number =>
      Number(execFileSync('id', [option, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
    try {
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // The next one.
    }
  }
  throw new Error('PostgreSQL cannot run as root, and there is neither a user postgres nor nobody.')
}

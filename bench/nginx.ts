import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answers, freePort, startProgram } from './program.ts'

const pids = new Map<number, number>()

/** Starts an nginx with one worker and the given server blocks; gives the port it listens on. */
export async function startNginx(
  folder: string,
  name: string,
  servers: (port: number) => string,
): Promise<number> {
  const port = await freePort()
  const home = join(folder, name)
  await mkdir(home, { recursive: true })
  const file = join(home, 'nginx.conf')
  await writeFile(file, configuration(home, servers(port)))
  const program = await startProgram({
    command: 'nginx',
    args: ['-c', file, '-p', home, '-e', 'stderr'],
    ready: () => answers(`http://127.0.0.1:${port}/unary/`),
  })
  pids.set(port, program.pid)
  return port
}

/** The master process of the nginx listening on this port. */
export function nginxPid(port: number): number {
  return pids.get(port) ?? 0
}

// Bodies stay in memory: with nginx's default of 16 kB the larger ones would go through the disk.
function configuration(home: string, servers: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${home}/${kind};`)
    .join('\n  ')
  return `daemon off;
worker_processes 1;
pid ${home}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  ${temporary}
  types { application/json json; text/event-stream sse; }
  client_body_buffer_size 256k;
  client_max_body_size 64m;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  ${servers}
}
`
}

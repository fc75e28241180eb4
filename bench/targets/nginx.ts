import { nginxPid, startNginx } from '../nginx.ts'
import { runCommand } from '../program.ts'
import type { Target } from '../target.ts'
import type { Upstream } from '../upstream.ts'

/** nginx as a plain reverse proxy that keeps its connections. */
export async function nginxTarget(upstream: Upstream, folder: string): Promise<Target> {
  const port = await startNginx(folder, 'proxy', (own) => servers(own, upstream))
  const version = await runCommand('bash', ['-c', 'nginx -v 2>&1'])
  return {
    name: 'nginx',
    version: /nginx\/(\S+)/.exec(version)?.[1] ?? 'unknown',
    pid: nginxPid(port),
    port,
    path: (kind) => `/${kind}/v1/chat/completions`,
    headers: () => ({}),
    model: () => 'bench',
  }
}

function servers(port: number, { staticPort, pacedPort }: Upstream): string {
  const pool = (name: string, upstreamPort: number): string => `upstream ${name} {
    server 127.0.0.1:${upstreamPort};
    keepalive 256;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
  }`
  return `${pool('static', staticPort)}
  ${pool('one_by_one', pacedPort)}
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location /unary/ { proxy_pass http://static; }
    location /stream/ { proxy_pass http://static; proxy_buffering off; }
    location /steady/ { proxy_pass http://one_by_one; proxy_buffering off; }
    location /paced/ { proxy_pass http://one_by_one; proxy_buffering off; }
  }`
}

import type { Kind, Target } from '../target.ts'
import { type Upstream, upstreamPort } from '../upstream.ts'
import { PORTKEY_VERSION, startPortkey } from './portkey-process.ts'

/** Portkey's gateway from npm, with a fallback from one target to another, both on the upstream. */
export async function portkeyTarget(upstream: Upstream): Promise<Target> {
  const { pid, port } = await startPortkey()
  return {
    name: 'Portkey',
    version: PORTKEY_VERSION,
    pid,
    port,
    path: () => '/v1/chat/completions',
    headers: (kind) => ({ 'x-portkey-config': JSON.stringify(fallback(upstream, kind)) }),
    model: () => 'bench',
  }
}

function fallback(upstream: Upstream, kind: Kind): unknown {
  const port = upstreamPort(upstream, kind)
  const one = { provider: 'openai', api_key: 'bench', custom_host: `http://127.0.0.1:${port}/${kind}/v1` }
  return { strategy: { mode: 'fallback' }, targets: [one, one] }
}

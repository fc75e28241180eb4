import type { Target } from '../target.ts'
import type { Upstream } from '../upstream.ts'

/** The upstream itself. Paced streams come from its other port. */
export function directTarget(upstream: Upstream, kind: 'static' | 'paced'): Target {
  return {
    name: 'direct',
    version: '',
    pid: null,
    port: kind === 'paced' ? upstream.pacedPort : upstream.staticPort,
    path: (of) => `/${of}/v1/chat/completions`,
    headers: () => ({}),
    model: () => 'bench',
  }
}

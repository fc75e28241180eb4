import type { Kind, Target } from '../target.ts'
import { type Upstream, upstreamPort } from '../upstream.ts'

/** The upstream itself, or that part of it that answers one kind of request. */
export function directTarget(upstream: Upstream, kind: Kind): Target {
  return {
    name: 'direct',
    version: '',
    pid: null,
    port: upstreamPort(upstream, kind),
    path: (of) => `/${of}/v1/chat/completions`,
    headers: () => ({}),
    model: () => 'bench',
  }
}

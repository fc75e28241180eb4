import type { IncomingMessage, ServerResponse } from 'node:http'

/** What scripts of a browser may read of an answer beside its body. */
const EXPOSED = [
  'x-request-id',
  'retry-after',
  'server-timing',
  'x-should-retry',
  'x-upstream-request-id',
  ...[
    'attempts',
    'deployment',
    'fallback-reason',
    'fallbacks',
    'model',
    'overhead-ms',
    'provider',
    'warnings',
  ].map((name) => `x-backstay-${name}`),
  ...['requests', 'tokens', 'usd'].flatMap((counted) => [
    `x-ratelimit-limit-${counted}`,
    `x-ratelimit-remaining-${counted}`,
  ]),
].join(', ')
const PREFLIGHT_S = '7200'
/** Not called by other people's pages, whatever is allowed for the rest. */
const OWN = /^\/api(?:\/|$)/

/** Lets browsers call from pages of the listed origins; `*` is any. Keys are sent by scripts: no cookie is ever allowed. */
export class Cors {
  readonly #origins: ReadonlySet<string>

  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins.map((origin) => origin.toLowerCase().replace(/\/$/, '')))
  }

  /** Marks the answer for the browser. True if there is nothing more to answer: it only asked whether it may. */
  answers(request: IncomingMessage, response: ServerResponse): boolean {
    const { headers, method, url = '/' } = request
    const { origin } = headers
    if (origin === undefined || OWN.test(url)) return false
    response.setHeader('vary', 'origin')
    if (!this.#origins.has('*') && !this.#origins.has(origin.toLowerCase())) return false
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-expose-headers', EXPOSED)
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false
    response.setHeader('access-control-allow-methods', 'GET, POST')
    const asked = headers['access-control-request-headers']
    if (asked !== undefined) response.setHeader('access-control-allow-headers', asked)
    response.setHeader('access-control-max-age', PREFLIGHT_S)
    response.writeHead(204).end()
    return true
  }
}

import type { Exchange } from './exchange.ts'

/** An endpoint; `path` ending in `/*` takes everything below it. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly run: (exchange: Exchange, rest: string) => void | Promise<void>
}

/** A route, and what the path says beyond it. */
interface Found {
  readonly route: Route
  readonly rest: string
}

/** Finds the endpoint of a request. */
export class RouteTable {
  readonly #exact = new Map<string, Found>()
  readonly #prefixes: readonly Route[]
  readonly #routes: readonly Route[]

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#exact.set(`${route.method} ${route.path}`, { route, rest: '' })
    this.#prefixes = routes.filter(({ path }) => path.endsWith('/*'))
    this.#routes = routes
  }

  /** `path` is without the query. */
  find(method: string, path: string): Found | null {
    const exact = this.#exact.get(`${method} ${path}`)
    if (exact !== undefined) return exact
    for (const route of this.#prefixes) {
      const start = route.path.slice(0, -1)
      if (route.method === method && path.startsWith(start)) return { route, rest: path.slice(start.length) }
    }
    return null
  }

  /** The route that takes this path by another method. */
  other(path: string): Route | null {
    return this.#routes.find((one) => one.path === path) ?? null
  }
}

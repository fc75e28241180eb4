import type { ConfigFile } from '@backstay/contract'
import type { HttpServerOptions, PageHandler } from '#accept/http-server'
import { HttpServer } from '#accept/http-server'
import type { Route } from '#accept/route-table'
import type { AdminDoor } from './admin-door.ts'
import { ConsoleBuild } from './console/console-build.ts'
import { consolePages } from './console/console-pages.ts'
import { healthRoutes } from './routes.ts'

export interface ListenOptions extends Pick<HttpServerOptions, 'exchange' | 'onRefusal' | 'onBug'> {
  readonly server: ConfigFile['server']
  /** `null`: admin API and console are on the port of the data plane. */
  readonly adminPort: number | null
  readonly routes: readonly Route[]
  readonly door: AdminDoor
}

/** The open ports. */
export interface Listening {
  /** `http://HOST:PORT`. */
  readonly url: string
  readonly adminUrl: string
  /** Has the console built in the background, unless it is built. */
  buildConsole(): void
  /** Takes no new connections, and resolves when running requests have ended; they are cut after `graceMs`. */
  drain(graceMs: number): Promise<void>
}

/** Opens the port of the data plane, and one for admin API and console where they have their own. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { server, adminPort, routes, door, exchange, onRefusal, onBug } = options
  const consoleBuild = new ConsoleBuild()
  const showConsole = consolePages(consoleBuild)
  const adminPages: PageHandler = (request, response) =>
    door.takes(request, response) || showConsole(request, response)
  const pages = adminPort === null ? adminPages : noPages
  const data: HttpServer = new HttpServer({
    routes: [...routes, ...healthRoutes(() => data.draining)],
    pages,
    exchange,
    cors: server.cors,
    ...(onRefusal !== undefined && { onRefusal }),
    onBug,
  })
  const url = urlOf(server.host, await data.listen(server.port, server.host))
  const buildConsole = (): void => void consoleBuild.look()
  if (adminPort === null) {
    const drain = (graceMs: number): Promise<void> => {
      consoleBuild.close()
      return data.drain(graceMs)
    }
    return { url, adminUrl: url, buildConsole, drain }
  }
  const admin: HttpServer = new HttpServer({
    routes: healthRoutes(() => admin.draining),
    pages: adminPages,
    exchange,
    onBug,
  })
  const opened = await admin.listen(adminPort, server.host).catch(async (cause: unknown) => {
    await data.drain(0)
    throw cause
  })
  return {
    url,
    adminUrl: urlOf(server.host, opened),
    buildConsole,
    drain: async (graceMs) => {
      consoleBuild.close()
      await Promise.all([data.drain(graceMs), admin.drain(graceMs)])
    },
  }
}

function noPages(): boolean {
  return false
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

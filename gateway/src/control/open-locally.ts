import { createMiddleware } from 'hono/factory'
import type { AdminEnv } from './admin-app.ts'
import { bearerToken, isSameSecret } from './authenticate.ts'
import type { ControlPorts } from './ports.ts'
import { identify } from './route-parts.ts'

/** Open on this machine; from elsewhere with the metrics token, or signed in. */
export function openLocally(ports: ControlPorts) {
  return createMiddleware<AdminEnv>(async (c, next) => {
    const presented = bearerToken({ authorization: c.req.header('authorization') })
    const { metricsToken, isLocal } = ports
    const known = presented !== null && metricsToken !== null && isSameSecret(presented, metricsToken)
    if (!known && !isLocal(c.env.incoming)) await identify(c, ports)
    await next()
  })
}

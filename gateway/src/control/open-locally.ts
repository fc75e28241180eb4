import { createMiddleware } from 'hono/factory'
import type { AdminEnv } from './admin-app.ts'
import { authenticate, bearerToken, isSameSecret } from './authenticate.ts'
import type { ControlPorts } from './ports.ts'

/** Open on this machine; from elsewhere with the metrics token, or signed in. */
export function openLocally(ports: ControlPorts) {
  return createMiddleware<AdminEnv>(async (c, next) => {
    const credentials = { authorization: c.req.header('authorization') }
    const presented = bearerToken(credentials)
    const { metricsToken, isLocal, authenticators } = ports
    const known = presented !== null && metricsToken !== null && isSameSecret(presented, metricsToken)
    if (!known && !isLocal(c.env.incoming)) await authenticate(credentials, authenticators)
    await next()
  })
}

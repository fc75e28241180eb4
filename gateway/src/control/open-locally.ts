import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { GatewayError } from '#domain/errors'
import type { AdminEnv } from './admin-app.ts'
import { bearerToken, isSameSecret } from './authenticate.ts'
import type { ControlPorts } from './ports.ts'
import { identify } from './route-parts.ts'

/** Open on this machine; from elsewhere with the metrics token, or to those who belong to the first organisation. */
export function openLocally(ports: ControlPorts) {
  return createMiddleware<AdminEnv>(async (c, next) => {
    const presented = bearerToken({ authorization: c.req.header('authorization') })
    const { metricsToken, isLocal } = ports
    const known = presented !== null && metricsToken !== null && isSameSecret(presented, metricsToken)
    if (!known && !isLocal(c.env.incoming)) await requireFirst(c, ports)
    await next()
  })
}

/** What the whole gateway counts tells of every organisation. */
async function requireFirst(c: Context<AdminEnv>, ports: ControlPorts): Promise<void> {
  const { organisation } = ports.signIn
  const identity = await identify(c, ports)
  if ((await identity.roleIn(organisation)) !== null) return
  throw new GatewayError('role_insufficient', { message: `This is for the organisation "${organisation}".` })
}

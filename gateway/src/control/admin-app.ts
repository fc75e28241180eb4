import { randomUUIDv7 } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import type { Actor } from './actor.ts'
import { answerError, invalidInput } from './answer-error.ts'
import type { Identity } from './authenticate.ts'
import type { Change } from './change.ts'
import { SESSION_COOKIE } from './people/people.ts'
import type { ControlPorts } from './ports.ts'
import { USE_CASES } from './use-cases/index.ts'

/** What handlers find in their context. */
export interface AdminEnv {
  readonly Bindings: HttpBindings
  readonly Variables: {
    readonly requestId: string
    readonly actor: Actor
    /** Of routes that are about whoever asks. */
    readonly identity: Identity
    /** Of routes that change something. */
    readonly change?: Change
  }
}

export type AdminApp = OpenAPIHono<AdminEnv>

/** Every route of the admin API, and one shape for every error. */
export function adminApp(ports: ControlPorts): AdminApp {
  const app: AdminApp = new OpenAPIHono<AdminEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.target, result.error)
    },
  })
  app.use('*', async (c, next) => {
    const requestId = randomUUIDv7()
    c.set('requestId', requestId)
    await next()
    c.res.headers.set('x-request-id', requestId)
    c.res.headers.set('cache-control', 'no-store')
    c.res.headers.set('x-content-type-options', 'nosniff')
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A service token, or the value of BACKSTAY_ADMIN_TOKEN.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description:
      'The session of somebody who signed in. Changes are taken from pages of the gateway itself only.',
  })
  for (const mount of USE_CASES) mount(app, ports)
  app.notFound((c) => {
    const { method, path } = c.req
    const message = `There is no endpoint ${method} ${path.slice(0, 100)}.`
    return answerError(c, new GatewayError('admin_route_not_found', { message }))
  })
  app.onError((error, c) => answerError(c, error, ports.onBug))
  return app
}

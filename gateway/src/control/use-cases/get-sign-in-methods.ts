import { signInMethodsSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { ERRORS, json, openToAll } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

export const getSignInMethods: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: '/api/auth/methods',
    summary: 'How people may sign in',
    tags: ['Sign-in'],
    ...openToAll(ports),
    responses: { 200: json('The ways in.', signInMethodsSchema), ...ERRORS },
  })
  const providers = ports.signIn.providers.map(({ id, name }) => ({ id, name }))
  app.openapi(route, (c) => c.json({ password: true, providers }, 200))
}

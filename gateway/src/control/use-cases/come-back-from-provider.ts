import { createRoute, z } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import { libraryHeaders } from '../library-headers.ts'
import { openToAll, SIGN_IN_ERRORS } from '../route-parts.ts'
import { setCookies } from '../set-cookies.ts'
import type { UseCase } from '../use-case.ts'

export const comeBackFromProvider: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: '/api/auth/callback/{provider}',
    summary: 'Where an identity provider sends the browser back to',
    tags: ['Sign-in'],
    ...openToAll(ports),
    request: { params: z.object({ provider: z.string().min(1).max(80) }) },
    responses: {
      ...SIGN_IN_ERRORS,
      200: { description: 'Not used.' },
      302: { description: 'To the console, signed in; or to its sign-in page, with `error`.' },
    },
  })
  app.openapi(route, async (c) => {
    const { handler } = await ports.people.signInLibrary()
    const { pathname, search } = new URL(c.req.url)
    const url = `${ports.origin()}${pathname}${search}`
    const answer = await handler(new Request(url, { headers: libraryHeaders(c, ports) }))
    const location = answer.headers.get('location')
    if (answer.status !== 302 || location === null) throw new GatewayError('sign_in_failed')
    setCookies(c, ports, answer.headers.getSetCookie())
    return c.redirect(location, 302)
  })
}

import { createRoute, z } from '@hono/zod-openapi'
import { libraryHeaders } from '../library-headers.ts'
import { ERRORS, json, openToAll } from '../route-parts.ts'
import { setCookies } from '../set-cookies.ts'
import type { UseCase } from '../use-case.ts'

export const signOut: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: '/api/auth/sign-out',
    summary: 'End the session',
    tags: ['Sign-in'],
    ...openToAll(ports),
    responses: { 200: json('Nobody is signed in now.', z.object({ signedOut: z.literal(true) })), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const headers = libraryHeaders(c, ports)
    if (headers.has('cookie')) setCookies(c, ports, await ports.people.signOut(headers))
    return c.json({ signedOut: true as const }, 200)
  })
}

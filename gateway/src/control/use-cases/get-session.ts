import { sessionSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { describeSession } from '../describe-session.ts'
import { ERRORS, json, signedIn } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

export const getSession: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: '/api/session',
    summary: 'Who asks, where they belong, and what they may',
    tags: ['Sign-in'],
    ...signedIn(ports),
    responses: { 200: json('Who asks.', sessionSchema), ...ERRORS },
  })
  app.openapi(route, async (c) =>
    c.json(await describeSession(c.get('identity'), c.req.header('cookie'), ports), 200),
  )
}

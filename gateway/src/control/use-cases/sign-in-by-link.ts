import { linkSignInSchema, sessionSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { answerSession } from '../answer-session.ts'
import { libraryHeaders } from '../library-headers.ts'
import { networkOf, PER_ADDRESS } from '../people/guess-limits.ts'
import { body, json, openToAll, SIGN_IN_ERRORS } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

export const signInByLink: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: '/api/auth/sign-in/link',
    summary: 'Sign in with a one-time link, or take up an invitation',
    description: 'The first owner, somebody who lost a password, or somebody who was invited. Works once.',
    tags: ['Sign-in'],
    ...openToAll(ports),
    request: body(linkSignInSchema),
    responses: { 200: json('Who is signed in now.', sessionSchema), ...SIGN_IN_ERRORS },
  })
  app.openapi(route, async (c) => {
    const { token } = c.req.valid('json')
    const address = networkOf(ports.addressOf(c.env.incoming))
    const headers = libraryHeaders(c, ports)
    const { redeemed, cookies } = await ports.guesses.attempt(
      [{ id: `link ${address}`, limit: PER_ADDRESS }],
      () => ports.people.signInByLink(token, headers),
    )
    const session = await answerSession(c, ports, cookies)
    if (redeemed.organisation !== null) {
      const { id, name } = session
      await ports.audit.write({
        actor: { kind: 'person', id, name, organisation: redeemed.organisation },
        action: 'member.join',
        target: { kind: 'person', id, name },
        before: null,
        after: { by: redeemed.purpose },
        request: c.get('requestId'),
      })
    }
    return c.json(session, 200)
  })
}

import { sessionSchema, signInSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { answerSession } from '../answer-session.ts'
import { libraryHeaders } from '../library-headers.ts'
import { networkOf, PER_ACCOUNT, PER_ADDRESS } from '../people/guess-limits.ts'
import { body, json, openToAll, SIGN_IN_ERRORS } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

export const signIn: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: '/api/auth/sign-in/email',
    summary: 'Sign in with address and password',
    description:
      'Sets the cookie of the session. Attempts that fail are counted per address of the client and per account.',
    tags: ['Sign-in'],
    ...openToAll(ports),
    request: body(signInSchema),
    responses: { 200: json('Who is signed in now.', sessionSchema), ...SIGN_IN_ERRORS },
  })
  app.openapi(route, async (c) => {
    const { email, password } = c.req.valid('json')
    const counted = [
      { id: `address ${networkOf(ports.addressOf(c.env.incoming))}`, limit: PER_ADDRESS },
      { id: `account ${email.toLowerCase()}`, limit: PER_ACCOUNT },
    ]
    const headers = libraryHeaders(c, ports)
    const cookies = await ports.guesses.attempt(counted, () => ports.people.signIn(email, password, headers))
    return c.json(await answerSession(c, ports, cookies), 200)
  })
}

import { providerSignInSchema, providerUrlSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import { libraryHeaders } from '../library-headers.ts'
import { body, json, openToAll, SIGN_IN_ERRORS } from '../route-parts.ts'
import { setCookies } from '../set-cookies.ts'
import type { UseCase } from '../use-case.ts'

export const signInByProvider: UseCase = (app, ports) => {
  const { people, signIn } = ports
  const begin = createRoute({
    method: 'post',
    path: '/api/auth/sign-in/provider',
    summary: 'Begin to sign in with an identity provider',
    description: 'Send the browser where the answer says; it comes back to the console, signed in.',
    tags: ['Sign-in'],
    ...openToAll(ports),
    request: body(providerSignInSchema),
    responses: { 200: json('Where to go.', providerUrlSchema), ...SIGN_IN_ERRORS },
  })
  app.openapi(begin, async (c) => {
    const { provider } = c.req.valid('json')
    if (!signIn.providers.some(({ id }) => id === provider)) {
      const message = `There is no identity provider "${provider}".`
      throw new GatewayError('resource_not_found', { message, param: 'provider' })
    }
    const { api } = await people.signInLibrary()
    const answer = await api.signInSocial({
      body: {
        provider,
        callbackURL: '/console',
        errorCallbackURL: '/console/sign-in',
        disableRedirect: true,
      },
      headers: libraryHeaders(c, ports),
      asResponse: true,
    })
    if (answer.status !== 200) {
      // It asks the provider once, when it is made.
      people.forgetLibrary()
      throw new GatewayError('provider_unavailable')
    }
    setCookies(c, ports, answer.headers.getSetCookie())
    return c.json(providerUrlSchema.parse(await answer.json()), 200)
  })
}

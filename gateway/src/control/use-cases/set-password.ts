import { passwordChangeSchema, sessionSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import { GatewayError } from '#domain/errors'
import { describeSession } from '../describe-session.ts'
import { introduce } from '../people/introduce.ts'
import { PER_ACCOUNT } from '../people/guess-limits.ts'
import type { SignedIn } from '../people/people.ts'
import type { ControlPorts } from '../ports.ts'
import { body, json, signedIn, SIGN_IN_ERRORS } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

type Change = z.output<typeof passwordChangeSchema>

export const setPassword: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: '/api/session/password',
    summary: 'Set or change your own password',
    description: 'Ends your other sessions.',
    tags: ['Sign-in'],
    ...signedIn(ports),
    request: body(passwordChangeSchema),
    responses: { 200: json('Who you are now.', sessionSchema), ...SIGN_IN_ERRORS },
  })
  app.openapi(route, async (c) => {
    const asked = c.req.valid('json')
    const cookie = c.req.header('cookie')
    const found = await ports.people.signedIn(cookie)
    if (found === null || c.get('identity').kind !== 'person') {
      throw new GatewayError('role_insufficient', { message: 'Tokens have no password.' })
    }
    await requireOwnPassword(found, asked, ports)
    await introduce(ports.database, found.person, asked)
    await ports.people.setPassword(found, asked.newPassword)
    const identity = (await ports.people.identity(cookie)) ?? c.get('identity')
    const session = await describeSession(identity, cookie, ports)
    const { id, name, organisation } = session
    if (organisation !== null) {
      await ports.audit.write({
        actor: { kind: 'person', id, name, organisation },
        action: 'person.password',
        target: { kind: 'person', id, name },
        before: null,
        after: null,
        request: c.get('requestId'),
      })
    }
    return c.json(session, 200)
  })
}

/** @throws GatewayError - 400 where the password so far is needed and wrong. */
async function requireOwnPassword(
  { person, session }: SignedIn,
  { currentPassword }: Change,
  { people, guesses }: ControlPorts,
): Promise<void> {
  if (session.byLink || !(await people.hasPassword(person.id))) return
  if (currentPassword === undefined) {
    const message = '`currentPassword` is needed: you have a password already.'
    throw new GatewayError('invalid_body', { message, param: 'currentPassword' })
  }
  await guesses.attempt([{ id: `password ${person.id}`, limit: PER_ACCOUNT }], async () => {
    if (await people.isPassword(person.id, currentPassword)) return
    const message = '`currentPassword` is not your password.'
    throw new GatewayError('invalid_body', { message, param: 'currentPassword' })
  })
}

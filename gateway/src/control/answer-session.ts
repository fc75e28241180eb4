import type { Session } from '@backstay/contract/admin'
import type { Context } from 'hono'
import type { AdminEnv } from './admin-app.ts'
import { describeSession } from './describe-session.ts'
import type { Cookies } from './people/people.ts'
import type { ControlPorts } from './ports.ts'
import { setCookies } from './set-cookies.ts'

/** Sets the cookies of a session that has just begun, and says whose it is. */
export async function answerSession(
  c: Context<AdminEnv>,
  ports: ControlPorts,
  cookies: Cookies,
): Promise<Session> {
  setCookies(c, ports, cookies)
  // None are set where whoever asks was signed in already.
  const cookie = cookies.length === 0 ? c.req.header('cookie') : cookies.map(pairOf).join('; ')
  const identity = await ports.people.identity(cookie)
  if (identity === null) throw new Error('a session that nobody has')
  return describeSession(identity, cookie, ports)
}

function pairOf(cookie: string): string {
  return cookie.slice(0, cookie.indexOf(';'))
}

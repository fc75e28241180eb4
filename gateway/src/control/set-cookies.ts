import type { Context } from 'hono'
import type { AdminEnv } from './admin-app.ts'
import type { Cookies } from './people/people.ts'
import type { ControlPorts } from './ports.ts'

/** Sets cookies that over TLS are sent back over TLS only. */
export function setCookies(c: Context<AdminEnv>, { isSecure }: ControlPorts, cookies: Cookies): void {
  const secure = isSecure(c.env.incoming) ? '; Secure' : ''
  for (const cookie of cookies) c.header('set-cookie', `${cookie}${secure}`, { append: true })
}

import type { Context } from 'hono'
import type { AdminEnv } from './admin-app.ts'
import { CLIENT_ADDRESS_HEADER } from './people/client-address-header.ts'
import type { ControlPorts } from './ports.ts'

/** What the sign-in library sees of a request: the cookies, and who sent it as far as proxies are trusted. */
export function libraryHeaders(c: Context<AdminEnv>, { addressOf }: ControlPorts): Headers {
  const headers = new Headers({ [CLIENT_ADDRESS_HEADER]: addressOf(c.env.incoming) })
  for (const name of ['cookie', 'user-agent']) {
    const value = c.req.header(name)
    if (value !== undefined) headers.set(name, value)
  }
  return headers
}

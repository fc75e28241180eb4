import type { AdminReply } from './ask-admin.ts'
import type { Backstay } from './start-backstay.ts'

export interface PageRequest {
  readonly method?: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
  /** The page that asks; `null`: the browser names none. */
  readonly origin?: string | null
}

/** What keeps cookies, and tells where a request comes from. */
export class Browser {
  readonly #url: string
  readonly #cookies = new Map<string, string>()
  /** As they were last set, with their attributes. */
  set: readonly string[] = []

  constructor({ adminUrl }: Pick<Backstay, 'adminUrl'>) {
    this.#url = adminUrl
  }

  async ask(path: string, request: PageRequest = {}): Promise<AdminReply> {
    const { body, method = body === undefined ? 'GET' : 'POST', headers, origin = this.#url } = request
    const response = await fetch(path.startsWith('http') ? path : `${this.#url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'cookie': [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(origin !== null && method !== 'GET' && { origin }),
        ...headers,
      },
      redirect: 'manual',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
    this.#keep(response.headers.getSetCookie())
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }

  /** Opens a link as the console does. */
  open(link: string): Promise<AdminReply> {
    const token = /#link=(?<token>.+)$/u.exec(link)?.groups?.['token'] ?? ''
    return this.ask('/api/auth/sign-in/link', { body: { token } })
  }

  signIn(email: string, password: string): Promise<AdminReply> {
    return this.ask('/api/auth/sign-in/email', { body: { email, password } })
  }

  #keep(cookies: readonly string[]): void {
    if (cookies.length > 0) this.set = cookies
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(cookie) ?? []
      if (/max-age=0/iu.test(cookie)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }
}

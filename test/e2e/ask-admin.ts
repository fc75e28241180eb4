import type { Backstay } from './start-backstay.ts'
import { ADMIN_TOKEN } from './start-backstay.ts'

/** What the admin API answered. */
export interface AdminReply {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface AdminQuestion {
  readonly method?: string
  /** Sent as JSON, unless it is text. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What every path of the admin API that is not written out is below. */
const ORGANISATION = '/api/organisations/default'

/** One request to the admin API, signed in as owner. */
export async function askAdmin(
  { adminUrl }: Backstay,
  path: string,
  question: AdminQuestion = {},
): Promise<AdminReply> {
  const { body, method = body === undefined ? 'GET' : 'POST', headers } = question
  const response = await fetch(`${adminUrl}${path.startsWith('/') ? path : `${ORGANISATION}/${path}`}`, {
    method,
    headers: { 'authorization': `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  })
  const text = await response.text()
  const isJson = text !== '' && /\bjson\b/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

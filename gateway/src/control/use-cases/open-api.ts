import { docsPage } from '../docs-page.ts'
import { openLocally } from '../open-locally.ts'
import type { UseCase } from '../use-case.ts'

const INFO = {
  title: 'Backstay admin API',
  version: '1',
  description:
    'What operators see and change. Errors have one shape; their codes are explained in docs/errors.md.',
}

/** Nothing but what the page itself brings. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
}

/** The description of the API, for programs and for people. */
export const openApi: UseCase = (app, ports) => {
  let document: ReturnType<typeof app.getOpenAPI31Document> | null = null
  const described = (): NonNullable<typeof document> =>
    (document ??= app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO }))
  app.get('/api/openapi.json', openLocally(ports), (c) => c.json(described()))
  app.get('/api/docs', openLocally(ports), (c) => c.html(docsPage(described()), 200, SECURITY_HEADERS))
}

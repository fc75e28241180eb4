import { readFileSync } from 'node:fs'
import type { PageHandler } from '#accept/http-server'

/** Nothing but what the page itself brings. */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** Serves the console under `/console`, and sends a browser that asks for `/` there. */
export function consolePages(): PageHandler {
  let page: Buffer | null = null
  return (request, response) => {
    if (request.method !== 'GET') return false
    if (request.url === '/') {
      response.writeHead(302, { location: '/console' }).end()
      return true
    }
    if (request.url !== '/console' && request.url !== '/console/') return false
    page ??= readFileSync(new URL('../../console/index.html', import.meta.url))
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...SECURITY_HEADERS }).end(page)
    return true
  }
}

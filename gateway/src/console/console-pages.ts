import { randomBytes } from 'node:crypto'
import type { PageHandler } from '#accept/http-server'
import type { ConsoleBuild } from './console-build.ts'
import { ConsoleFiles } from './console-files.ts'
import { failedPage, waitingPage } from './waiting-page.ts'

type Request = Parameters<PageHandler>[0]
type Response = Parameters<PageHandler>[1]

const PREFIX = '/console'
const NONCE = '{{nonce}}'
const NONCE_BYTES = 18
/** Names of assets contain a hash of what is in them. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const RETRY_AFTER_S = '2'

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

/** Serves the console under `/console`, and sends a browser that asks for `/` there. */
export function consolePages(build: ConsoleBuild): PageHandler {
  let opened: Promise<ConsoleFiles> | null = null
  const serve = async (request: Request, response: Response, path: string): Promise<void> => {
    const state = await build.look()
    if (state.kind !== 'built') {
      sendWaiting(response, state.kind === 'failed' ? state.problem : null)
      return
    }
    opened ??= ConsoleFiles.open(state.folder)
    const files = await opened
    if (path.startsWith('/assets/')) await sendAsset(files, path.slice(1), { request, response })
    else sendIndex(files, response)
  }
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const [path = '/'] = (request.url ?? '/').split('?')
    if (path === '/') {
      response.writeHead(302, { location: PREFIX }).end()
      return true
    }
    if (path !== PREFIX && !path.startsWith(`${PREFIX}/`)) return false
    serve(request, response, path.slice(PREFIX.length)).catch((error: unknown) => {
      opened = null
      build.forget()
      if (response.headersSent) response.destroy()
      else sendWaiting(response, String(error))
    })
    return true
  }
}

/** Every path below is one page: the console finds its way by itself. */
function sendIndex(files: ConsoleFiles, response: Response): void {
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  response
    .writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(nonce),
    })
    .end(files.index.replaceAll(NONCE, nonce))
}

async function sendAsset(
  files: ConsoleFiles,
  name: string,
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const file = files.find(name, request.headers['accept-encoding'] ?? '')
  if (file === null) {
    response.writeHead(404, { ...SECURITY_HEADERS, 'cache-control': 'no-store' }).end()
    return
  }
  const body = await file.read()
  response
    .writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': file.type,
      'content-length': body.length,
      'cache-control': FOR_EVER,
      'vary': 'accept-encoding',
      ...(file.encoding !== null && { 'content-encoding': file.encoding }),
    })
    .end(body)
}

/** With a problem there is nothing to wait for. */
function sendWaiting(response: Response, problem: string | null): void {
  const page = problem === null ? waitingPage() : failedPage(problem)
  response
    .writeHead(problem === null ? 503 : 500, {
      ...SECURITY_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': RETRY_AFTER_S,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    })
    .end(page)
}

/** Nothing but what this gateway serves, and no inline script. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

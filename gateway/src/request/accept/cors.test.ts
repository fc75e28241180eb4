import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import { Cors } from './cors.ts'

const PAGE = 'https://app.example'

function asked(cors: Cors, method: string, url: string, headers: Record<string, string>) {
  const set: Record<string, string> = {}
  let status: number | null = null
  const response = {
    setHeader: (name: string, value: string) => (set[name] = value),
    writeHead: (code: number) => {
      status = code
      return { end: () => undefined }
    },
  }
  const request = { method, url, headers }
  const answered = cors.answers(request as unknown as IncomingMessage, response as unknown as ServerResponse)
  return { answered, status, allowed: set['access-control-allow-origin'] ?? null, set }
}

const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization',
}

it('lets pages of the listed origins ask and call', () => {
  const cors = new Cors([`${PAGE}/`])
  const before = asked(cors, 'OPTIONS', '/v1/chat/completions', { origin: PAGE, ...PREFLIGHT })
  expect(before).toMatchObject({ answered: true, status: 204, allowed: PAGE })
  expect(before.set['access-control-allow-headers']).toBe('authorization')
  const call = asked(cors, 'POST', '/v1/chat/completions', { origin: PAGE })
  expect(call).toMatchObject({ answered: false, allowed: PAGE })
  expect(call.set['access-control-expose-headers']).toContain('x-backstay-model')
  expect(call.set['access-control-allow-credentials']).toBeUndefined()
})

it('lets no others, and nobody to the admin API', () => {
  const cors = new Cors([PAGE])
  for (const [url, origin] of [
    ['/v1/models', 'https://app.example.evil'],
    ['/v1/models', 'null'],
    ['/api/organisations/default/health', PAGE],
  ]) {
    const one = asked(cors, 'OPTIONS', url ?? '', { origin: origin ?? '', ...PREFLIGHT })
    expect({ url, origin, ...one }).toMatchObject({ answered: false, allowed: null })
  }
  const everybody = new Cors(['*'])
  expect(asked(everybody, 'GET', '/v1/models', { origin: 'https://any.example' }).allowed).toBe(
    'https://any.example',
  )
  expect(asked(everybody, 'GET', '/api/docs', { origin: PAGE }).allowed).toBeNull()
})

import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What a provider says of somebody. */
export interface Claims {
  readonly sub: string
  readonly email: string
  readonly email_verified?: boolean
  readonly name?: string
}

/** An OpenID Connect provider on this machine: discovery, keys, authorization code with PKCE and nonce. */
export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who agrees at the next visit. */
  visitor: Claims
  /** What becomes of the token before it is signed; for tests of what is refused. */
  tamper: (claims: Readonly<Record<string, unknown>>) => object
}

interface Grant {
  readonly claims: Claims
  readonly nonce: string | null
  readonly challenge: string | null
  readonly redirect: string | null
}

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const grants = new Map<string, Grant>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer)
    const answer = (body: object, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    const token = async (): Promise<void> => {
      const form = new URLSearchParams(await text(request))
      const grant = grants.get(form.get('code') ?? '')
      grants.delete(form.get('code') ?? '')
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      const known =
        form.get('client_id') === provider.clientId && form.get('client_secret') === provider.clientSecret
      if (grant === undefined || !known || verifier !== grant.challenge)
        return answer({ error: 'invalid_grant' }, 400)
      if (form.get('redirect_uri') !== grant.redirect) return answer({ error: 'invalid_grant' }, 400)
      const now = Math.floor(Date.now() / 1_000)
      const { issuer, clientId } = provider
      const claims = {
        iss: issuer,
        aud: clientId,
        iat: now,
        exp: now + 300,
        nonce: grant.nonce,
        ...grant.claims,
      }
      const idToken = signed(provider.tamper(claims))
      return answer({ access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken })
    }
    if (url.pathname === '/.well-known/openid-configuration') {
      answer({
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
    } else if (url.pathname === '/keys') {
      answer({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] })
    } else if (url.pathname === '/authorize') {
      const code = randomUUID()
      const asked = (name: string): string | null => url.searchParams.get(name)
      grants.set(code, {
        claims: provider.visitor,
        nonce: asked('nonce'),
        challenge: asked('code_challenge'),
        redirect: asked('redirect_uri'),
      })
      const back = new URL(asked('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked('state') ?? '')
      response.writeHead(302, { location: back.href }).end()
    } else void token()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const signed = (claims: object): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const head = `${part({ alg: 'RS256', kid: 'k1', typ: 'JWT' })}.${part(claims)}`
    return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey, 'base64url')}`
  }
  const provider: IdentityProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: 'backstay',
    clientSecret: 'client-secret-0123456789',
    visitor: { sub: '1', email: 'nobody@example.com' },
    tamper: (claims) => claims,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
  return provider
}

import type { Outgoing } from './exchange.ts'
import type { CloudAccess } from './target.ts'

/** Puts the proof of identity that a cloud asks for beside a request. Rejects where there is none to be had. */
export type CloudProof = (outgoing: Outgoing, origin: string, access: CloudAccess) => Promise<Outgoing>

interface AwsKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

type Tokens = () => Promise<string | null | undefined>

const DEFAULT = ''

/**
 * Signs requests for AWS, and gets tokens of Google: by configured credentials, else by those that the clouds' own
 * libraries find (environment, files, the metadata service). These are loaded when they are first needed; they keep what
 * they got, and get it anew in time.
 */
export function cloudProof(): CloudProof {
  const awsKeys = new Map<string, () => Promise<AwsKeys>>()
  const googleTokens = new Map<string, Promise<Tokens>>()

  async function keysOf(credentials: string | null): Promise<AwsKeys> {
    const name = credentials ?? DEFAULT
    let keys = awsKeys.get(name)
    if (keys === undefined) {
      if (credentials === null) {
        const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
        keys = awsKeys.get(name) ?? defaultProvider()
      } else {
        const parsed = readKeys(credentials)
        keys = () => Promise.resolve(parsed)
      }
      awsKeys.set(name, keys)
    }
    return keys()
  }

  async function signed(outgoing: Outgoing, origin: string, access: CloudAccess): Promise<Outgoing> {
    const [{ AwsV4Signer }, keys] = await Promise.all([import('aws4fetch'), keysOf(access.credentials)])
    const signer = new AwsV4Signer({
      ...keys,
      url: origin + outgoing.path,
      method: 'POST',
      service: 'bedrock',
      region: access.location,
      body: outgoing.body as Uint8Array<ArrayBuffer>,
    })
    const { headers } = await signer.sign()
    return { ...outgoing, headers: [...outgoing.headers, ...[...headers].flat()] }
  }

  async function bearing(outgoing: Outgoing, { credentials }: CloudAccess): Promise<Outgoing> {
    const name = credentials ?? DEFAULT
    let tokens = googleTokens.get(name)
    if (tokens === undefined) googleTokens.set(name, (tokens = tokensOf(credentials)))
    const token = await (await tokens)()
    if (token === null || token === undefined) throw new Error('there is no access token')
    return { ...outgoing, headers: [...outgoing.headers, 'authorization', `Bearer ${token}`] }
  }

  return (outgoing, origin, access) =>
    access.kind === 'aws' ? signed(outgoing, origin, access) : bearing(outgoing, access)
}

async function tokensOf(credentials: string | null): Promise<Tokens> {
  const { GoogleAuth } = await import('google-auth-library')
  const scopes = 'https://www.googleapis.com/auth/cloud-platform'
  const given = credentials === null ? {} : { credentials: JSON.parse(credentials) as object }
  const auth = new GoogleAuth({ scopes, ...given })
  return () => auth.getAccessToken()
}

/** `KEY_ID:SECRET_KEY[:SESSION_TOKEN]`. */
function readKeys(credentials: string): AwsKeys {
  const [accessKeyId = '', secretAccessKey = '', ...rest] = credentials.split(':')
  if (secretAccessKey === '') throw new Error('credentials are not KEY_ID:SECRET_KEY[:SESSION_TOKEN]')
  return { accessKeyId, secretAccessKey, ...(rest.length > 0 && { sessionToken: rest.join(':') }) }
}

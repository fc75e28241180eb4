import { describe, expect, it } from 'vitest'
import type { Role } from './actor.ts'
import { may, PERMISSIONS, ROLES } from './actor.ts'
import type { Authenticator, Identity } from './authenticate.ts'
import { adminTokenAuthenticator, authenticate, bearerToken, isSameSecret } from './authenticate.ts'

const TOKEN = 'a-token-of-some-length'
const byToken = adminTokenAuthenticator({
  token: TOKEN,
  organisation: () => 'default',
  exists: (organisation) => Promise.resolve(organisation === 'other'),
})
const NOTHING = { authorization: undefined, cookie: undefined }

describe('the token of a request', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer   abc  ', 'abc'],
    ['BEARER a.b-c_d=', 'a.b-c_d='],
    ['Bearer', null],
    ['Bearer a b', null],
    ['Basic abc', null],
    ['abc', null],
    [undefined, null],
  ])('in %j is %j', (authorization, token) => {
    expect(bearerToken({ authorization })).toBe(token)
  })

  it('is the right one only if it is the same to the last character', () => {
    expect(isSameSecret(TOKEN, TOKEN)).toBe(true)
    for (const other of ['', TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase()]) {
      expect(isSameSecret(other, TOKEN)).toBe(false)
    }
  })
})

describe('who asks', () => {
  const signed = { ...NOTHING, authorization: `Bearer ${TOKEN}` }

  it('is the owner of every organisation there is, with the token', async () => {
    const identity = await authenticate(signed, [byToken])
    expect(identity).toMatchObject({
      kind: 'admin-token',
      id: 'admin-token',
      home: 'default',
      ambient: false,
    })
    for (const [organisation, role] of [
      ['default', 'owner'],
      ['other', 'owner'],
      ['none', null],
    ] as const) {
      expect(await identity.roleIn(organisation)).toBe(role)
    }
  })

  it('is whoever the first way knows that knows anybody', async () => {
    const viewer: Identity = {
      kind: 'person',
      id: 'u1',
      name: 'Ada',
      ambient: true,
      home: 'default',
      roleIn: () => 'viewer',
    }
    const bySession: Authenticator = ({ authorization }) =>
      Promise.resolve(authorization === undefined ? viewer : null)
    expect(await authenticate(NOTHING, [byToken, bySession])).toBe(viewer)
    expect(await authenticate(signed, [bySession, byToken])).toMatchObject({ kind: 'admin-token' })
  })

  it('is told how to sign in', async () => {
    const wrong = { ...NOTHING, authorization: 'Bearer x' }
    await expect(authenticate(wrong, [byToken])).rejects.toMatchObject({ code: 'not_signed_in' })
    await expect(authenticate(NOTHING, [])).rejects.toMatchObject({ code: 'not_signed_in' })
  })
})

describe('a role', () => {
  it('includes what those below it may, and something of its own', () => {
    const permissions = Object.keys(PERMISSIONS) as (keyof typeof PERMISSIONS)[]
    const of = (role: Role): string[] => permissions.filter((permission) => may({ role }, permission))
    for (const [index, role] of ROLES.slice(1).entries()) {
      const above = ROLES[index] ?? 'owner'
      expect(of(above)).toEqual(expect.arrayContaining(of(role)))
      expect(of(above).length).toBeGreaterThan(of(role).length)
    }
  })

  it('of viewers changes nothing', () => {
    for (const permission of Object.keys(PERMISSIONS) as (keyof typeof PERMISSIONS)[]) {
      const reads = permission.endsWith(':read') || permission === 'routing:explain'
      expect([permission, may({ role: 'viewer' }, permission)]).toEqual([permission, reads])
    }
  })
})

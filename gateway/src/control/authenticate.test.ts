import { describe, expect, it } from 'vitest'
import { may } from './actor.ts'
import type { Authenticator } from './authenticate.ts'
import { authenticate, bearerToken, isSameSecret, tokenAuthenticator } from './authenticate.ts'

const TOKEN = 'a-token-of-some-length'
const byToken = tokenAuthenticator(TOKEN, () => 'default')

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
  const authorization = `Bearer ${TOKEN}`

  it('is the owner of the organisation, with the token', async () => {
    expect(await authenticate({ authorization }, [byToken])).toEqual({
      kind: 'admin-token',
      id: 'admin-token',
      name: 'Admin token',
      role: 'owner',
      organisation: 'default',
    })
  })

  it('is whoever the first way knows that knows anybody', async () => {
    const viewer = {
      kind: 'person',
      id: 'u1',
      name: 'Ada',
      role: 'viewer',
      organisation: 'default',
    } as const
    const bySession: Authenticator = ({ authorization: given }) =>
      Promise.resolve(given === undefined ? viewer : null)
    expect(await authenticate({ authorization: undefined }, [byToken, bySession])).toEqual(viewer)
    expect(await authenticate({ authorization }, [bySession, byToken])).toMatchObject({ role: 'owner' })
  })

  it('is told how to sign in, or that nobody can', async () => {
    await expect(authenticate({ authorization: 'Bearer x' }, [byToken])).rejects.toMatchObject({
      code: 'not_signed_in',
    })
    await expect(authenticate({ authorization }, [])).rejects.toMatchObject({ code: 'admin_api_off' })
  })

  it('may do what the role includes', () => {
    const actor = (role: 'owner' | 'viewer') => ({ role })
    expect(may(actor('viewer'), 'health:read')).toBe(true)
    expect(may(actor('viewer'), 'deployments:operate')).toBe(false)
    expect(may(actor('owner'), 'deployments:operate')).toBe(true)
  })
})

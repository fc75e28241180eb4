import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import type { ControlDatabase } from '#store/control-database'
import { controlDatabase } from '#store/control-database'
import { SecretBox } from '#store/secret-box'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { GuessLimits } from './guess-limits.ts'
import { People } from './people.ts'
import { makeSignInLink } from './sign-in-links.ts'

const BOX = new SecretBox(['master-key-of-the-tests-0123456789'])
const PASSWORD = 'correct horse battery'

describe.each(await testStores())('people on $name', ({ make }) => {
  let store: TestStore
  let database: ControlDatabase
  let clock: VirtualClock
  let people: People
  const problems: string[] = []
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    database = controlDatabase(store.url)
    clock = new VirtualClock()
    people = newPeople()
    return undefined
  })
  /** As another process, or this one after a restart, would have them. */
  const newPeople = (): People =>
    new People({
      database,
      clock,
      settings: { sessionHours: 1, providers: [], organisation: 'default' },
      origin: () => 'http://127.0.0.1:1',
      secrets: () => BOX,
      warn: (message) => problems.push(message),
    })
  afterEach(async () => {
    await database.destroy()
    await store.remove()
  })

  const cookieOf = (cookies: readonly string[]): string => cookies.map((one) => one.split(';')[0]).join('; ')
  const first = async () => {
    const link = await makeSignInLink(database, clock, { kind: 'first-start', organisation: 'default' })
    return { token: link.token, ...(await people.signInByLink(link.token, new Headers())) }
  }

  it('come by a link once, set a password, come back with it, and leave', async () => {
    const { cookies, token } = await first()
    const cookie = cookieOf(cookies)
    const signedIn = await people.signedIn(cookie)
    expect(signedIn).toMatchObject({ session: { byLink: true } })
    expect(await people.identity(cookie)).toMatchObject({ kind: 'person', name: 'Owner', home: 'default' })
    await expect(people.signInByLink(token, new Headers())).rejects.toMatchObject({ code: 'link_not_valid' })

    if (signedIn === null) throw new Error('nobody')
    const { email, id } = signedIn.person
    expect(await people.hasPassword(id)).toBe(false)
    await people.setPassword(signedIn, PASSWORD)
    expect(await people.hasPassword(id)).toBe(true)
    expect(await people.isPassword(id, PASSWORD)).toBe(true)
    expect(await people.isPassword(id, 'another password')).toBe(false)
    expect(await people.signedIn(cookie)).toMatchObject({ session: { byLink: false } })

    await expect(people.signIn(email, 'another password', new Headers())).rejects.toMatchObject({
      code: 'sign_in_failed',
    })
    const again = cookieOf(await people.signIn(email, PASSWORD, new Headers()))
    expect((await people.signedIn(again))?.person.id).toBe(id)
    await people.signOut(new Headers({ cookie: again }))
    expect(await people.signedIn(again)).toBeNull()
    expect(problems).toEqual([])
  })

  it('have sessions signed by a secret that is sealed in the store, once for all processes', async () => {
    const values = () => database.selectFrom('instance_values').selectAll().execute()
    const cookie = cookieOf((await first()).cookies)
    const [sealed, ...more] = await values()
    expect([sealed?.id, more]).toEqual(['session-secret', []])
    const clear = BOX.open('session-secret', {
      sealed: sealed?.value ?? '',
      sealed_under: sealed?.sealed_under ?? '',
    })
    expect(clear).toMatch(/^[\w-]{43}$/)
    expect(await newPeople().signedIn(cookie)).not.toBeNull()

    // As an older version left it.
    await database.updateTable('instance_values').set({ value: clear, sealed_under: null }).execute()
    expect(await newPeople().signedIn(cookie)).not.toBeNull()
    expect(JSON.stringify(await values())).not.toContain(clear)
    expect(await newPeople().signedIn(cookie)).not.toBeNull()
  })

  it('use one link at most once, however many try at the same time', async () => {
    const { token } = await makeSignInLink(database, clock, { kind: 'first-start', organisation: 'default' })
    const tried = await Promise.allSettled(
      Array.from({ length: 5 }, () => people.signInByLink(token, new Headers())),
    )
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('are guessed at no more often together than one after the other', async () => {
    const guesses = new GuessLimits(database, clock)
    const counted = [{ id: 'account x', limit: { tries: 3, withinMs: 60_000 } }]
    const tried = await Promise.allSettled(
      Array.from({ length: 6 }, () => guesses.attempt(counted, () => Promise.reject(new Error('wrong')))),
    )
    const wrong = tried.filter((one) => one.status === 'rejected' && String(one.reason).includes('wrong'))
    expect(wrong).toHaveLength(3)
  })
})

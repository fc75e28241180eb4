import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import type { ControlDatabase } from '#store/control-database'
import { controlDatabase } from '#store/control-database'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { GuessLimits } from './guess-limits.ts'
import { People } from './people.ts'
import { makeSignInLink } from './sign-in-links.ts'

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
    people = new People({
      database,
      clock,
      settings: { sessionHours: 1, providers: [], organisation: 'default' },
      origin: () => 'http://127.0.0.1:1',
      warn: (message) => problems.push(message),
    })
    return undefined
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

import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import { migrateStore } from '#store/migrate-store'
import type { StoreSchema } from '#store/schema'
import { sqliteDialect } from '#store/sqlite-dialect'
import { GuessLimits, networkOf } from './guess-limits.ts'

let database: Kysely<StoreSchema>
let clock: VirtualClock
let guesses: GuessLimits
beforeEach(async () => {
  database = new Kysely<StoreSchema>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) })
  await migrateStore(database)
  clock = new VirtualClock()
  guesses = new GuessLimits(database, clock)
})
afterEach(() => database.destroy())

const counted = [{ id: 'account ada', limit: { tries: 3, withinMs: 60_000 } }]
const wrong = (): Promise<string> =>
  guesses.attempt(counted, () => Promise.reject(new Error('wrong'))).catch((error: unknown) => codeOf(error))
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'wrong'

describe('guessing', () => {
  it('ends after so many failures, until their time is over', async () => {
    for (let n = 0; n < 3; n++) expect(await wrong()).toBe('wrong')
    expect(await wrong()).toBe('too_many_attempts')
    await expect(guesses.attempt(counted, () => Promise.resolve('right'))).rejects.toMatchObject({
      code: 'too_many_attempts',
      retryAfterMs: 60_000,
    })
    await clock.advance(60_000)
    expect(await guesses.attempt(counted, () => Promise.resolve('right'))).toBe('right')
  })

  it('does not count what succeeds', async () => {
    for (let n = 0; n < 10; n++) await guesses.attempt(counted, () => Promise.resolve('right'))
    expect(await wrong()).toBe('wrong')
  })

  it('counts those at once like those one after the other', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, wrong))
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(3)
  })

  it('leaves no rows behind that are of no use', async () => {
    await wrong()
    await clock.advance(2 * 86_400_000)
    await guesses.attempt([{ id: 'other', limit: { tries: 1, withinMs: 1 } }], () => Promise.resolve(0))
    expect(await database.selectFrom('guess_limits').select('id').execute()).toEqual([{ id: 'other' }])
  })

  it('is counted per address, of IPv6 per network', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(networkOf('::1')).toBe('0:0:0:0::/64')
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import type { ControlDatabase } from '#store/control-database'
import { controlDatabase } from '#store/control-database'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { Outbox } from './outbox.ts'

const HOOK = {
  id: 'w1',
  organisation: 'default',
  name: 'ops',
  url: 'http://hook',
  alerts: '[]',
  fallback_share: 0.1,
  enabled: 1,
  sealed: '',
  sealed_under: '',
  revision: 1,
  sent_at: null,
  sent_detail: null,
}
const MESSAGE = { id: 'm1', webhook: 'w1', body: '{}' }
const WAITING = { webhook: 'w1', body: '{}', tried: 0, ended_at: null, detail: null }
const HOUR_MS = 3_600_000

describe.each(await testStores())('alerts on their way, on $name', ({ make }) => {
  let store: TestStore
  let database: ControlDatabase
  let clock: VirtualClock
  let tries: { readonly at: number; readonly id: string; readonly by: string }[]
  let ended: (string | null)[]
  /** What the receiver says, one after the other; then it takes everything. */
  let answers: string[]
  let open: Outbox[]
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    database = controlDatabase(store.url)
    clock = new VirtualClock()
    tries = []
    ended = []
    answers = []
    open = []
    await database.insertInto('webhooks').values(HOOK).execute()
    return undefined
  })
  afterEach(async () => {
    for (const one of open) one.close()
    await database.destroy()
    await store.remove()
  })

  /** The outbox of one process. */
  const outbox = (by = 'first'): Outbox => {
    const made = new Outbox({
      database,
      clock,
      random: () => 0.5,
      post: (_, { id }) => {
        tries.push({ at: clock.now(), id, by })
        return Promise.resolve(answers.shift() ?? null)
      },
      targetOf: ({ url }) => ({ url, secret: 's' }),
      onEnd: async (_, problem) => void ended.push(problem),
      warn: (message) => ended.push(message),
    })
    open.push(made)
    return made
  }
  const added = async (to: Outbox, message = MESSAGE) => {
    const row = await database.transaction().execute((within) => to.add(message, within))
    if (row === null) throw new Error('no room')
    return row
  }
  const left = () =>
    database.selectFrom('alert_deliveries').selectAll().where('ended_at', 'is', null).execute()
  /** What became of those that have ended, newest first. */
  const kept = () =>
    database
      .selectFrom('alert_deliveries')
      .select(['id', 'tried', 'detail'])
      .where('ended_at', 'is not', null)
      .orderBy('ended_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
  /** Waits for the store, however slow the machine is; time passes by so much with every look. */
  const until = (holds: () => boolean | Promise<boolean>, stepMs = 0): Promise<void> =>
    vi.waitFor(
      async () => {
        if (await holds()) return
        // Time passes no faster than the store answers, or leases would be over before it did.
        await left()
        await left()
        await clock.advance(stepMs)
        throw new Error('it does not hold yet')
      },
      { timeout: 90_000, interval: 5 },
    )

  it('are posted until they are taken, with the same id, later and later', async () => {
    answers = ['away', 'away']
    const own = outbox()
    own.start(await added(own))
    await until(() => ended.length > 0, 500)
    expect(tries.map(({ id }) => id)).toEqual(['m1', 'm1', 'm1'])
    const [first = 0, second = 0, third = 0] = tries.map(({ at }) => at)
    expect([second - first >= 1_000, third - second >= 5_000]).toEqual([true, true])
    expect([ended, await left()]).toEqual([[null], []])
    expect(await kept()).toEqual([{ id: 'm1', tried: 3, detail: '' }])
  })

  it('are given up after some minutes, with the reason', async () => {
    answers = Array.from({ length: 20 }, () => 'away')
    const own = outbox()
    own.start(await added(own))
    await until(() => ended.length > 0, 2_000)
    expect([tries.length, ended, await left()]).toEqual([6, ['away'], []])
    expect(await kept()).toEqual([{ id: 'm1', tried: 6, detail: 'away' }])
  })

  it('outlive the process: the next one goes on with the same message, and one of several does', async () => {
    answers = ['away']
    const own = outbox()
    own.start(await added(own))
    await until(async () => (await left())[0]?.tried === 1)
    own.close()
    expect(tries).toHaveLength(1)

    outbox('second')
    outbox('third')
    await until(() => ended.length > 0, 500)
    // The other one has looked by then.
    await clock.advance(60_000)
    expect(tries.map(({ id }) => id)).toEqual(['m1', 'm1'])
    expect(tries[1]?.by).not.toBe('first')
    expect([ended, await left()]).toEqual([[null], []])
  })

  it('that a process was posting when it was killed are posted by another one after a minute', async () => {
    const killed = outbox()
    await added(killed)
    killed.close()
    outbox('second')
    const addedAt = clock.now()
    await until(() => tries.length > 0, 1_000)
    expect(tries).toMatchObject([{ id: 'm1', by: 'second' }])
    expect((tries[0]?.at ?? 0) - addedAt).toBeGreaterThanOrEqual(60_000)
  })

  it('are forgotten where the webhook is switched off', async () => {
    await database.updateTable('webhooks').set({ enabled: 0 }).execute()
    const own = outbox()
    own.start(await added(own))
    await until(async () => (await left()).length === 0)
    expect([tries, ended]).toEqual([[], []])
  })

  it('are given up after a day where they cannot even be tried', async () => {
    const day = 86_400_000
    const row = { ...WAITING, due_at: clock.wallMs() }
    const rows = ['new', 'old'].map((id, n) => ({ ...row, id, created_at: clock.wallMs() - n * (day + 1) }))
    await database.insertInto('alert_deliveries').values(rows).execute()
    outbox()
    await clock.advance(1_000)
    await until(async () => (await left()).length === 0)
    expect(tries.map(({ id }) => id)).toEqual(['new'])
  })

  it('are still known after they have ended, the newest twenty of each webhook, and never posted again', async () => {
    const own = outbox()
    await database
      .insertInto('webhooks')
      .values({ ...HOOK, id: 'w2' })
      .execute()
    await own.keep({ ...MESSAGE, id: 'other', webhook: 'w2' }, null)
    for (let n = 10; n < 32; n++) {
      await own.keep({ ...MESSAGE, id: `m${n}` }, n % 2 === 0 ? null : 'away')
      await clock.advance(10)
    }
    const known = await kept()
    expect(known.map(({ id }) => id)).toEqual([
      ...Array.from({ length: 20 }, (_, n) => `m${31 - n}`),
      'other',
    ])
    expect(known[0]).toEqual({ id: 'm31', tried: 1, detail: 'away' })
    await clock.advance(2 * 86_400_000)
    expect([tries, (await kept()).length]).toEqual([[], 21])
  })

  it('are not kept beyond a thousand of one webhook', async () => {
    const now = clock.wallMs()
    const row = { ...WAITING, due_at: now + HOUR_MS, created_at: now }
    const rows = Array.from({ length: 1_000 }, (_, n) => ({ ...row, id: `x${n}` }))
    await database.insertInto('alert_deliveries').values(rows).execute()
    const own = outbox()
    expect(await database.transaction().execute((within) => own.add(MESSAGE, within))).toBeNull()
  })
})

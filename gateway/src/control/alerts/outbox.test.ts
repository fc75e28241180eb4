import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
  const left = () => database.selectFrom('alert_deliveries').selectAll().execute()
  /** Time passes in steps that the store can keep up with. */
  const pass = async (ms: number, stepMs: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += stepMs) {
      await clock.advance(stepMs)
      await left()
      await new Promise((resolve) => {
        setTimeout(resolve, 2)
      })
      await left()
    }
  }

  it('are posted until they are taken, with the same id, later and later', async () => {
    answers = ['away', 'away']
    const own = outbox()
    own.start(await added(own))
    await pass(20_000, 500)
    expect(tries.map(({ id }) => id)).toEqual(['m1', 'm1', 'm1'])
    const [first = 0, second = 0, third = 0] = tries.map(({ at }) => at)
    expect([second - first >= 1_000, third - second >= 5_000]).toEqual([true, true])
    expect([ended, await left()]).toEqual([[null], []])
  })

  it('are given up after some minutes, with the reason', async () => {
    answers = Array.from({ length: 20 }, () => 'away')
    const own = outbox()
    own.start(await added(own))
    await pass(HOUR_MS / 2, 5_000)
    expect([tries.length, ended, await left()]).toEqual([6, ['away'], []])
  })

  it('outlive the process: the next one goes on with the same message, and one of several does', async () => {
    answers = ['away']
    const own = outbox()
    own.start(await added(own))
    await pass(500, 100)
    own.close()
    expect([tries.length, (await left())[0]?.tried]).toEqual([1, 1])

    outbox('second')
    outbox('third')
    await pass(40_000, 500)
    expect(tries.map(({ id }) => id)).toEqual(['m1', 'm1'])
    expect(tries[1]?.by).not.toBe('first')
    expect([ended, await left()]).toEqual([[null], []])
  })

  it('that a process was posting when it was killed are posted by another one after a minute', async () => {
    const killed = outbox()
    await added(killed)
    killed.close()
    outbox('second')
    await pass(50_000, 5_000)
    expect(tries).toEqual([])
    await pass(30_000, 1_000)
    expect(tries).toMatchObject([{ id: 'm1', by: 'second' }])
  })

  it('are forgotten where the webhook is switched off', async () => {
    await database.updateTable('webhooks').set({ enabled: 0 }).execute()
    const own = outbox()
    own.start(await added(own))
    await pass(1_000, 200)
    expect([tries, ended, await left()]).toEqual([[], [], []])
  })

  it('are not kept beyond a thousand of one webhook', async () => {
    const row = { webhook: 'w1', body: '{}', tried: 0, due_at: clock.wallMs() + HOUR_MS, created_at: 0 }
    const rows = Array.from({ length: 1_000 }, (_, n) => ({ ...row, id: `x${n}` }))
    await database.insertInto('alert_deliveries').values(rows).execute()
    const own = outbox()
    expect(await database.transaction().execute((within) => own.add(MESSAGE, within))).toBeNull()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ledger } from '#domain/ledger'
import type { DeploymentId } from '#domain/names'
import type { TurnEnd, Waiting } from '#domain/queue'
import { VirtualClock } from '#simulator/virtual-clock'
import type { Place } from './waiting-room.ts'
import { WaitingRoom } from './waiting-room.ts'

/** A client that does not hang up. */
const STAYS = { onHangup: () => undefined }

const FULL = 'full' as DeploymentId
const OTHER = 'other' as DeploymentId

const waiting = (more: Partial<Waiting> = {}): Waiting => ({
  queue: 'q',
  settings: { max: 10, waitMs: 10_000 },
  full: [FULL],
  roomInMs: 60_000,
  tooLateAt: 1_000_000,
  ...more,
})

function room() {
  const clock = new VirtualClock()
  const doors = new WaitingRoom(clock)
  const log: string[] = []
  /** Enters and waits for one turn; notes how it ended. */
  const wait = (name: string, why: Partial<Waiting> = {}): Place => {
    const place = doors.enter(waiting(why), STAYS)
    if (place === null) throw new Error(`${name} was not let in`)
    void place.turn(waiting(why)).then((end) => log.push(`${name} ${end} ${clock.now()}`))
    return place
  }
  return { clock, doors, log, wait }
}

describe('a request that waits', () => {
  it('is called when a deployment that it could use gets room, not another one', async () => {
    const { clock, doors, log, wait } = room()
    wait('a')
    await clock.advance(100)
    doors.room(OTHER)
    await clock.advance(100)
    expect(log).toEqual([])
    doors.room(FULL)
    await clock.advance(100)
    expect(log).toEqual(['a room 200'])
  })

  it('is called when the minute has passed on and there is room by itself', async () => {
    const { clock, log, wait } = room()
    wait('a', { roomInMs: 3_000 })
    await clock.advance(10_000)
    expect(log).toEqual(['a room 3000'])
  })

  it('gives up after its wait, or before its deadline, and leaves nothing behind', async () => {
    const { clock, doors, log, wait } = room()
    const a = wait('a')
    const b = wait('b', { tooLateAt: 4_000 })
    await clock.advance(20_000)
    expect(log).toEqual(['b late 4000', 'a late 10000'])
    expect([a.waitedMs, b.waitedMs]).toEqual([10_000, 4_000])
    expect({ occupied: doors.isOccupied('q'), timers: clock.pending }).toEqual({ occupied: false, timers: 0 })
  })

  it('knows when asking again is of use', async () => {
    const { clock, wait } = room()
    const first = wait('first', { roomInMs: 30_000 })
    const second = wait('second', { full: [], roomInMs: null })
    await clock.advance(10_000)
    expect([first.retryAfterMs, second.retryAfterMs]).toEqual([20_000, 1_000])
  })

  it('leaves with the client, and lets the next one have a look', async () => {
    const { clock, doors, log, wait } = room()
    const a = wait('a')
    wait('b', { full: [], roomInMs: null })
    a.hangUp()
    await clock.advance(0)
    expect(log).toEqual(['a gone 0', 'b room 0'])
    expect(doors.isOccupied('q')).toBe(true)
  })

  it('is refused when the gateway ends before it got room', async () => {
    const { clock, doors, log, wait } = room()
    wait('a')
    wait('late', { queue: 'another', tooLateAt: 2_000 })
    await clock.advance(1_000)
    doors.drain(3_000)
    wait('new', { queue: 'new' })
    await clock.advance(10_000)
    expect(log).toEqual(['late late 2000', 'a draining 4000', 'new draining 4000'])
    expect(clock.pending).toBe(0)
  })
})

describe('a queue', () => {
  it('takes no more than may wait, and nobody where nobody may', () => {
    const { doors, wait } = room()
    wait('a', { settings: { max: 2, waitMs: 100 } })
    wait('b', { settings: { max: 2, waitMs: 100 } })
    expect(doors.enter(waiting({ settings: { max: 2, waitMs: 100 } }), STAYS)).toBeNull()
    expect(doors.enter(waiting({ queue: 'another', settings: { max: 0, waitMs: 100 } }), STAYS)).toBeNull()
    expect(doors.enter(waiting({ queue: 'another', settings: { max: 1, waitMs: 0 } }), STAYS)).toBeNull()
    expect(doors.enter(null, STAYS)).toBeNull()
  })

  it('is first come, first served: nobody is called before who came first has taken room or waits on', async () => {
    const { clock, doors, log, wait } = room()
    const a = wait('a')
    wait('b', { full: [], roomInMs: null })
    doors.room(FULL)
    doors.room(FULL)
    await clock.advance(10)
    expect(log).toEqual(['a room 0'])
    // There was not enough for it: it waits on, and nobody overtakes it.
    void a.turn(waiting()).then((end) => log.push(`a again ${end}`))
    await clock.advance(10)
    expect(log).toEqual(['a room 0'])
    doors.room(FULL)
    await clock.advance(10)
    a.leave()
    await clock.advance(10)
    expect(log).toEqual(['a room 0', 'a again room', 'b room 30'])
  })

  it('takes a request back to its place when its room was gone at the last moment', async () => {
    const { clock, doors, log, wait } = room()
    const a = wait('a')
    const b = wait('b', { full: [], roomInMs: null })
    doors.room(FULL)
    await clock.advance(0)
    a.leave()
    void a.turn(waiting()).then((end) => log.push(`a again ${end}`))
    await clock.advance(0)
    void b.turn(waiting())
    doors.room(FULL)
    await clock.advance(0)
    expect(log).toEqual(['a room 0', 'b room 0', 'a again room'])
  })

  it('does not stand in the way of another one, but of two that may go on the older request does', async () => {
    const { clock, doors, log, wait } = room()
    wait('a', { queue: 'one' })
    const b = wait('b', { queue: 'two', full: [FULL, OTHER] })
    doors.room(OTHER)
    await clock.advance(0)
    expect(log).toEqual(['b room 0'])
    void b.turn(waiting({ queue: 'two' })).then((end) => log.push(`b again ${end}`))
    doors.room(FULL)
    await clock.advance(0)
    expect(log).toEqual(['b room 0', 'a room 0'])
  })
})

interface Customer {
  readonly n: number
  readonly need: number
  end: 'started' | 'refused' | Exclude<TurnEnd, 'room'> | null
  startedAt: number
}

const scenario = fc.record({
  max: fc.integer({ min: 1, max: 4 }),
  waitMs: fc.integer({ min: 1, max: 90_000 }),
  limit: fc.integer({ min: 1, max: 20 }),
  arrivals: fc.array(
    fc.record({
      gapMs: fc.integer({ min: 0, max: 8_000 }),
      need: fc.integer({ min: 1, max: 12 }),
      lastsMs: fc.integer({ min: 0, max: 20_000 }),
      /** Share of what was reserved that is really used. */
      used: fc.double({ min: 0, max: 1, noNaN: true }),
      hangsUpAfterMs: fc.option(fc.integer({ min: 0, max: 40_000 })),
    }),
    { maxLength: 25 },
  ),
})

/** A gateway of one deployment with a limit per minute: plan, or wait and plan again. */
async function play({
  max,
  waitMs,
  limit,
  arrivals,
}: typeof scenario extends fc.Arbitrary<infer S> ? S : never) {
  const clock = new VirtualClock()
  const doors = new WaitingRoom(clock)
  const ledger = new Ledger()
  const customers: Customer[] = []
  let most = 0
  let inside = 0
  const serve = async (customer: Customer, one: (typeof arrivals)[number]): Promise<void> => {
    let place: Place | null = null
    for (;;) {
      const roomInMs =
        place === null && doors.isOccupied('q') ? null : ledger.waitMs(one.need, limit, clock.now())
      if (roomInMs === 0) break
      const why = waiting({ settings: { max, waitMs }, roomInMs, full: roomInMs === null ? [] : [FULL] })
      if (place === null) {
        place = doors.enter(why, STAYS)
        if (place === null) {
          customer.end = 'refused'
          return
        }
        most = Math.max(most, ++inside)
        const own = place
        if (one.hangsUpAfterMs !== null) clock.after(one.hangsUpAfterMs, () => own.hangUp())
      }
      const end = await place.turn(why)
      if (end === 'room') continue
      inside--
      customer.end = end
      return
    }
    if (place !== null) inside--
    const reservation = ledger.reserve(one.need, clock.now())
    place?.leave()
    customer.end = 'started'
    customer.startedAt = clock.now()
    clock.after(one.lastsMs, () => {
      ledger.settle(reservation, one.need * one.used, clock.now())
      doors.room(FULL)
    })
  }
  for (const [n, one] of arrivals.entries()) {
    await clock.advance(one.gapMs)
    const customer: Customer = { n, need: one.need, end: null, startedAt: 0 }
    customers.push(customer)
    void serve(customer, one)
    await clock.advance(0)
    expect(ledger.used(clock.now())).toBeLessThanOrEqual(Math.max(limit, 12))
    const first = customers.find(({ end }) => end === null)
    // Nobody sleeps through room that is there.
    if (first !== undefined) expect(ledger.waitMs(first.need, limit, clock.now())).toBeGreaterThan(0)
  }
  await clock.advance(waitMs + 100_000)
  return { customers, most, timers: clock.pending, occupied: doors.isOccupied('q') }
}

describe('whoever comes, whatever they need and however long it takes', () => {
  it('nobody overtakes, starves or is forgotten, no more wait than may, and no timer is left', () =>
    fc.assert(
      fc.asyncProperty(scenario, async (scene) => {
        const { customers, most, timers, occupied } = await play(scene)
        expect(customers.filter(({ end }) => end === null)).toEqual([])
        const started = customers.filter(({ end }) => end === 'started')
        for (const [index, customer] of started.entries()) {
          expect(customer.startedAt).toBeGreaterThanOrEqual(started[index - 1]?.startedAt ?? 0)
        }
        expect(most).toBeLessThanOrEqual(scene.max)
        expect({ timers, occupied }).toEqual({ timers: 0, occupied: false })
      }),
      { numRuns: 300 },
    ))
})

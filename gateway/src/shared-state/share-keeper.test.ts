import { describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import { LIMIT, worldOf } from './share-world.ts'

const MINUTE = 60_000

describe('processes that share a limit', () => {
  it('never admit more than it in any minute, and nearly all of it when more is asked for', async () => {
    const world = await worldOf(3, new VirtualClock())
    await world.load(4 * MINUTE, { everyMs: 15, at: world.processes })
    world.close()

    expect(world.refused).toBeGreaterThan(1_000)
    expect(world.mostInAMinute()).toBeLessThanOrEqual(LIMIT)
    const total = world.admitted.reduce((sum, { amount }) => sum + amount, 0)
    expect(total / 4).toBeGreaterThan(LIMIT * 0.95)
  })

  it('leave nearly all of it to one that gets all the requests', async () => {
    const world = await worldOf(3, new VirtualClock())
    await world.load(2 * MINUTE, { everyMs: 15, at: world.processes.slice(0, 1) })
    world.close()

    expect(world.mostInAMinute()).toBeLessThanOrEqual(LIMIT)
    expect(world.mostInAMinute()).toBeGreaterThan(LIMIT * 0.95)
  })

  it('ask nobody while there is plenty', async () => {
    const world = await worldOf(3, new VirtualClock())
    await world.load(3 * MINUTE, { everyMs: 3_000, at: world.processes })
    world.close()

    expect(world.refused).toBe(0)
    expect(world.waited).toBe(0)
  })

  it('let the traffic move from one to another', async () => {
    const world = await worldOf(3, new VirtualClock())
    for (const process of world.processes) {
      await world.load(MINUTE, { everyMs: 100, at: [process] })
    }
    world.close()

    expect(world.mostInAMinute()).toBeLessThanOrEqual(LIMIT)
    expect(world.admitted.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(3 * LIMIT * 0.9)
  })

  it('admit a request over the whole limit when nobody uses any of it', async () => {
    const world = await worldOf(3, new VirtualClock())
    const [first, second] = [world.at(0), world.at(1)]
    expect(await world.clock.until(world.request(first, LIMIT * 2))).toBe(true)
    expect(await world.clock.until(world.request(second, 1))).toBe(false)
    await world.clock.advance(MINUTE + 3_000)
    expect(await world.clock.until(world.request(second, LIMIT))).toBe(true)
    world.close()
  })

  it('say when there is room by the use of the others', async () => {
    const world = await worldOf(2, new VirtualClock())
    const [first, second] = [world.at(0), world.at(1)]
    await world.clock.until(world.request(first, LIMIT - 10))
    await world.clock.advance(30_000)
    expect(await world.clock.until(world.request(second, 100))).toBe(false)
    const waitMs = second.ledger.waitMs(100, LIMIT, world.clock.now())

    expect(waitMs).toBeGreaterThan(25_000)
    expect(waitMs).toBeLessThanOrEqual(36_000)
    await world.clock.advance(waitMs)
    expect(await world.clock.until(world.request(second, 100))).toBe(true)
    world.close()
  })
})

describe('processes that cannot reach each other', () => {
  it('go on with what they have, refuse no request that fits into it, and heal', async () => {
    const world = await worldOf(3, new VirtualClock())
    await world.load(MINUTE, { everyMs: 300, at: world.processes })
    for (const { connect } of world.processes) connect(false)
    await world.load(2 * MINUTE, { everyMs: 300, at: world.processes })
    expect(world.mostInAMinute()).toBeLessThanOrEqual(LIMIT)
    world.forget()
    for (const { connect } of world.processes) {
      connect(true)
      await world.clock.advance(world.random(900))
    }
    await world.load(3 * MINUTE, { everyMs: 15, at: world.processes })
    world.close()

    expect(world.mostInAMinute()).toBeLessThanOrEqual(LIMIT)
    const late = world.admitted.filter(({ at }) => at > world.clock.now() - MINUTE)
    expect(late.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(LIMIT * 0.9)
  })

  it('take an equal part each where they never had one', async () => {
    const world = await worldOf(3, new VirtualClock())
    await world.load(1_000, { everyMs: 100, at: world.processes })
    for (const { connect } of world.processes) connect(false)
    const ledgers = world.processes.map(({ keeper }) => keeper.of('another', 300))

    expect(ledgers.map((ledger) => ledger.waitMs(100, 300, world.clock.now()))).toEqual([0, 0, 0])
    expect(ledgers.map((ledger) => ledger.waitMs(101, 300, world.clock.now()) > 0)).toEqual([
      true,
      true,
      true,
    ])
    world.close()
  })

  it('do not count for long what a process used that is gone', async () => {
    const world = await worldOf(2, new VirtualClock())
    const [gone, left] = [world.at(0), world.at(1)]
    await world.clock.until(world.request(gone, LIMIT))
    gone.connect(false)
    expect(await world.clock.until(world.request(left, LIMIT / 2))).toBe(false)
    await world.clock.advance(90_000)
    expect(await world.clock.until(world.request(left, LIMIT / 2))).toBe(true)
    world.close()
  })
})

import { describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import type { World } from './share-world.ts'
import { worldOf } from './share-world.ts'

const MINUTE = 60_000

describe('a limit of a few requests', () => {
  const FEW = 3
  /** One request at each of these, one after the other; which of them were admitted. */
  async function send(world: World, at: readonly number[]): Promise<readonly boolean[]> {
    const admitted: boolean[] = []
    for (const index of at) {
      const { keeper } = world.at(index)
      const ledger = keeper.of('few', FEW)
      admitted.push(await world.clock.until(world.request({ ...world.at(index), ledger }, 1, FEW)))
      await world.clock.advance(100)
    }
    return admitted
  }

  it.each([
    ['by one', [0, 0, 0]],
    ['by all', [0, 1, 2]],
    ['by another one at the end', [1, 1, 2]],
  ])('is all of it used %s, and not more', async (_how, at) => {
    const world = await worldOf(3, new VirtualClock())
    for (const { keeper } of world.processes) keeper.of('few', FEW)
    await world.clock.advance(1_000)
    expect(await send(world, at)).toEqual([true, true, true])
    expect(await send(world, [0, 1, 2])).toEqual([false, false, false])
    await world.clock.advance(MINUTE + 2_000)
    expect(await send(world, at)).toEqual([true, true, true])
    world.close()
  })

  it('serves those who ask at once in the order in which they came, and refuses the rest', async () => {
    const world = await worldOf(3, new VirtualClock())
    const [first] = world.processes
    if (first === undefined) throw new Error('there is no process')
    const process = { ...first, ledger: first.keeper.of('few', FEW) }
    const asked = Array.from({ length: 6 }, () => world.request(process, 1, FEW))
    expect(await world.clock.until(Promise.all(asked))).toEqual([true, true, true, false, false, false])
    world.close()
  })

  it('is shared out while nobody can be reached, so that what is left of it can be used', async () => {
    const world = await worldOf(3, new VirtualClock())
    for (const { keeper } of world.processes) keeper.of('few', FEW)
    await world.clock.advance(1_000)
    expect(await send(world, [0, 1, 2])).toEqual([true, true, true])
    await world.clock.advance(MINUTE + 2_000)
    for (const { connect } of world.processes) connect(false)
    expect(await send(world, [0, 1, 2, 0])).toEqual([true, true, true, false])
    world.close()
  })

  it('does not keep requests waiting for what a process holds that is gone', async () => {
    const world = await worldOf(2, new VirtualClock())
    const [gone, left] = [world.at(0), world.at(1)]
    for (const { keeper } of world.processes) keeper.of('few', 40)
    await world.clock.advance(1_000)
    gone.connect(false)
    const process = { ...left, ledger: left.keeper.of('few', 40) }
    const most = Array.from({ length: 30 }, () => world.request(process, 1, 40))
    await world.clock.until(Promise.all(most))
    // The first one finds out.
    expect(await world.clock.until(world.request(process, 1, 40))).toBe(false)
    const before = world.clock.now()
    expect(await world.clock.until(world.request(process, 1, 40))).toBe(false)
    expect(world.clock.now() - before).toBeLessThan(100)
    world.close()
  })
})

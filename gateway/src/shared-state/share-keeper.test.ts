import { describe, expect, it } from 'vitest'
import type { Ledger } from '#domain/ledger'
import type { SharedState } from '#domain/shared-state'
import { VirtualClock } from '#simulator/virtual-clock'
import { ShareKeeper } from './share-keeper.ts'
import { SharedCenter } from './shared-center.ts'
import { answerFor, WorkerState } from './worker-state.ts'

const LIMIT = 60_000
const MINUTE = 60_000
const NAME = 'deployment:one:tokens'

interface Process {
  readonly keeper: ShareKeeper
  readonly ledger: Ledger
  /** Cuts the way to the others, or mends it. */
  readonly connect: (connected: boolean) => void
}

interface Admission {
  readonly at: number
  readonly amount: number
}

/** Processes that share one limit, with some milliseconds between them and what they share. */
class World {
  readonly clock = new VirtualClock()
  readonly processes: Process[] = []
  readonly admitted: Admission[] = []
  refused = 0
  /** How often a request had to wait until somebody was asked. */
  waited = 0
  #center = new SharedCenter(this.clock)
  #random = 7

  join(): Process {
    const { clock } = this
    const member = `process-${this.processes.length}`
    let connected = true
    const worker = new WorkerState({
      clock,
      onHeard: (notice) => {
        if (notice.kind === 'recall') keeper.recalled(notice.name)
      },
      send: (call) => clock.after(this.random(5), () => (connected ? answer(call) : undefined)),
    })
    let answer = this.#answer(member, worker)
    const state: SharedState = {
      get standing() {
        return { ...worker.standing, connected }
      },
      exchange: (claims) => worker.exchange(claims),
      tell: (notice, kept) => worker.tell(notice, kept),
      recall: () => worker.recall(),
      close: () => worker.close(),
    }
    const keeper = new ShareKeeper({ state, clock })
    const ledger = keeper.of(NAME, LIMIT)
    const connect = (on: boolean): void => {
      connected = on
      if (!on) {
        keeper.lost()
        return
      }
      answer = this.#answer(member, worker)
      keeper.connected()
    }
    const process = { keeper, ledger, connect }
    this.processes.push(process)
    return process
  }

  at(index: number): Process {
    const process = this.processes[index]
    if (process === undefined) throw new Error(`there is no process ${index}`)
    return process
  }

  /** What was shared is forgotten, as by a server that starts anew. */
  forget(): void {
    this.#center = new SharedCenter(this.clock)
  }

  /** From 0 to below `limit`, the same in every run. */
  random(limit: number): number {
    this.#random = (this.#random * 16_807) % 2_147_483_647
    return (this.#random / 2_147_483_647) * limit
  }

  /** One request, as the data plane makes it: what does not fit asks once more when there may be room. */
  async request({ keeper, ledger }: Process, amount: number): Promise<boolean> {
    for (let round = 0; round < 5; round++) {
      if (ledger.waitMs(amount, LIMIT, this.clock.now()) === 0) {
        ledger.reserve(amount, this.clock.now())
        this.admitted.push({ at: this.clock.now(), amount })
        return true
      }
      if (round === 0) this.waited++
      if (!(await keeper.room())) break
    }
    this.refused++
    return false
  }

  /** Random requests for so long, so many milliseconds apart on average. */
  async load(durationMs: number, load: { everyMs: number; at: readonly Process[] }): Promise<void> {
    const end = this.clock.now() + durationMs
    const running: Promise<boolean>[] = []
    while (this.clock.now() < end) {
      await this.clock.advance(this.random(load.everyMs * 2))
      const process = load.at[Math.floor(this.random(load.at.length))]
      if (process !== undefined) running.push(this.request(process, Math.ceil(200 + this.random(1_800))))
    }
    await this.clock.until(Promise.all(running))
  }

  /** The most that was admitted in any sixty seconds. */
  mostInAMinute(): number {
    let most = 0
    let sum = 0
    let first = 0
    for (const { at, amount } of this.admitted) {
      sum += amount
      for (let oldest = this.admitted[first]; oldest !== undefined && oldest.at <= at - MINUTE;) {
        sum -= oldest.amount
        oldest = this.admitted[++first]
      }
      most = Math.max(most, sum)
    }
    return most
  }

  close(): void {
    for (const { keeper } of this.processes) keeper.close()
  }

  #answer(member: string, worker: WorkerState): ReturnType<typeof answerFor> {
    return answerFor(this.#center, member, (reply) => {
      this.clock.after(this.random(5), () => worker.receive(reply))
    })
  }
}

async function worldOf(processes: number): Promise<World> {
  const world = new World()
  for (let count = 0; count < processes; count++) world.join()
  await world.clock.advance(1_000)
  return world
}

describe('processes that share a limit', () => {
  it('never admit more than it in any minute, and nearly all of it when more is asked for', async () => {
    const world = await worldOf(3)
    await world.load(4 * MINUTE, { everyMs: 15, at: world.processes })
    world.close()

    expect(world.refused).toBeGreaterThan(1_000)
    expect(world.mostInAMinute()).toBeLessThanOrEqual(LIMIT)
    const total = world.admitted.reduce((sum, { amount }) => sum + amount, 0)
    expect(total / 4).toBeGreaterThan(LIMIT * 0.95)
  })

  it('leave nearly all of it to one that gets all the requests', async () => {
    const world = await worldOf(3)
    await world.load(2 * MINUTE, { everyMs: 15, at: world.processes.slice(0, 1) })
    world.close()

    expect(world.mostInAMinute()).toBeLessThanOrEqual(LIMIT)
    expect(world.mostInAMinute()).toBeGreaterThan(LIMIT * 0.95)
  })

  it('ask nobody while there is plenty', async () => {
    const world = await worldOf(3)
    await world.load(3 * MINUTE, { everyMs: 3_000, at: world.processes })
    world.close()

    expect(world.refused).toBe(0)
    expect(world.waited).toBe(0)
  })

  it('let the traffic move from one to another', async () => {
    const world = await worldOf(3)
    for (const process of world.processes) {
      await world.load(MINUTE, { everyMs: 100, at: [process] })
    }
    world.close()

    expect(world.mostInAMinute()).toBeLessThanOrEqual(LIMIT)
    expect(world.admitted.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(3 * LIMIT * 0.9)
  })

  it('admit a request over the whole limit when nobody uses any of it', async () => {
    const world = await worldOf(3)
    const [first, second] = [world.at(0), world.at(1)]
    expect(await world.clock.until(world.request(first, LIMIT * 2))).toBe(true)
    expect(await world.clock.until(world.request(second, 1))).toBe(false)
    await world.clock.advance(MINUTE + 3_000)
    expect(await world.clock.until(world.request(second, LIMIT))).toBe(true)
    world.close()
  })

  it('say when there is room by the use of the others', async () => {
    const world = await worldOf(2)
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
    const world = await worldOf(3)
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
    const world = await worldOf(3)
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
    const world = await worldOf(2)
    const [gone, left] = [world.at(0), world.at(1)]
    await world.clock.until(world.request(gone, LIMIT))
    gone.connect(false)
    expect(await world.clock.until(world.request(left, LIMIT / 2))).toBe(false)
    await world.clock.advance(90_000)
    expect(await world.clock.until(world.request(left, LIMIT / 2))).toBe(true)
    world.close()
  })
})

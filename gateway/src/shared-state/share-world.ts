import type { Clock } from '#domain/clock'
import type { Ledger } from '#domain/ledger'
import type { SharedState } from '#domain/shared-state'
import { ShareKeeper } from './share-keeper.ts'
import { SharedCenter } from './shared-center.ts'
import { answerFor, WorkerState } from './worker-state.ts'

/** The limit that all of them share, per minute. */
export const LIMIT = 60_000
const MINUTE = 60_000
const NAME = 'deployment:one:tokens'

export interface Process {
  readonly keeper: ShareKeeper
  readonly ledger: Ledger
  /** Cuts the way to the others, or mends it. */
  readonly connect: (connected: boolean) => void
}

/** Time that goes on when it is told to. */
interface WorldClock extends Clock {
  advance(ms: number): Promise<void>
  until<T>(task: Promise<T>): Promise<T>
}

interface Admission {
  readonly at: number
  readonly amount: number
}

/** Processes that share one limit, with some milliseconds between them and what they share. */
export class World {
  readonly processes: Process[] = []
  readonly admitted: Admission[] = []
  refused = 0
  /** How often a request had to wait until somebody was asked. */
  waited = 0
  readonly clock: WorldClock
  #center: SharedCenter
  #random = 7

  constructor(clock: WorldClock) {
    this.clock = clock
    this.#center = new SharedCenter(clock)
  }

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
      copies: null,
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

  /** One request, as the data plane makes it: what may have been left elsewhere is fetched. */
  async request({ keeper, ledger }: Process, amount: number, limit = LIMIT): Promise<boolean> {
    for (let round = 0; round < 10; round++) {
      const now = this.clock.now()
      const lack = ledger.waitMs(amount, limit, now) === 0 ? ledger.lack(amount, now) : 'full'
      if (lack === null) {
        ledger.reserve(amount, now)
        this.admitted.push({ at: now, amount })
        return true
      }
      if (round === 0) this.waited++
      if (!(await (lack === 'full' ? keeper.room() : keeper.fetch([lack])))) break
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

export async function worldOf(processes: number, clock: WorldClock): Promise<World> {
  const world = new World(clock)
  for (let count = 0; count < processes; count++) world.join()
  await world.clock.advance(1_000)
  return world
}

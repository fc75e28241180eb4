import type { Clock } from '#domain/clock'
import type { KeptCopies, SharedCopies } from '#domain/shared-state'
import { COPIES_KEY } from './redis-scripts.ts'

/** A process that has just started may not be connected yet: it is waited for so long. */
const CONNECT_MS = 1_500
const LOOK_MS = 25

/** What of a Redis client is used. */
interface HashCommands {
  readonly isReady: boolean
  hSet(key: string, field: string, value: string): Promise<unknown>
  hGetAll(key: string): Promise<Readonly<Record<string, string>>>
  pExpire(key: string, ms: number): Promise<number>
  pTTL(key: string): Promise<number>
}

interface RedisCopiesOptions {
  readonly clock: Clock
  readonly commands: HashCommands
  /** Rejects what is not answered in time. */
  readonly inTime: <T>(task: Promise<T>) => Promise<T>
}

/** Copies as one hash, which ends as a whole. */
export class RedisCopies implements SharedCopies {
  readonly #options: RedisCopiesOptions

  constructor(options: RedisCopiesOptions) {
    this.#options = options
  }

  async keep(id: string, text: string, forMs: number): Promise<void> {
    const { commands, inTime } = this.#options
    await inTime(commands.hSet(COPIES_KEY, id, text))
    await inTime(commands.pExpire(COPIES_KEY, forMs))
  }

  async renew(forMs: number): Promise<boolean> {
    const { commands, inTime } = this.#options
    return (await inTime(commands.pExpire(COPIES_KEY, forMs))) === 1
  }

  async read(): Promise<KeptCopies> {
    const { clock, commands, inTime } = this.#options
    const until = clock.now() + CONNECT_MS
    while (!commands.isReady && clock.now() < until) {
      await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve))
    }
    const [texts, leftMs] = await inTime(
      Promise.all([commands.hGetAll(COPIES_KEY), commands.pTTL(COPIES_KEY)]),
    )
    return { texts: new Map(Object.entries(texts)), leftMs }
  }
}

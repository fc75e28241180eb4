import type { Clock, Random, Timer } from '#domain/clock'

/** Posts once; what went wrong, or `null`. */
export type Post = (target: Target, message: Message) => Promise<string | null>

export interface Target {
  readonly url: string
  readonly secret: string
}

export interface Message {
  /** The same at every try, so that receivers can tell that they have it. */
  readonly id: string
  readonly body: string
}

export interface Delivery {
  readonly target: Target
  readonly message: Message
  /** Called once: when it was delivered (`null`), or given up. */
  readonly onEnd: (problem: string | null) => void
}

const SECOND_MS = 1_000

/** How long after a try the next one is. */
const WAITS_MS: readonly number[] = [1, 5, 30, 120, 600].map((seconds) => seconds * SECOND_MS)
/** Waits vary by this share, so that receivers that come back are not met by all at once. */
const JITTER = 0.2
const MAX_UNDER_WAY = 1_000

/** Posts alerts until they are taken, for some minutes. */
export class Deliveries {
  readonly #post: Post
  readonly #clock: Clock
  readonly #random: Random
  readonly #waiting = new Set<Timer>()
  #underWay = 0
  #closed = false

  constructor(post: Post, clock: Clock, random: Random) {
    this.#post = post
    this.#clock = clock
    this.#random = random
  }

  start(delivery: Delivery): void {
    if (this.#underWay >= MAX_UNDER_WAY) {
      delivery.onEnd('too many alerts wait to be delivered')
      return
    }
    this.#underWay++
    void this.#try(delivery, 0)
  }

  /** Gives up what is not delivered yet. */
  close(): void {
    this.#closed = true
    for (const timer of this.#waiting) timer.cancel()
    this.#waiting.clear()
  }

  async #try(delivery: Delivery, tried: number): Promise<void> {
    const problem = await this.#post(delivery.target, delivery.message)
    const waitMs = WAITS_MS[tried]
    if (problem === null || waitMs === undefined || this.#closed) {
      this.#underWay--
      delivery.onEnd(problem)
      return
    }
    const varied = waitMs * (1 + JITTER * (2 * this.#random() - 1))
    const timer = this.#clock.after(varied, () => {
      this.#waiting.delete(timer)
      void this.#try(delivery, tried + 1)
    })
    this.#waiting.add(timer)
  }
}

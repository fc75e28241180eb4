/** A request that waits for shares to grow. */
export interface Waiter {
  /** Shares of which something may still come. */
  open: number
  /** One of them has grown, or none will; what is said after the first time is not heard. */
  readonly done: (grew: boolean) => void
  isDone: boolean
}

interface Waiting {
  readonly waiter: Waiter
  readonly amount: number
}

/** Who waits for more of one share, in the order in which they came. */
export class ShareQueue {
  #waiting: Waiting[] = []

  add(waiter: Waiter, amount: number): void {
    this.#waiting.push({ waiter, amount })
  }

  get isEmpty(): boolean {
    return this.#left().length === 0
  }

  /** The largest amount that is waited for. */
  get most(): number {
    return this.#left().reduce((most, { amount }) => Math.max(most, amount), 0)
  }

  /** All amounts together. */
  get sum(): number {
    return this.#left().reduce((sum, { amount }) => sum + amount, 0)
  }

  /** There is so much room: those that fit into it one after the other go on. */
  serve(room: number): void {
    let left = room
    const staying: Waiting[] = []
    for (const one of this.#left()) {
      if (one.amount > left) staying.push(one)
      else {
        left -= one.amount
        one.waiter.done(true)
      }
    }
    this.#waiting = staying
  }

  /** So much or more cannot be had. */
  refuse(from: number): void {
    const refused = this.#left().filter(({ amount }) => amount >= from)
    this.#waiting = this.#left().filter(({ amount }) => amount < from)
    for (const { waiter } of refused) if (--waiter.open === 0) waiter.done(false)
  }

  #left(): readonly Waiting[] {
    if (this.#waiting.some(({ waiter }) => waiter.isDone)) {
      this.#waiting = this.#waiting.filter(({ waiter }) => !waiter.isDone)
    }
    return this.#waiting
  }
}

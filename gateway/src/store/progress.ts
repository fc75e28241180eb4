/** How many rows were accepted and how many of them are done with, for those who wait for it. */
export class Progress {
  #accepted = 0
  #settled = 0
  #waiting: { readonly until: number; readonly resolve: () => void }[] = []

  /** Accepted and not done with. */
  get open(): number {
    return Math.max(0, this.#accepted - this.#settled)
  }

  get isAwaited(): boolean {
    return this.#waiting.length > 0
  }

  accepted(): void {
    this.#accepted += 1
  }

  settled(count: number): void {
    this.#settled += count
    if (this.#waiting.length === 0) return
    const reached = this.#waiting.filter((waiter) => waiter.until <= this.#settled)
    this.#waiting = this.#waiting.filter((waiter) => waiter.until > this.#settled)
    for (const waiter of reached) waiter.resolve()
  }

  /** Resolves when everything accepted so far is done with. */
  reached(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ until: this.#accepted, resolve }))
  }
}

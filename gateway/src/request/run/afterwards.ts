/** More answers than this are not checked at the same time; the others go unchecked. */
const MAX_TASKS = 256

/** What is done when the client has its answer: nobody waits for it, and there is never too much of it. */
export class Afterwards {
  readonly #running = new Set<Promise<void>>()

  /** False if there is too much to do already. A task does not reject. */
  start(task: () => Promise<void>): boolean {
    if (this.#running.size >= MAX_TASKS) return false
    const running = task().finally(() => this.#running.delete(running))
    this.#running.add(running)
    return true
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}

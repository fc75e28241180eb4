import type { Timer } from '#domain/clock'

/** Below this many, cancelled timers are not worth sweeping out. */
const SWEEP_FROM = 256

/** Timers in order of their due time, then of their setting: a binary heap that drops cancelled ones when they are many. */
export class TimerHeap {
  #heap: HeapTimer[] = []
  #order = 0
  #cancelled = 0

  /** Timers that have neither fired nor been cancelled. */
  get pending(): number {
    return this.#heap.length - this.#cancelled
  }

  add(at: number, action: () => void): Timer {
    const timer = new HeapTimer(at, this.#order++, action, this.#onCancel)
    this.#heap.push(timer)
    this.#up(this.#heap.length - 1)
    return timer
  }

  /** Takes out the timer that is due first, if that is not after `end`. */
  takeDue(end: number): HeapTimer | null {
    for (;;) {
      const first = this.#heap[0]
      if (first === undefined || (first.at > end && !first.cancelled)) return null
      this.#removeFirst()
      if (!first.cancelled) return first
      this.#cancelled--
    }
  }

  readonly #onCancel = (): void => {
    this.#cancelled++
    if (this.#cancelled < SWEEP_FROM || this.#cancelled * 2 < this.#heap.length) return
    this.#heap = this.#heap.filter((timer) => !timer.cancelled).toSorted(byTurn)
    this.#cancelled = 0
  }

  #removeFirst(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#down(0)
  }

  #up(from: number): void {
    const heap = this.#heap
    const timer = heap[from] as HeapTimer
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent] as HeapTimer
      if (byTurn(above, timer) <= 0) break
      heap[index] = above
      index = parent
    }
    heap[index] = timer
  }

  #down(from: number): void {
    const heap = this.#heap
    const timer = heap[from] as HeapTimer
    let index = from
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      const right = child + 1
      if (right < heap.length && byTurn(heap[right] as HeapTimer, heap[child] as HeapTimer) < 0) child = right
      const below = heap[child] as HeapTimer
      if (byTurn(timer, below) <= 0) break
      heap[index] = below
      index = child
    }
    heap[index] = timer
  }
}

class HeapTimer implements Timer {
  readonly at: number
  readonly order: number
  #action: (() => void) | null
  #onCancel: (() => void) | null

  constructor(...[at, order, action, onCancel]: [number, number, () => void, () => void]) {
    this.at = at
    this.order = order
    this.#action = action
    this.#onCancel = onCancel
  }

  get cancelled(): boolean {
    return this.#action === null
  }

  fire(): void {
    const action = this.#action
    this.#onCancel = null
    action?.()
  }

  cancel(): void {
    const tell = this.#onCancel
    if (tell === null) return
    this.#onCancel = null
    this.#action = null
    tell()
  }
}

function byTurn(a: HeapTimer, b: HeapTimer): number {
  return a.at - b.at || a.order - b.order
}

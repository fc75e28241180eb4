import type { AnswerSink } from '#domain/attempt'
import type { Clock, Timer } from '#domain/clock'
import type { DeploymentId } from '#domain/names'
import type { QueueView, RoomListener, TurnEnd, Waiting } from '#domain/queue'

/** A retry that is told nothing else waits at least so long. */
const LEAST_RETRY_MS = 1_000

interface Queue {
  readonly name: string
  /** First come, first served. */
  readonly places: Place[]
  /** For the room that comes by itself, as the minute passes. */
  timer: Timer | null
}

/**
 * The requests that wait for room, in one queue per list of candidates. The first of a queue is called when there may be
 * room for it, and the one after it only once that one has taken its room or waits on: nobody is woken in vain together
 * with others. Over all queues those who came first are called first.
 */
export class WaitingRoom implements QueueView, RoomListener {
  readonly clock: Clock
  readonly #queues = new Map<string, Queue>()
  /** Queues whose first may have room. */
  readonly #due = new Set<Queue>()
  #called: Place | null = null
  #arrivals = 0
  #drainAt: number | null = null

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Requests that wait, in all queues. */
  get waiting(): number {
    let waiting = 0
    for (const { places } of this.#queues.values()) waiting += places.length
    return waiting
  }

  isOccupied(queue: string): boolean {
    return this.#queues.size > 0 && this.#queues.has(queue)
  }

  /** Takes the last place; `null` if none may be waited in, or all are taken. */
  enter(waiting: Waiting | null, client: Pick<AnswerSink, 'onHangup'>): Place | null {
    if (waiting === null || waiting.settings.waitMs === 0) return null
    if ((this.#queues.get(waiting.queue)?.places.length ?? 0) >= waiting.settings.max) return null
    const place = new Place(this, waiting, this.#arrivals++)
    client.onHangup(() => place.hangUp())
    return place
  }

  /** At least a second, which is also what is said where nothing is known. */
  retryAfterMs(queue: string): number {
    const roomAt = this.#queues.get(queue)?.places[0]?.roomAt ?? null
    return Math.max(roomAt === null ? LEAST_RETRY_MS : roomAt - this.clock.now(), LEAST_RETRY_MS)
  }

  room(deployment: DeploymentId): void {
    if (this.#queues.size === 0) return
    for (const queue of this.#queues.values()) {
      if (queue.places[0]?.full.includes(deployment) === true) this.#due.add(queue)
    }
    this.#callNext()
  }

  /** The gateway ends: whoever still waits after so many milliseconds is refused. */
  drain(afterMs: number): void {
    this.#drainAt = this.clock.now() + afterMs
    for (const queue of this.#queues.values()) for (const place of queue.places) place.arm()
  }

  get drainAt(): number | null {
    return this.#drainAt
  }

  /** Puts a request, or puts it back, where it belongs by its arrival. */
  join(place: Place): void {
    let queue = this.#queues.get(place.queue)
    if (queue === undefined) {
      queue = { name: place.queue, places: [], timer: null }
      this.#queues.set(place.queue, queue)
    }
    if (!queue.places.includes(place)) {
      const after = queue.places.findIndex(({ arrival }) => arrival > place.arrival)
      queue.places.splice(after < 0 ? queue.places.length : after, 0, place)
    }
    if (this.#called === place) this.#called = null
    if (queue.places[0] === place) this.#watch(queue, place)
    this.#callNext()
  }

  remove(place: Place): void {
    if (this.#called === place) this.#called = null
    const queue = this.#queues.get(place.queue)
    const position = queue?.places.indexOf(place) ?? -1
    if (queue !== undefined && position >= 0) {
      queue.places.splice(position, 1)
      if (position === 0) this.#unwatch(queue)
      if (queue.places.length === 0) this.#queues.delete(queue.name)
      else if (position === 0) this.#due.add(queue)
    }
    this.#callNext()
  }

  #watch(queue: Queue, first: Place): void {
    this.#unwatch(queue)
    if (first.roomAt === null) {
      this.#due.add(queue)
      return
    }
    const delayMs = Math.max(0, first.roomAt - this.clock.now())
    queue.timer = this.clock.after(delayMs, () => {
      this.#due.add(queue)
      this.#callNext()
    })
  }

  #unwatch(queue: Queue): void {
    queue.timer?.cancel()
    queue.timer = null
    this.#due.delete(queue)
  }

  /** One at a time: the next is called when this one has taken its room, or waits on. */
  #callNext(): void {
    if (this.#called !== null) return
    let next: Place | undefined
    for (const { places } of this.#due) {
      const [first] = places
      if (first !== undefined && (next === undefined || first.arrival < next.arrival)) next = first
    }
    if (next === undefined) return
    const queue = this.#queues.get(next.queue)
    if (queue !== undefined) this.#unwatch(queue)
    this.#called = next
    next.call()
  }
}

/** One request's place in a queue. It is left in any case: with `leave`, or by a `turn` that ends otherwise than in room. */
export class Place {
  readonly queue: string
  readonly arrival: number
  full: readonly DeploymentId[] = []
  /** Clock reading at which there is room by itself; `null` until it has been looked. */
  roomAt: number | null = null
  readonly #room: WaitingRoom
  readonly #enteredAt: number
  #tooLateAt: number
  #leftAt: number | null = null
  #timer: Timer | null = null
  #end: ((end: TurnEnd) => void) | null = null

  constructor(room: WaitingRoom, waiting: Waiting, arrival: number) {
    this.#room = room
    this.queue = waiting.queue
    this.arrival = arrival
    this.#enteredAt = room.clock.now()
    this.#tooLateAt = Math.min(waiting.tooLateAt, this.#enteredAt + waiting.settings.waitMs)
  }

  /** Milliseconds from its taking until it was left. */
  get waitedMs(): number {
    return (this.#leftAt ?? this.#room.clock.now()) - this.#enteredAt
  }

  /** Milliseconds after which asking again is of use. */
  get retryAfterMs(): number {
    const own = this.roomAt === null ? 0 : this.roomAt - this.#room.clock.now()
    return Math.max(own, this.#room.retryAfterMs(this.queue))
  }

  /** Waits for its turn: until there may be room, or until it is too late. */
  turn({ full, roomInMs, tooLateAt }: Waiting): Promise<TurnEnd> {
    const now = this.#room.clock.now()
    this.full = full
    this.roomAt = roomInMs === null ? null : now + roomInMs
    this.#tooLateAt = Math.min(this.#tooLateAt, tooLateAt)
    this.#leftAt = null
    return new Promise((resolve) => {
      this.#end = resolve
      this.arm()
      this.#room.join(this)
    })
  }

  /** The client has gone. */
  hangUp(): void {
    this.#finish('gone')
  }

  /** It has taken its room, or wants none any more. */
  leave(): void {
    this.#timer?.cancel()
    this.#timer = null
    this.#leftAt ??= this.#room.clock.now()
    this.#room.remove(this)
  }

  call(): void {
    const end = this.#end
    this.#end = null
    end?.('room')
  }

  /** Sets the timer for the end of its patience, or of the gateway's. */
  arm(): void {
    this.#timer?.cancel()
    const { clock, drainAt } = this.#room
    const drains = drainAt !== null && drainAt < this.#tooLateAt
    const at = drains ? drainAt : this.#tooLateAt
    const end = drains ? 'draining' : 'late'
    this.#timer = clock.after(Math.max(0, at - clock.now()), () => this.#finish(end))
  }

  #finish(end: Exclude<TurnEnd, 'room'>): void {
    const waiting = this.#end
    if (waiting === null) return
    this.#end = null
    waiting(end)
    this.leave()
  }
}

import type { Clock, Timer } from '#domain/clock'
import type { EventSink, RequestMoved } from '#domain/event'
import type { UsageRecord } from '#domain/record'

/** As many are told of one by one; in an outage under load the others of a second are told together. */
const ONE_BY_ONE_PER_SECOND = 100
/** Kinds of moves that are counted apart in one second. */
const MAX_GROUPS = 1_000
const SECOND_MS = 1_000

/** Requests that moved alike, and whose they are. */
interface Grouped {
  readonly moved: RequestMoved
  readonly organisation: string
}

/** Tells the event log of every request that was not answered where it was sent first. */
export class MovedRequests {
  readonly #clock: Clock
  readonly #events: EventSink
  readonly #groups = new Map<string, Grouped>()
  #secondEndsAt = Number.NEGATIVE_INFINITY
  #told = 0
  #timer: Timer | null = null

  constructor(clock: Clock, events: EventSink) {
    this.#clock = clock
    this.#events = events
  }

  /** A record with at least one fallback. */
  observe(record: UsageRecord): void {
    const moved = movedOf(record)
    const now = this.#clock.now()
    if (now >= this.#secondEndsAt) {
      this.#secondEndsAt = now + SECOND_MS
      this.#told = 0
    }
    this.#told++
    const { organisation } = record
    if (this.#told <= ONE_BY_ONE_PER_SECOND) this.#events.tell(moved, organisation)
    else this.#group({ moved, organisation })
  }

  /** Tells now what waits for the end of its second: before the event log closes nothing may be left. */
  flush(): void {
    this.#timer?.cancel()
    this.#timer = null
    const groups = [...this.#groups.values()]
    this.#groups.clear()
    for (const { moved, organisation } of groups) this.#events.tell(moved, organisation)
  }

  #group({ moved, organisation }: Grouped): void {
    const { from, to, classes, key, status, requestedModel } = moved
    const where = [organisation, requestedModel, from.deployment, to.deployment]
    const name = [...where, key, status, ...classes].join('\n')
    const before = this.#groups.get(name)
    if (before === undefined && this.#groups.size >= MAX_GROUPS) this.flush()
    this.#timer ??= this.#clock.after(SECOND_MS, () => this.flush())
    const count = (before?.moved.count ?? 0) + 1
    this.#groups.set(name, { moved: { ...moved, count }, organisation })
  }
}

function movedOf(record: UsageRecord): RequestMoved {
  const { attempts, fallbacks } = record.routing
  const first = attempts[0]
  const last = attempts.at(-1)
  const passedOver = fallbacks.length > attempts.filter(({ action }) => action.startsWith('next_')).length
  const asked = { model: record.requestedModel, deployment: null }
  return {
    kind: 'request-moved',
    request: record.id,
    key: record.key,
    requestedModel: record.requestedModel,
    from:
      passedOver || first === undefined ? asked : { model: first.modelName, deployment: first.deployment },
    to: last === undefined ? asked : { model: last.modelName, deployment: last.deployment },
    classes: fallbacks,
    status: record.status,
    count: 1,
  }
}

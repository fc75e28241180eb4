import type { IncomingHttpHeaders } from 'node:http'

/** A request that has arrived completely. Changes until `outcome` is no longer `pending`. */
export interface ReceivedRequest {
  /** From 1, in the order of arrival; also in the id of the answer. */
  readonly n: number
  /** From 1: requests of the same number came over the same socket. */
  readonly connection: number
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly bodyText: string
  /** Parsed JSON, or undefined. */
  readonly body: unknown
  /** From `Authorization: Bearer`. */
  readonly apiKey: string | null
  readonly model: string | null
  readonly streamed: boolean
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  /** `cut`: broken off by the script. `aborted`: the client went away first. `closed`: the simulator was closed. */
  readonly outcome: 'pending' | 'answered' | 'cut' | 'aborted' | 'closed'
  /** Milliseconds since the Unix epoch, or `null` while pending. */
  readonly endedAt: number | null
  /** The same, but only where the client went away before the answer was complete. */
  readonly abortedAt: number | null
}

export interface Counts {
  readonly requests: number
  readonly aborted: number
  readonly pending: number
  readonly byModel: Readonly<Record<string, number>>
  readonly byKey: Readonly<Record<string, number>>
}

export interface RequestLog {
  /** The newest ones, oldest first. */
  entries(): readonly ReceivedRequest[]
  counts(): Counts
  /** Ordinal of the next request. */
  nextNumber(): number
  add(request: ReceivedRequest): void
  end(request: ReceivedRequest, outcome: Exclude<ReceivedRequest['outcome'], 'pending'>, at: number): void
  /** Forgets everything but requests still pending; numbers go on. */
  clear(): void
  /** Resolves once the condition holds, which is looked at after every change. Rejects when the log is closed. */
  until(condition: (requests: readonly ReceivedRequest[]) => boolean): Promise<void>
  close(): void
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

/** `keep`: how many of the newest requests stay readable; counts are of all. */
export function createRequestLog(keep: number): RequestLog {
  let kept: ReceivedRequest[] = []
  let numbers = 0
  const pending = new Set<ReceivedRequest>()
  let tally = newTally()
  const watchers = createWatchers()
  const entries = (): readonly ReceivedRequest[] =>
    kept.length > keep ? kept.slice(kept.length - keep) : kept
  return {
    entries,
    nextNumber: () => ++numbers,
    counts: () => ({
      requests: tally.requests,
      aborted: tally.aborted,
      pending: pending.size,
      byModel: Object.fromEntries(tally.byModel),
      byKey: Object.fromEntries(tally.byKey),
    }),
    add: (request) => {
      pending.add(request)
      tally.requests++
      if (request.model !== null) increment(tally.byModel, request.model)
      if (request.apiKey !== null) increment(tally.byKey, request.apiKey)
      if (keep > 0) kept.push(request)
      // In blocks, so that a long run pays for it rarely.
      if (kept.length >= 2 * keep) kept = kept.slice(kept.length - keep)
      watchers.changed()
    },
    end: (request, outcome, at) => {
      const entry: Mutable<ReceivedRequest> = request
      entry.outcome = outcome
      entry.endedAt = at
      if (outcome === 'aborted') {
        entry.abortedAt = at
        tally.aborted++
      }
      pending.delete(request)
      watchers.changed()
    },
    clear: () => {
      kept = []
      tally = newTally()
    },
    until: (condition) => watchers.until(() => condition(entries())),
    close: () => watchers.close(),
  }
}

interface Watchers {
  until(condition: () => boolean): Promise<void>
  changed(): void
  close(): void
}

function createWatchers(): Watchers {
  const open = new Set<{ readonly look: () => void; readonly giveUp: () => void }>()
  return {
    until: (condition) =>
      new Promise((resolve, reject) => {
        const watcher = {
          look: () => {
            if (!condition()) return
            open.delete(watcher)
            resolve()
          },
          giveUp: () => {
            open.delete(watcher)
            reject(new Error('The simulator was closed before the condition held.'))
          },
        }
        open.add(watcher)
        watcher.look()
      }),
    changed: () => {
      for (const watcher of open) watcher.look()
    },
    close: () => {
      for (const watcher of open) watcher.giveUp()
    },
  }
}

function newTally(): {
  requests: number
  aborted: number
  byModel: Map<string, number>
  byKey: Map<string, number>
} {
  return { requests: 0, aborted: 0, byModel: new Map(), byKey: new Map() }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

import { EventSource } from 'eventsource'
import { signedIn } from './admin-token.ts'
import type { LoggedEvent } from './answer.ts'
import { ORGANISATION } from './organisation.ts'

type Listener = (event: LoggedEvent) => void
/** Whether events come in as they happen. */
export type Connection = 'connecting' | 'live' | 'lost'

const listeners = new Set<Listener>()
const watchers = new Set<() => void>()
let source: EventSource | null = null
let connection: Connection = 'connecting'

/** Calls back with every event as it happens; all listeners share one connection. */
export function listenToEvents(listener: Listener): () => void {
  listeners.add(listener)
  source ??= open()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    source?.close()
    source = null
    become('connecting')
  }
}

/** For `useSyncExternalStore`. */
export function watchConnection(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export function currentConnection(): Connection {
  return connection
}

function open(): EventSource {
  const opened = new EventSource(`/api/organisations/${ORGANISATION.organisationId}/events/live`, {
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...signedIn() } }),
  })
  opened.addEventListener('open', () => become('live'))
  opened.addEventListener('error', () => become('lost'))
  opened.addEventListener('message', ({ data }) => {
    const event = JSON.parse(String(data)) as LoggedEvent
    for (const listener of listeners) listener(event)
  })
  return opened
}

function become(next: Connection): void {
  if (next === connection) return
  connection = next
  for (const watcher of watchers) watcher()
}

import { randomBytes } from 'node:crypto'
import type { BaseLogger } from 'pino'
import type { LoggedEvent } from '#domain/event'
import type { ControlDatabase } from '#store/control-database'
import { controlDatabase } from '#store/control-database'
import { EventLog } from '#store/event-log'
import type { RecordWriter } from '#store/record-writer'
import { openRecordWriter } from '#store/record-writer'
import { StoreReader } from '#store/store-reader'
import { systemClock } from './system-clock.ts'

/** The store as the gateway writes to it. */
export interface OpenStore {
  readonly records: RecordWriter
  readonly events: EventLog
  readonly reader: StoreReader
  /** For the control plane. */
  readonly database: ControlDatabase
}

export interface StoreOptions {
  /** `sqlite:PATH`. */
  readonly url: string
  readonly organisation: () => string
  readonly log: BaseLogger
}

/** The store's writer and the event log above it: what goes wrong with the store stands in the log as well. */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { url, organisation, log } = options
  const early: LoggedEvent[] = []
  let append = (event: LoggedEvent): unknown => early.push(event)
  const events = new EventLog({
    wallMs: () => systemClock.wallMs(),
    organisation,
    process: randomBytes(4).toString('hex'),
    append: (event) => append(event),
  })
  const records = await openRecordWriter({
    url,
    onProblem: ({ kind, message, records: count }) => {
      log[kind === 'store-recovered' ? 'info' : 'error']({ kind, message, records: count }, kind)
      // A closed writer refuses events too: telling of that would never end.
      if (kind !== 'records-refused') events.tell({ kind, message, records: count })
    },
  })
  append = (event) => records.append(event)
  for (const event of early) records.append(event)
  return { records, events, reader: new StoreReader({ url }), database: controlDatabase(url) }
}

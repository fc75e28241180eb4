import { randomBytes } from 'node:crypto'
import type { BaseLogger } from 'pino'
import type { ConfigFile } from '@backstay/contract'
import type { LoggedEvent } from '#domain/event'
import type { ValidConfig } from '#snapshot/load-config'
import type { ControlDatabase } from '#store/control-database'
import { controlDatabase } from '#store/control-database'
import { EventLog } from '#store/event-log'
import type { RecordWriter } from '#store/record-writer'
import { openRecordWriter } from '#store/record-writer'
import type { SpoolPlace } from '#store/record-writer-options'
import { storeLocation } from '#store/store-location'
import type { StoreProblem } from '#store/store-problem'
import { StoreReader } from '#store/store-reader'
import type { Retention } from '#store/sweep-store'
import { Sweeper } from '#store/sweeper'
import { systemClock } from './system-clock.ts'

/** A batch for a server costs 2 ms before its first row; in the spool its rows wait safely. */
const SERVER_FLUSH_MS = 200
const GOOD_NEWS: ReadonlySet<StoreProblem['kind']> = new Set(['store-recovered', 'records-adopted'])

/** The store as the gateway writes to it. */
export interface OpenStore {
  readonly records: RecordWriter
  readonly events: EventLog
  readonly reader: StoreReader
  /** For the control plane. */
  readonly database: ControlDatabase
  /** Ends what works on it for the control plane and removes what is too old; writer and reader are closed apart. */
  close(): Promise<void>
}

export interface StoreOptions {
  /** `sqlite:PATH` or `postgres://…`. */
  readonly store: string
  /** What the gateway starts with. */
  readonly loaded: Pick<ValidConfig, 'configuration' | 'file'>
  readonly log: BaseLogger
}

/** The store's writer and the event log above it: what goes wrong with the store stands in the log as well. */
export async function openStore(
  { store: url, loaded, log }: StoreOptions,
  retention: () => ConfigFile['retention'],
): Promise<OpenStore> {
  const organisation = loaded.configuration.organisation.id
  const early: LoggedEvent[] = []
  let append = (event: LoggedEvent): unknown => early.push(event)
  const events = new EventLog({
    wallMs: () => systemClock.wallMs(),
    organisation: () => organisation,
    process: randomBytes(4).toString('hex'),
    append: (event) => append(event),
  })
  const spool = spoolOf(url, loaded.file.spool)
  const records = await openRecordWriter({
    url,
    spool,
    ...(spool !== null && isServer(url) && { flushMs: SERVER_FLUSH_MS }),
    onProblem: ({ kind, message, records: count }) => {
      log[GOOD_NEWS.has(kind) ? 'info' : 'error']({ kind, message, records: count }, kind)
      // A closed writer refuses events too: telling of that would never end.
      if (kind === 'store-failing' || kind === 'store-recovered' || kind === 'records-dropped')
        events.tell({ kind, message, records: count })
    },
    onSwept: ({ removed, failure }) => {
      if (failure !== null)
        log.error({ removed, failure }, 'what is too old could not be removed from the store')
      else if (removed > 0) log.info({ removed }, 'what was too old was removed from the store')
    },
  })
  append = (event) => records.append(event)
  for (const event of early) records.append(event)
  const sweeper = new Sweeper({
    clock: systemClock,
    retention: () => inDays(retention()),
    sweep: (cutoffs) => records.sweep(cutoffs),
  })
  const database = controlDatabase(url)
  const close = async (): Promise<void> => {
    sweeper.close()
    // A store that is away cannot be closed in order, and need not be.
    await database.destroy().catch(() => undefined)
  }
  return { records, events, reader: new StoreReader({ url }), database, close }
}

function isServer(url: string): boolean {
  return storeLocation(url).kind !== 'sqlite'
}

/** Beside a SQLite file, for that is where the disk is. */
function spoolOf(url: string, { path, max_bytes: maxBytes }: ConfigFile['spool']): SpoolPlace | null {
  if (maxBytes === 0) return null
  const location = storeLocation(url)
  const folder = location.kind === 'sqlite' ? `${location.path}-spool` : 'backstay-spool'
  return { folder: path ?? folder, maxBytes }
}

function inDays(retention: ConfigFile['retention']): Retention {
  const { usage_days: usageDays, events_days: eventsDays, rollup_days: rollupDays } = retention
  return { usageDays, eventsDays, rollupDays, configVersions: retention.config_versions }
}

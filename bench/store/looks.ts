import type { RollupSpan } from '#store/rollup-columns'
import type { StoreReader } from '#store/store-reader'
import { everyRecordOf } from '#store/which-records'

interface Look {
  readonly what: string
  readonly ask: (reader: StoreReader, now: number) => Promise<unknown>
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const PAGE = 100
const ANYTHING = everyRecordOf('default')

interface Summed {
  readonly span: RollupSpan
  readonly lengthMs: number
  readonly key?: string | null
}

function summary(what: string, { span, lengthMs, key = null }: Summed): Look {
  const ask: Look['ask'] = (reader, now) =>
    reader.ask('usage-summary', { ...ANYTHING, probe: false, key, span, from: now - lengthMs, to: now })
  return { what, ask }
}

function list(
  what: string,
  filter: {
    readonly moved?: true
    readonly model?: string
    readonly failed?: true
    readonly provider?: string
    readonly lengthMs?: number
  },
  ageMs = 0,
): Look {
  const { lengthMs, ...chosen } = filter
  const ask: Look['ask'] = (reader, now) =>
    reader.ask('list-usage', {
      ...ANYTHING,
      ...chosen,
      from: lengthMs === undefined ? null : now - lengthMs,
      to: null,
      before: ageMs === 0 ? null : { at: now - ageMs, id: '' },
      limit: PAGE,
    })
  return { what, ask }
}

/** What the console asks of the store: the overview, and the list of usage. */
export const LOOKS: readonly Look[] = [
  summary('overview: the last hour', { span: '5m', lengthMs: HOUR_MS }),
  summary('overview: the last day', { span: '1h', lengthMs: DAY_MS }),
  summary('overview: the last month', { span: '1d', lengthMs: 30 * DAY_MS }),
  summary('summary: the last month of one key', { span: '1d', lengthMs: 30 * DAY_MS, key: 'key-3' }),
  list('usage: the newest 100', {}),
  list('usage: 100 of two weeks ago', {}, 14 * DAY_MS),
  list('usage: the newest 100 that moved', { moved: true }),
  list('usage: the newest 100 that failed', { failed: true }),
  list('usage: the newest 100 of one model', { model: 'model-9' }),
  list('usage: the newest 100 of a provider', { provider: 'provider-1' }),
  list('providers: the last answer of one that has none', { provider: 'provider-7', lengthMs: DAY_MS }),
  {
    what: 'overview: fallbacks of the last hour',
    ask: (reader, now) =>
      reader.ask('list-events', {
        organisation: 'default',
        kinds: ['request-moved'],
        since: now - HOUR_MS,
        before: null,
        limit: 500,
      }),
  },
]

import type { LoggedEvent } from '#domain/event'
import type { UsageRecord } from '#domain/record'
import { eventRowOf } from '#store/event-row'
import { recordInserter } from '#store/record-inserter'
import { sampleRecord } from '#store/sample-record'
import { SortedIds } from '#store/sorted-ids'
import { storeLocation } from '#store/store-location'
import { rowOf } from '#store/usage-row'

const DAYS = 30
const DAY_MS = 86_400_000
const BATCH = 5_000
const KEYS = 20
const MODELS = 40
const MODELS_OF_A_KEY = 4
const DEPLOYMENTS_OF_A_MODEL = 2
const SAY_EVERY = 100_000
const EVENTS = 10_000

interface Filling {
  readonly rows: number
  /** The newest record is of this time, the oldest a month before. */
  readonly now: number
  readonly say: (line: string) => void
}

/** Writes records as a gateway does, sums included: a month of a workspace with 20 keys, 40 models and 80 deployments. */
export async function fillStore(url: string, { rows, now, say }: Filling): Promise<number> {
  const start = performance.now()
  const inserter = recordInserter(storeLocation(url))
  await inserter.open()
  for (let first = 0; first < rows; first += BATCH) {
    const length = Math.min(BATCH, rows - first)
    const usage_records = Array.from({ length }, (_, n) => rowOf(recordAt(first + n, rows, now)))
    await inserter.insert({ usage_records })
    if ((first + length) % SAY_EVERY === 0) say(`${(first + length).toLocaleString('en')} written`)
  }
  const ids = new SortedIds('5702e5be')
  const events = Array.from({ length: rows === 0 ? 0 : EVENTS }, (_, n) => eventRowOf(eventAt(n, now, ids)))
  await inserter.insert({ events })
  await inserter.close()
  return (performance.now() - start) / 1_000
}

/** One move every few minutes. */
function eventAt(n: number, now: number, ids: SortedIds): LoggedEvent {
  const at = Math.floor(now - DAYS * DAY_MS * (1 - n / EVENTS))
  const model = `model-${n % MODELS}`
  return {
    id: ids.next(at),
    at,
    organisation: 'default',
    event: {
      kind: 'request-moved',
      request: `01${n.toString(36).padStart(24, '0')}`,
      key: `key-${n % KEYS}`,
      requestedModel: model,
      from: { model, deployment: `${model}/provider-0` },
      to: { model, deployment: `${model}/provider-1` },
      classes: ['overloaded'],
      status: 200,
      count: 1,
    },
  }
}

/** The same for the same number, so that runs can be compared. */
function recordAt(n: number, rows: number, now: number): UsageRecord {
  const key = n % KEYS
  const model = (key + 7 * (Math.floor(n / KEYS) % MODELS_OF_A_KEY)) % MODELS
  const deployment = `model-${model}/provider-${Math.floor(n / (KEYS * MODELS_OF_A_KEY)) % DEPLOYMENTS_OF_A_MODEL}`
  const plain = sampleRecord()
  const common = {
    id: `01${n.toString(36).padStart(24, '0')}`,
    at: Math.floor(now - DAYS * DAY_MS * (1 - n / rows)),
    key: `key-${key}`,
    requestedModel: `model-${model}`,
  }
  // One request in fifty moves, one in two hundred fails.
  if (n % 50 === 0) return sampleRecord(common)
  if (n % 200 === 1) {
    const routing = { ...plain.routing, fallbacks: [] }
    return sampleRecord({
      ...common,
      status: 503,
      errorClass: 'overloaded',
      servedModel: null,
      provider: null,
      routing,
    })
  }
  const { tokens, ttftMs } = plain
  const place = {
    modelName: common.requestedModel,
    deployment,
    provider: deployment.split('/')[1] ?? '',
  }
  const [first] = plain.routing.attempts
  if (first === undefined) throw new Error('The sample has no attempt.')
  const answered = {
    ...first,
    ...place,
    status: 200,
    outcome: 'answered',
    errorClass: null,
    action: 'answer',
    reason: 'answered',
    tokens,
    ttftMs,
  } as const
  const routing = { ...plain.routing, attempts: [answered], fallbacks: [], skipped: [] }
  return sampleRecord({
    ...common,
    servedModel: common.requestedModel,
    provider: place.provider,
    deployment,
    tokens,
    routing,
  })
}

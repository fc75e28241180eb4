import { FAILURE_RULES } from '#domain/failure'
import type { AttemptRecord } from '#domain/record'
import { classColumns, classOf, ROLLUP_SPANS_MS } from './rollup-columns.ts'
import { ATTEMPT_ROLLUPS, FALLBACK_ROLLUPS, SPENDING, USAGE_ROLLUPS } from './summed-tables.ts'
import type { SummedTable } from './summed-tables.ts'
import { onlyAnswered } from './routing-text.ts'
import type { Row } from './tables.ts'
import { USAGE_COLUMNS } from './usage-row.ts'

const DAY_MS = 86_400_000
const COLUMN = Object.fromEntries(USAGE_COLUMNS.map((name, n) => [name, n])) as Readonly<
  Record<(typeof USAGE_COLUMNS)[number], number>
>
const TTFT = USAGE_ROLLUPS.sums.indexOf(classColumns('ttft')[0] ?? '')
const SWITCH = USAGE_ROLLUPS.sums.indexOf(classColumns('switch')[0] ?? '')
/** In the order of their length: each begins where one of the shorter ones begins. */
const SPANS = Object.values(ROLLUP_SPANS_MS)
const FINEST_MS = ROLLUP_SPANS_MS['5m']
/** More is nonsense in one record, and a few of them would be more than a sum can hold. */
const MAX_FIGURE = 1e9

type Key = readonly (string | number)[]

interface Sum {
  readonly key: Key
  readonly sums: number[]
}

/** Day a moment is in, counted from 1 January 1970 in UTC. */
export function dayOf(wallMs: number): number {
  return Math.floor(wallMs / DAY_MS)
}

/** Records of a batch that are told apart nowhere: few, as a batch is of a moment. Their tables are worked out once for all. */
interface Alike {
  readonly organisation: string
  /** Start of the shortest span that they are in. */
  readonly start: number
  readonly day: number
  /** In the order of the keys of `USAGE_ROLLUPS`, after the span. */
  readonly names: Key
  readonly probe: number
  /** In the order of the sums of `USAGE_ROLLUPS`. */
  readonly figures: number[]
  usd: number
  /** Answered by the first place they were sent to. */
  direct: number
  readonly moves: Map<string, number>
  readonly places: Map<string, Place>
}

/** Where attempts of those came to an end that were not answered at once. */
interface Place {
  readonly provider: string
  readonly deployment: string
  attempts: number
  failed: number
}

/** What the usage records of one batch add to every summed table. */
export class BatchSums {
  readonly #alike = new Map<string, Alike>()
  #tables: ReadonlyMap<SummedTable, ReadonlyMap<string, Sum>> | null = null

  add(row: Row): void {
    this.#tables = null
    const alike = this.#alikeOf(row)
    alike.usd += summable(row[COLUMN.cost_usd]) + summable(row[COLUMN.wasted_cost_usd])
    const routing = text(row[COLUMN.routing])
    const hasMoved = Number(row[COLUMN.fallbacks]) > 0
    const only = onlyAnswered(routing)
    const read = hasMoved || !only ? (JSON.parse(routing) as RoutingText) : null
    const moves = hasMoved && read !== null ? movesOf(read) : null
    addFigures(alike.figures, row, moves)
    for (const reason of moves?.reasons ?? []) alike.moves.set(reason, (alike.moves.get(reason) ?? 0) + 1)
    if (only || read === null) alike.direct += 1
    else addPlaces(alike.places, read)
  }

  /** Keys and then sums, in the order of the table's. */
  rows(table: SummedTable): readonly Key[] {
    this.#tables ??= tablesOf(this.#alike.values())
    return [...(this.#tables.get(table)?.values() ?? [])].map(({ key, sums }) => [...key, ...sums])
  }

  #alikeOf(row: Row): Alike {
    const at = Number(row[COLUMN.at])
    const start = Math.floor(at / FINEST_MS) * FINEST_MS
    let name = String(start)
    for (const column of TELLING) name += `\n${row[column] ?? ''}`
    const known = this.#alike.get(name)
    if (known !== undefined) return known
    const fresh = alikeOf(row, at, start)
    this.#alike.set(name, fresh)
    return fresh
  }
}

/** Columns by which records are told apart, besides the time. No name has a line break in it but a model that a client asks for. */
const TELLING = [
  COLUMN.organisation,
  COLUMN.key,
  COLUMN.served_model,
  COLUMN.provider,
  COLUMN.deployment,
  COLUMN.status,
  COLUMN.error_class,
  COLUMN.fallbacks,
  COLUMN.probe,
  COLUMN.requested_model,
]

function alikeOf(row: Row, at: number, start: number): Alike {
  return {
    organisation: text(row[COLUMN.organisation]),
    start,
    day: dayOf(at),
    names: namesOf(row),
    probe: Number(row[COLUMN.probe]),
    figures: USAGE_ROLLUPS.sums.map(() => 0),
    usd: 0,
    direct: 0,
    moves: new Map(),
    places: new Map(),
  }
}

function tablesOf(all: Iterable<Alike>): ReadonlyMap<SummedTable, ReadonlyMap<string, Sum>> {
  const tables = new Map<SummedTable, Map<string, Sum>>()
  const put = (table: SummedTable, key: Key, added: readonly number[]): void => {
    let rows = tables.get(table)
    if (rows === undefined) tables.set(table, (rows = new Map<string, Sum>()))
    const name = JSON.stringify(key)
    const row = rows.get(name)
    if (row === undefined) rows.set(name, { key, sums: [...added] })
    else for (const [n, figure] of added.entries()) row.sums[n] = (row.sums[n] ?? 0) + figure
  }
  for (const { organisation, start, day, names, probe, figures, usd, direct, moves, places } of all) {
    if (usd > 0) put(SPENDING, [organisation, day, names[0] ?? ''], [usd])
    for (const span of SPANS) {
      const from = Math.floor(start / span) * span
      const key = [organisation, span, from, ...names]
      put(USAGE_ROLLUPS, key, figures)
      for (const [reason, times] of moves) put(FALLBACK_ROLLUPS, [...key, reason], [times])
      const at = [organisation, span, from] as const
      if (direct > 0) put(ATTEMPT_ROLLUPS, [...at, names[3] ?? '', names[4] ?? '', probe], [direct, 0])
      for (const { provider, deployment, attempts, failed } of places.values())
        put(ATTEMPT_ROLLUPS, [...at, provider, deployment, probe], [attempts, failed])
    }
  }
  return tables
}

/** In the order of the keys of `USAGE_ROLLUPS`, after the span. */
function namesOf(row: Row): Key {
  return [
    text(row[COLUMN.key]),
    text(row[COLUMN.requested_model]),
    text(row[COLUMN.served_model]),
    text(row[COLUMN.provider]),
    text(row[COLUMN.deployment]),
    Number(row[COLUMN.status]),
    text(row[COLUMN.error_class]),
    Number(row[COLUMN.fallbacks]) > 0 ? 1 : 0,
    Number(row[COLUMN.probe]),
  ]
}

/** In the order of the sums of `USAGE_ROLLUPS`. */
function addFigures(sums: number[], row: Row, moves: Moves | null): void {
  const figures = [
    1,
    summable(row[COLUMN.input_tokens]),
    summable(row[COLUMN.cached_input_tokens]),
    summable(row[COLUMN.cache_write_tokens]),
    summable(row[COLUMN.output_tokens]),
    summable(row[COLUMN.reasoning_tokens]),
    summable(row[COLUMN.cost_usd]),
    summable(row[COLUMN.wasted_cost_usd]),
    row[COLUMN.cost_usd] === null ? 1 : 0,
  ]
  for (const [n, figure] of figures.entries()) sums[n] = (sums[n] ?? 0) + figure
  const ttftMs = row[COLUMN.ttft_ms]
  if (typeof ttftMs === 'number') count(sums, TTFT + classOf(ttftMs))
  for (const ms of moves?.switchesMs ?? []) count(sums, SWITCH + classOf(ms))
}

/** One figure that is none must not keep all others from being stored. */
function summable(value: Row[number] | undefined): number {
  const figure = Number(value)
  return Math.abs(figure) <= MAX_FIGURE ? figure : 0
}

function count(sums: number[], n: number): void {
  sums[n] = (sums[n] ?? 0) + 1
}

interface Moves {
  readonly reasons: readonly string[]
  /** From the end of an attempt that failed to the beginning of the one that it led to. */
  readonly switchesMs: readonly number[]
}

interface RoutingText {
  readonly fallbacks?: readonly string[]
  readonly attempts?: readonly AttemptRecord[]
}

/** Attempts that came to an end of their own; as failed count those that did through the fault of the provider. */
function addPlaces(places: Map<string, Place>, { attempts = [] }: RoutingText): void {
  for (const { provider, deployment, outcome, errorClass } of attempts) {
    if (outcome === 'aborted' || outcome === 'cancelled') continue
    const isFault = errorClass !== null && FAILURE_RULES[errorClass].effect !== 'none'
    const name = `${provider}\n${deployment}`
    const place = places.get(name) ?? { provider, deployment, attempts: 0, failed: 0 }
    places.set(name, place)
    place.attempts += 1
    if (isFault && outcome !== 'answered') place.failed += 1
  }
}

function movesOf({ fallbacks = [], attempts = [] }: RoutingText): Moves {
  const switchesMs = attempts.flatMap((attempt, n) => {
    const next = attempts[n + 1]
    const moved = attempt.action === 'next_deployment' || attempt.action === 'next_model'
    if (!moved || next === undefined || next.hedge === true) return []
    return [Math.max(0, next.startedAt - (attempt.startedAt + attempt.totalMs))]
  })
  return { reasons: fallbacks, switchesMs }
}

function text(value: Row[number] | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}

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
const SPANS = Object.values(ROLLUP_SPANS_MS)

type Key = readonly (string | number)[]

interface Sum {
  readonly key: Key
  readonly sums: number[]
}

/** Day a moment is in, counted from 1 January 1970 in UTC. */
export function dayOf(wallMs: number): number {
  return Math.floor(wallMs / DAY_MS)
}

/** What the usage records of one batch add to every summed table. */
export class BatchSums {
  readonly #tables = new Map<SummedTable, Map<string, Sum>>()

  add(row: Row): void {
    const at = Number(row[COLUMN.at])
    const organisation = text(row[COLUMN.organisation])
    const usd = finite(row[COLUMN.cost_usd]) + finite(row[COLUMN.wasted_cost_usd])
    if (usd > 0) this.#put(SPENDING, [organisation, dayOf(at), text(row[COLUMN.key])])[0] += usd
    const names = namesOf(row)
    const routing = text(row[COLUMN.routing])
    const only = onlyAnswered(routing)
    const hasMoved = Number(row[COLUMN.fallbacks]) > 0
    const read = hasMoved || !only ? (JSON.parse(routing) as RoutingText) : null
    const moves = hasMoved && read !== null ? movesOf(read) : null
    const answering = [text(row[COLUMN.provider]), text(row[COLUMN.deployment]), 0] as const
    const places = only || read === null ? [answering] : placesOf(read)
    for (const span of SPANS) {
      const start = Math.floor(at / span) * span
      const key = [organisation, span, start, ...names]
      addFigures(this.#put(USAGE_ROLLUPS, key), row, moves)
      for (const reason of moves?.reasons ?? []) this.#put(FALLBACK_ROLLUPS, [...key, reason])[0] += 1
      for (const [provider, deployment, failed] of places) {
        const where = [organisation, span, start, provider, deployment, Number(row[COLUMN.probe])]
        const sums = this.#put(ATTEMPT_ROLLUPS, where)
        sums[0] += 1
        sums[1] = (sums[1] ?? 0) + failed
      }
    }
  }

  /** Keys and then sums, in the order of the table's. */
  rows(table: SummedTable): readonly Key[] {
    return [...(this.#tables.get(table)?.values() ?? [])].map(({ key, sums }) => [...key, ...sums])
  }

  #put(table: SummedTable, key: Key): number[] & { 0: number } {
    let rows = this.#tables.get(table)
    if (rows === undefined) this.#tables.set(table, (rows = new Map<string, Sum>()))
    const name = JSON.stringify(key)
    let row = rows.get(name)
    if (row === undefined) rows.set(name, (row = { key, sums: table.sums.map(() => 0) }))
    return row.sums as number[] & { 0: number }
  }
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
    finite(row[COLUMN.input_tokens]),
    finite(row[COLUMN.cached_input_tokens]),
    finite(row[COLUMN.cache_write_tokens]),
    finite(row[COLUMN.output_tokens]),
    finite(row[COLUMN.reasoning_tokens]),
    finite(row[COLUMN.cost_usd]),
    finite(row[COLUMN.wasted_cost_usd]),
    row[COLUMN.cost_usd] === null ? 1 : 0,
  ]
  for (const [n, figure] of figures.entries()) sums[n] = (sums[n] ?? 0) + figure
  const ttftMs = row[COLUMN.ttft_ms]
  if (typeof ttftMs === 'number') count(sums, TTFT + classOf(ttftMs))
  for (const ms of moves?.switchesMs ?? []) count(sums, SWITCH + classOf(ms))
}

/** One figure that is none must not keep all others from being stored. */
function finite(value: Row[number] | undefined): number {
  const figure = Number(value)
  return Number.isFinite(figure) ? figure : 0
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

/** Where attempts came to an end of their own, and whether (1) or not (0) through the fault of the provider. */
function placesOf({ attempts = [] }: RoutingText): readonly (readonly [string, string, 0 | 1])[] {
  return attempts.flatMap(({ provider, deployment, outcome, errorClass }) => {
    if (outcome === 'aborted' || outcome === 'cancelled') return []
    const isFault = errorClass !== null && FAILURE_RULES[errorClass].effect !== 'none'
    return [[provider, deployment, isFault && outcome !== 'answered' ? 1 : 0] as const]
  })
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

import type { AttemptRecord, UsageRecord } from '#domain/record'
import type { UsageTable } from './schema.ts'

type Routing = UsageRecord['routing']

/** What is kept of the only attempt of a request that it answered; the rest stands in the record's columns. */
type OnlyAttempt = readonly [startedAt: number, ttftMs: number | null, totalMs: number, region: string | null]

interface PlainRouting {
  readonly strategy: string
  readonly source: Routing['source']
  readonly answered: OnlyAttempt
  /** These three only where there are any. */
  readonly skipped?: Routing['skipped']
  readonly fallbacks?: Routing['fallbacks']
  readonly warnings?: Routing['warnings']
}

/** Sources of policies are few objects that many records share. */
const beginnings = new WeakMap<Routing['source'], Map<string, string>>()

/**
 * The routing of a record as JSON. By far the most requests are answered by their first attempt, also while another
 * deployment is out of service: it is kept as four values, less than a third of the text.
 */
export function routingText(record: UsageRecord): string {
  const attempt = onlyAttempt(record)
  if (attempt === null) return JSON.stringify(record.routing)
  const { startedAt, ttftMs, totalMs, region } = attempt
  const place = region === null ? 'null' : JSON.stringify(region)
  return `${beginningOf(record.routing)}[${startedAt},${ttftMs},${totalMs},${place}]${restOf(record.routing)}}`
}

function restOf({ skipped, fallbacks, warnings }: Routing): string {
  let text = ''
  if (skipped.length > 0) text += `,"skipped":${JSON.stringify(skipped)}`
  if (fallbacks.length > 0) text += `,"fallbacks":${JSON.stringify(fallbacks)}`
  if (warnings.length > 0) text += `,"warnings":${JSON.stringify(warnings)}`
  return text
}

/** Was it answered by its first attempt, and kept in the short form. */
export function onlyAnswered(routing: string): boolean {
  return routing.includes('"answered":[')
}

/** The routing of a row, whichever of the two forms it has. Throws `SyntaxError` for text that is not JSON. */
export function readRouting(row: UsageTable): Routing {
  const read = JSON.parse(row.routing) as Routing | PlainRouting
  if (!('answered' in read)) return 'fallbacks' in read ? read : { ...(read as Routing), fallbacks: [] }
  const [startedAt, ttftMs, totalMs, region] = read.answered
  const attempt: AttemptRecord = {
    n: 1,
    modelName: row.served_model ?? '',
    deployment: row.deployment ?? '',
    provider: row.provider ?? '',
    region,
    status: row.status,
    outcome: 'answered',
    errorClass: null,
    action: 'answer',
    reason: 'answered',
    startedAt,
    ttftMs,
    totalMs,
    tokens: {
      input: row.input_tokens,
      cachedInput: row.cached_input_tokens,
      cacheWrite: row.cache_write_tokens,
      output: row.output_tokens,
      reasoning: row.reasoning_tokens,
      estimated: row.tokens_estimated === 1,
    },
  }
  return {
    strategy: read.strategy,
    source: read.source,
    attempts: [attempt],
    skipped: read.skipped ?? [],
    fallbacks: read.fallbacks ?? [],
    warnings: read.warnings ?? [],
  }
}

function onlyAttempt(record: UsageRecord): AttemptRecord | null {
  const { routing } = record
  const attempt = routing.attempts[0]
  if (attempt === undefined || routing.attempts.length !== 1) return null
  const plain =
    routing.judges === undefined &&
    routing.queuedMs === undefined &&
    attempt.reason === 'answered' &&
    attempt.tokens === record.tokens &&
    attempt.status === record.status &&
    attempt.modelName === record.servedModel &&
    attempt.deployment === record.deployment &&
    attempt.provider === record.provider
  return plain && attempt.outcome === 'answered' && attempt.errorClass === null ? attempt : null
}

function beginningOf({ strategy, source }: Routing): string {
  let byStrategy = beginnings.get(source)
  if (byStrategy === undefined) {
    byStrategy = new Map<string, string>()
    beginnings.set(source, byStrategy)
  }
  let text = byStrategy.get(strategy)
  if (text === undefined) {
    text = `{"strategy":${JSON.stringify(strategy)},"source":${JSON.stringify(source)},"answered":`
    byStrategy.set(strategy, text)
  }
  return text
}

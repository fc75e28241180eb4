/** Tables of usage summed up. */
export interface RollupSchema {
  usage_rollups: UsageRollupTable
  fallback_rollups: FallbackRollupTable
  attempt_rollups: AttemptRollupTable
}

/** What tells the rows of a roll-up apart. Where a record has `null`, it is empty here. */
interface RollupKeys {
  organisation: string
  /** How long: five minutes, an hour or a day. */
  span_ms: number
  /** When it begins, milliseconds since the Unix epoch. */
  start: number
  key: string
  requested_model: string
  served_model: string
  provider: string
  deployment: string
  status: number
  error_class: string
  /** Went to another deployment or model. */
  moved: number
  probe: number
}

/** Usage records summed up; beside these `ttft_0` … and `switch_0` …, how many of them had a time of that class. */
interface UsageRollupTable extends RollupKeys {
  requests: number
  input_tokens: number
  cached_input_tokens: number
  cache_write_tokens: number
  output_tokens: number
  reasoning_tokens: number
  cost_usd: number
  wasted_cost_usd: number
  /** Whose cost is not known. */
  unpriced: number
}

/** Moves of requests, summed up. */
interface FallbackRollupTable extends RollupKeys {
  reason: string
  moves: number
}

/** Attempts summed up: of requests that moved as well, where each of them went. */
interface AttemptRollupTable {
  organisation: string
  span_ms: number
  start: number
  provider: string
  deployment: string
  probe: number
  /** That came to an end of their own: not those given up because another one was quicker, or the client left. */
  attempts: number
  /** Of them, through the fault of the provider. */
  failed: number
}

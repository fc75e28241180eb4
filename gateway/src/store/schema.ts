/** Tables of the store, as Kysely sees them. Names are fixed: people query them. */
export interface StoreSchema {
  usage_records: UsageTable
}

/** One row per usage record. Truth values are 0 or 1, so that every database takes the same statements. */
export interface UsageTable {
  id: string
  /** Milliseconds since the Unix epoch. */
  at: number
  key: string
  organisation: string
  requested_model: string
  served_model: string | null
  provider: string | null
  deployment: string | null
  type: string
  dialect: string
  streamed: number
  status: number
  error_class: string | null
  input_tokens: number
  cached_input_tokens: number
  cache_write_tokens: number
  output_tokens: number
  reasoning_tokens: number
  tokens_estimated: number
  cost_usd: number | null
  wasted_cost_usd: number | null
  ttft_ms: number | null
  total_ms: number
  overhead_ms: number
  config_version: string
  /** JSON. */
  routing: string
}

import type { AlertsSchema } from './alerts-schema.ts'
import type { PeopleSchema } from './people-schema.ts'
import type { RollupSchema } from './rollup-schema.ts'

/** Tables of the store, as Kysely sees them. Names are fixed: people query them. */
export interface StoreSchema extends PeopleSchema, RollupSchema, AlertsSchema {
  usage_records: UsageTable
  events: EventTable
  feedback: FeedbackTable
  spending: SpendingTable
  audit_logs: AuditTable
  config_entries: ConfigEntryTable
  config_secrets: ConfigSecretTable
  config_versions: ConfigVersionTable
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
  /** Moves to another deployment or model. */
  fallbacks: number
  /** Sent by the gateway itself, to see whether a deployment is well. */
  probe: number
}

/** One row per event. */
export interface EventTable {
  /** Sorts by time. */
  id: string
  /** Milliseconds since the Unix epoch. */
  at: number
  kind: string
  organisation: string
  /** JSON: the members of the event but for its kind. */
  data: string
}

/** One row per feedback; of several for one request the last one counts. */
export interface FeedbackTable {
  /** Sorts by time. */
  id: string
  /** Milliseconds since the Unix epoch. */
  at: number
  /** Id of the usage record. */
  request: string
  key: string
  deployment: string
  /** 0–1. */
  score: number
  comment: string | null
}

/** What the usage records of one key spent in one day, wasted cost included. */
export interface SpendingTable {
  organisation: string
  /** Counted from 1 January 1970 in UTC. */
  day: number
  key: string
  usd: number
}

/** Who changed what over the admin API. */
export interface AuditTable {
  /** Sorts by time. */
  id: string
  /** Milliseconds since the Unix epoch. */
  at: number
  organisation: string
  actor_kind: string
  actor_id: string
  actor_name: string
  /** Such as `model.update`. */
  action: string
  target_kind: string
  target_id: string
  target_name: string
  /** JSON, without secrets; `null`: it did not exist. */
  before: string | null
  after: string | null
  /** Id of the request that did it. */
  request: string | null
}

/** What the admin API adds to the configuration file. */
export interface ConfigEntryTable {
  id: string
  organisation: string
  kind: string
  name: string
  /** JSON in the shape of the file; in the place of secrets the ids of `config_secrets`. */
  body: string
  revision: number
  /** Milliseconds since the Unix epoch. */
  created_at: number
  updated_at: number
  created_by: string
}

/** A secret, encrypted. Rows are never changed but by `secrets rotate`. */
export interface ConfigSecretTable {
  id: string
  organisation: string
  sealed: string
  /** Id of the master key. */
  sealed_under: string
  created_at: number
}

/** One row per change of an organisation's entries; numbers go up by one. */
export interface ConfigVersionTable {
  organisation: string
  number: number
  at: number
  by: string
  action: string
  /** JSON: the entries before and after. */
  changes: string
}

/** What holds where the file says nothing. Units are the last part of each name. */
export const DEFAULTS = {
  server: { host: '127.0.0.1', port: 8080, max_body_bytes: 33_554_432 },
  store: 'sqlite:./backstay.db',
  state: 'memory',
  spool: { path: null, max_bytes: 1_073_741_824 },
  retention: { usage_days: 90, events_days: 90, rollup_days: 1_095, config_versions: 1_000 },
  timeouts: {
    connect_ms: 5_000,
    /** By the type of the model. */
    first_token_ms: null,
    /** By the type of the model. */
    answer_ms: null,
    idle_ms: 30_000,
    total_ms: 600_000,
    min_attempt_ms: 100,
  },
  breaker: {
    failures: 5,
    error_rate: 0.5,
    window_s: 60,
    min_requests: 20,
    open_ms: 2_000,
    open_max_ms: 15_000,
  },
  cooldown: { min_ms: 1_000, max_ms: 3_600_000, default_ms: 2_000 },
  retry: {
    max_attempts: 1,
    backoff: 'exponential',
    base_ms: 250,
    max_ms: 8_000,
    rate_limit_wait_ms: 3_000,
  },
  stream: { flush_after_ms: 15_000, malformed_event: 'drop' },
  routing: {
    fail_closed: false,
    partition: 'model',
    affinity: 'id',
    max_total_attempts: 8,
    retry_budget: { ratio: 0.2, min_per_second: 10 },
    queue: { max: 0, wait_ms: 0 },
  },
} as const

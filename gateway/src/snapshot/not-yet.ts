/** A member of the file that is understood but not acted on by this version. */
export interface NotYet {
  /** Members from the top of the file; `*` is any member of a section or list. */
  readonly path: string
  /** Which values it is about; any value but null when left out. */
  readonly when?: (value: unknown) => boolean
  /** What happens instead. */
  readonly message: string
  /** The file is refused, because going on would not be what was asked for. */
  readonly refuse?: true
}

const MEASURED = 'ordering by measurement is not built yet; runs as balanced'
const isMeasured = oneOf('latency', 'throughput', 'cost', 'least_busy', 'adaptive')
const MID_STREAM =
  'going on after a break is not built yet; runs as error: the stream ends with an error event'
const isNotError = (value: unknown): boolean => value !== 'error'
const BUDGET = 'budgets are not built yet; spending is not limited'
const AFFINITY = 'session affinity is not built yet; requests of a session may go to different deployments'
const PER_CHAIN = 'not acted on here; the value of the file applies'
const BUFFER = 'buffering a stream is not built yet; it is streamed as it comes'

/** Everything this version leaves undone, so that nothing is left out silently. An entry goes when its feature comes. */
export const NOT_YET: readonly NotYet[] = [
  {
    path: 'store',
    when: startsWith('postgres'),
    message: 'PostgreSQL is not available in this version; use sqlite:FILE',
    refuse: true,
  },
  {
    path: 'state',
    when: startsWith('redis'),
    message: 'Redis is not available in this version; use memory',
    refuse: true,
  },
  {
    path: 'server.cors',
    when: isFilled,
    message: 'CORS is not built yet; browsers of other origins cannot call',
  },
  { path: 'admin.port', message: 'a port of its own is not built yet; everything is on server.port' },
  { path: 'admin.metrics_token', message: 'the metrics token is not built yet; it protects nothing' },

  { path: 'providers.*.endpoints', message: 'not acted on yet; chat completions are sent to every provider' },
  {
    path: 'providers.*.api_version',
    message: 'no available kind of provider has API versions; it is not sent',
  },

  {
    path: 'models.*.type',
    when: (type) => type !== 'chat' && type !== 'reasoning',
    message: 'only chat endpoints are built yet; no request reaches this model',
  },
  { path: 'models.*.strategy', when: isMeasured, message: MEASURED },
  {
    path: 'models.*.probe.every_ms',
    message: 'active probes are not built yet; only requests show whether a deployment works',
  },
  {
    path: 'models.*.allow_model_change',
    when: isTrue,
    message: 'not acted on yet; embeddings stay on their model',
  },
  { path: 'models.*.mid_stream', when: isNotError, message: MID_STREAM },
  {
    path: 'models.*.deployments.*.prefill',
    message: 'going on after a break is not built yet; nothing is prefilled',
  },
  ...routing('models.*.routing'),
  { path: 'models.*.routing.max_total_attempts', message: PER_CHAIN },
  { path: 'models.*.routing.retry_budget', message: PER_CHAIN },

  ...routing('routing'),

  { path: 'fallback.routing', when: isMeasured, message: MEASURED },
  { path: 'fallback.mid_stream', when: isNotError, message: MID_STREAM },
  ...triggers('fallback.triggers.*'),
  {
    path: 'fallback.triggers.*',
    when: hasFields,
    message: 'fields are acted on in chains only; here the entry counts as its name',
  },
  ...triggers('fallback.chains.*.triggers.*'),
  {
    path: 'fallback.chains.*.triggers.*.percentile',
    message: 'rolling percentiles are not built yet; only threshold_ms is acted on',
  },
  { path: 'fallback.chains.*.strategy', when: isMeasured, message: MEASURED },
  {
    path: 'fallback.chains.*.hedge',
    message: 'hedging is not built yet; attempts are made one after the other',
  },
  { path: 'fallback.chains.*.mid_stream', when: isNotError, message: MID_STREAM },
  { path: 'fallback.chains.*.buffer', message: BUFFER },
  { path: 'fallback.chains.*.buffer_tokens', message: BUFFER },
  { path: 'fallback.chains.*.buffer_ms', message: BUFFER },
  ...routing('fallback.chains.*.routing'),
  { path: 'fallback.chains.*.routing.max_total_attempts', message: PER_CHAIN },
  { path: 'fallback.chains.*.routing.retry_budget', message: PER_CHAIN },
  { path: 'fallback.chains.*.routing.fail_closed', when: isTrue, message: PER_CHAIN },

  { path: 'organisation.budget', message: BUDGET },
  { path: 'keys.*.limits.budget', message: BUDGET },
  { path: 'keys.*.routing.*.strategy', when: isMeasured, message: MEASURED },
  {
    path: 'keys.*.routing.*.failoverOn.*',
    when: oneOf('cost', 'quality', 'region', 'load'),
    message: 'this trigger is not built yet; it moves nothing',
  },
]

function routing(section: string): NotYet[] {
  return [
    {
      path: `${section}.partition`,
      when: oneOf('none'),
      message: 'not built yet; runs as model: each model is exhausted before the next',
    },
    { path: `${section}.affinity`, when: oneOf('id', 'prefix'), message: AFFINITY },
    {
      path: `${section}.queue.max`,
      when: (max) => max !== 0,
      message: 'the queue is not built yet; a request without room is answered 429 at once',
    },
  ]
}

function triggers(entries: string): NotYet[] {
  return [
    { path: entries, when: ofType('cost'), message: 'the trigger cost is not built yet; it moves nothing' },
    {
      path: entries,
      when: ofType('quality'),
      message: 'the trigger quality is not built yet; answers are not checked',
    },
    {
      path: entries,
      when: ofType('region'),
      message: 'the trigger region is not built yet; regions do not change the order',
    },
    {
      path: entries,
      when: ofType('load'),
      message: 'the trigger load is not built yet; steps keep their order',
    },
    {
      path: entries,
      when: ofType('all'),
      message: 'of all, the condition cost is not built yet; the others are in force',
    },
  ]
}

function ofType(type: string): (entry: unknown) => boolean {
  return (entry) =>
    entry === type || (isSection(entry) && entry['type'] === type && entry['enabled'] !== false)
}

function hasFields(entry: unknown): boolean {
  return isSection(entry) && Object.keys(entry).some((name) => name !== 'type' && name !== 'enabled')
}

function oneOf(...names: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && names.includes(value)
}

function startsWith(prefix: string): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && value.startsWith(prefix)
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}

function isTrue(value: unknown): boolean {
  return value === true
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

import type { Health } from '@backstay/contract/admin'
import type { PlaceTotals, RequestTotals } from '#domain/request-totals'
import type { Sample } from './metric-samples.ts'
import { given, histogram, histograms, perDeployment, perPlace, summed } from './metric-samples.ts'

/** Everything that one answer tells, read at once so that its figures belong together. */
export interface Moment {
  readonly totals: RequestTotals
  readonly served: readonly PlaceTotals[]
  readonly probes: readonly PlaceTotals[]
  readonly health: Health
  /** Requests that wait for room. */
  readonly waiting: number
  readonly streams: number
  readonly lag: readonly { readonly quantile: number; readonly seconds: number }[]
  readonly cpu: { readonly user: number; readonly system: number }
  readonly memory: { readonly rss: number; readonly heapUsed: number }
  /** Seconds since 1970. */
  readonly startedAt: number
}

/** A metric, and how its lines are read from a moment. */
export interface MetricFamily {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly read: (moment: Moment) => readonly Sample[]
}

const US_PER_S = 1e6

const REQUESTS: readonly MetricFamily[] = [
  {
    name: 'backstay_requests_total',
    help: 'Requests that were recorded, by the model that answered or was asked for, and what became of them.',
    type: 'counter',
    read: ({ served }) =>
      summed(
        served.flatMap(({ model, provider, outcomes }) =>
          outcomes.map((one) => ({
            labels: { model, provider, status: one.status, class: one.class },
            value: one.count,
          })),
        ),
      ),
  },
  {
    name: 'backstay_refused_total',
    help: 'Requests that were turned away before they were recorded, by the code of the error.',
    type: 'counter',
    read: ({ totals }) => [...totals.refused].map(([code, value]) => ({ labels: { code }, value })),
  },
  {
    name: 'backstay_request_duration_seconds',
    help: 'Time from arrival to the end.',
    type: 'histogram',
    read: ({ served }) => histograms('backstay_request_duration_seconds', served, ({ total }) => total),
  },
  {
    name: 'backstay_time_to_first_token_seconds',
    help: 'Time from arrival to the first content of a stream, or to the whole answer.',
    type: 'histogram',
    read: ({ served }) =>
      histograms('backstay_time_to_first_token_seconds', served, ({ firstToken }) => firstToken),
  },
  {
    name: 'backstay_overhead_seconds',
    help: 'Part of the time of a request in which no attempt was under way.',
    type: 'histogram',
    read: ({ totals }) => histogram('backstay_overhead_seconds', {}, totals.overhead),
  },
  {
    name: 'backstay_tokens_total',
    help: 'Tokens as providers reported or we estimated them; cached ones are a part of the input, reasoning of the output.',
    type: 'counter',
    read: ({ served }) =>
      summed(
        served.flatMap(({ model, provider, tokens }) =>
          Object.entries(tokens).map(([kind, value]) => ({ labels: { model, provider, kind }, value })),
        ),
      ),
  },
  {
    name: 'backstay_cost_usd_total',
    help: 'Cost of answers in US dollars, where a price is known.',
    type: 'counter',
    read: ({ served }) => perPlace(served, ({ costUsd }) => costUsd),
  },
  {
    name: 'backstay_wasted_cost_usd_total',
    help: 'Cost of attempts that did not become the answer, in US dollars.',
    type: 'counter',
    read: ({ served }) => perPlace(served, ({ wastedCostUsd }) => wastedCostUsd),
  },
]

const ATTEMPTS: readonly MetricFamily[] = [
  {
    name: 'backstay_attempts_total',
    help: 'Attempts at deployments, by how they ended.',
    type: 'counter',
    read: ({ totals }) => summed(totals.attempts.map(({ count, ...labels }) => ({ labels, value: count }))),
  },
  {
    name: 'backstay_fallbacks_total',
    help: 'Moves of requests to another deployment or model, by the class of the failure behind them.',
    type: 'counter',
    read: ({ totals }) => [...totals.fallbacks].map(([name, value]) => ({ labels: { class: name }, value })),
  },
  {
    name: 'backstay_probes_total',
    help: 'Active probes, by what came of them.',
    type: 'counter',
    read: ({ probes }) =>
      summed(
        probes.flatMap(({ model, provider, outcomes }) =>
          outcomes.map((one) => ({
            labels: { model, provider, class: one.class },
            value: one.count,
          })),
        ),
      ),
  },
  {
    name: 'backstay_probe_cost_usd_total',
    help: 'Cost of active probes in US dollars.',
    type: 'counter',
    read: ({ probes }) => perPlace(probes, ({ costUsd, wastedCostUsd }) => costUsd + wastedCostUsd),
  },
]

const STATES: readonly MetricFamily[] = [
  {
    name: 'backstay_deployment_state',
    help: 'State that a deployment is in: 1 for that one, others are not listed.',
    type: 'gauge',
    read: ({ health }) => perDeployment(health, ({ state }) => [{ labels: { state }, value: 1 }]),
  },
  {
    name: 'backstay_deployment_in_flight',
    help: 'Attempts under way.',
    type: 'gauge',
    read: ({ health }) => perDeployment(health, ({ inFlight }) => [{ labels: {}, value: inFlight }]),
  },
  {
    name: 'backstay_deployment_error_rate',
    help: 'Share of failures in the window of the breaker, 0 to 1.',
    type: 'gauge',
    read: ({ health }) => perDeployment(health, ({ errorRate }) => given(errorRate)),
  },
  {
    name: 'backstay_deployment_tokens_left',
    help: 'Tokens left of the own limit in this minute.',
    type: 'gauge',
    read: ({ health }) => perDeployment(health, ({ tokensLeft }) => given(tokensLeft)),
  },
  {
    name: 'backstay_deployment_requests_left',
    help: 'Requests left of the own limit in this minute.',
    type: 'gauge',
    read: ({ health }) => perDeployment(health, ({ requestsLeft }) => given(requestsLeft)),
  },
  {
    name: 'backstay_credential_benched',
    help: '1 while a credential is not used because its provider refused it.',
    type: 'gauge',
    read: ({ health }) =>
      health.credentials.map(({ id, provider, benched }) => ({
        labels: { credential: id, provider },
        value: benched === null ? 0 : 1,
      })),
  },
]

const PROCESS: readonly MetricFamily[] = [
  gauge('backstay_queue_waiting', 'Requests that wait for room.', ({ waiting }) => waiting),
  gauge('backstay_event_streams', 'Live streams of events that are open.', ({ streams }) => streams),
  {
    name: 'backstay_config_info',
    help: 'The configuration in force.',
    type: 'gauge',
    read: ({ health }) => [{ labels: { version: health.configVersion }, value: 1 }],
  },
  {
    name: 'backstay_event_loop_lag_seconds',
    help: 'How late timers fired since the last reading, in steps of 20 ms.',
    type: 'gauge',
    read: ({ lag }) => lag.map(({ quantile, seconds }) => ({ labels: { quantile }, value: seconds })),
  },
  {
    name: 'process_cpu_seconds_total',
    help: 'Processor time of all threads.',
    type: 'counter',
    read: ({ cpu }) => [{ labels: {}, value: (cpu.user + cpu.system) / US_PER_S }],
  },
  gauge('process_resident_memory_bytes', 'Resident memory.', ({ memory }) => memory.rss),
  gauge('nodejs_heap_used_bytes', 'Heap in use.', ({ memory }) => memory.heapUsed),
  gauge('process_start_time_seconds', 'Start of the process, since 1970.', ({ startedAt }) => startedAt),
]

/** Every metric there is. */
export const METRIC_FAMILIES = [...REQUESTS, ...ATTEMPTS, ...STATES, ...PROCESS]

function gauge(name: string, help: string, value: (moment: Moment) => number): MetricFamily {
  return { name, help, type: 'gauge', read: (moment) => [{ labels: {}, value: value(moment) }] }
}

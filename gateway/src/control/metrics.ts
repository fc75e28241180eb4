import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Metric } from 'prom-client'
import { Registry } from 'prom-client'
import type { MetricFamily, Moment } from './metric-families.ts'
import { METRIC_FAMILIES } from './metric-families.ts'
import type { ControlPorts } from './ports.ts'

const MS_PER_S = 1_000
const NS_PER_S = 1e9
const LOOP_RESOLUTION_MS = 20
const QUANTILES = [0.5, 0.9, 0.99, 1]

/** The metrics as Prometheus reads them. Nothing is watched for them before the first time they are read. */
export class Metrics {
  readonly #ports: ControlPorts
  readonly #registry = new Registry()
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  #moment: Moment | null = null

  constructor(ports: ControlPorts) {
    this.#ports = ports
    for (const family of METRIC_FAMILIES) this.#register(family)
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    this.#moment = this.#read()
    return this.#registry.metrics()
  }

  /** What is counted elsewhere, in the shape that the registry writes. */
  #register({ name, help, type, read }: MetricFamily): void {
    const get = (): object => ({
      name,
      help,
      type,
      aggregator: 'sum',
      values: this.#moment === null ? [] : read(this.#moment),
    })
    this.#registry.registerMetric({ name, get } as unknown as Metric)
  }

  #read(): Moment {
    const { totals, health, configuration, waiting, streams } = this.#ports
    const counted = totals()
    return {
      totals: counted,
      served: counted.places.filter(({ probe }) => !probe),
      probes: counted.places.filter(({ probe }) => probe),
      health: health(configuration()),
      waiting: waiting(),
      streams: streams.size,
      lag: this.#lag(),
      cpu: process.cpuUsage(),
      memory: process.memoryUsage(),
      startedAt: (Date.now() - performance.now()) / MS_PER_S,
    }
  }

  /** Since the last reading; the first one begins to watch. */
  #lag(): Moment['lag'] {
    if (this.#loop.enable()) return []
    const lag = QUANTILES.map((quantile) => ({
      quantile,
      seconds: Math.max(0, this.#loop.percentile(quantile * 100) / NS_PER_S - LOOP_RESOLUTION_MS / MS_PER_S),
    }))
    this.#loop.reset()
    return lag
  }
}

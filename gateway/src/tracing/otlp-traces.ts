import { diag, DiagLogLevel } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Traces } from './open-traces.ts'
import { recordSpans } from './record-spans.ts'
import { samplerOf } from './sampler.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Sends traces by OTLP over HTTP, in batches. Endpoint, headers, time-out and so on are read by the exporter itself. */
export function otlpTraces(env: Env, warn: (message: string) => void): Traces {
  diag.setLogger(quietBut(warn), DiagLogLevel.WARN)
  const named = resourceFromAttributes({ 'service.name': 'backstay' })
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(env),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), ...batching(env) })],
  })
  const tracer = provider.getTracer('backstay')
  return {
    observe: (record) => recordSpans(tracer, record),
    close: () => provider.shutdown().catch((error: unknown) => warn(`traces were lost: ${String(error)}`)),
  }
}

/** Variables that the SDK leaves to whoever sets it up. */
function batching(env: Env) {
  const given = {
    scheduledDelayMillis: numberOf(env['OTEL_BSP_SCHEDULE_DELAY']),
    exportTimeoutMillis: numberOf(env['OTEL_BSP_EXPORT_TIMEOUT']),
    maxQueueSize: numberOf(env['OTEL_BSP_MAX_QUEUE_SIZE']),
    maxExportBatchSize: numberOf(env['OTEL_BSP_MAX_EXPORT_BATCH_SIZE']),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text)
  return text === undefined || text === '' || !Number.isFinite(value) || value < 0 ? null : value
}

/** What goes wrong with traces is worth a line, not more. */
function quietBut(warn: (message: string) => void) {
  const tell = (message: string): void => warn(`traces: ${message.slice(0, 500)}`)
  const nothing = (): void => undefined
  return { error: tell, warn: tell, info: nothing, debug: nothing, verbose: nothing }
}

import type { RecordSink, UsageRecord } from '#domain/record'

/** Where requests are told of as traces. */
export interface Traces {
  /** Never throws. */
  observe(record: UsageRecord): void
  /** Sends what waits. */
  close(): Promise<void>
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * Traces of requests, where the standard variables of OpenTelemetry ask for them; else `null`, and nothing of
 * OpenTelemetry is loaded.
 */
export async function openTraces(env: Env, warn: (message: string) => void): Promise<Traces | null> {
  if (!isWanted(env)) return null
  const protocol =
    env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL'] ?? 'http/json'
  if (protocol === 'grpc') {
    warn('traces are off: OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not spoken here; use http/json')
    return null
  }
  try {
    const { otlpTraces } = await import('./otlp-traces.ts')
    return otlpTraces(env, warn)
  } catch (error) {
    warn(`traces are off: ${String(error)}`)
    return null
  }
}

/** Hands records on, and tells of them as traces once those can be sent. Requests do not wait for that. */
export function tracedSink(sink: RecordSink, opening: Promise<Traces | null>): RecordSink {
  let traces: Traces | null = null
  void opening.then((open) => {
    traces = open
  })
  return {
    write: (record) => {
      sink.write(record)
      traces?.observe(record)
    },
  }
}

function isWanted(env: Env): boolean {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none')
    return false
  const named = env['OTEL_TRACES_EXPORTER'] === 'otlp'
  return (
    named || [env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'], env['OTEL_EXPORTER_OTLP_ENDPOINT']].some(Boolean)
  )
}

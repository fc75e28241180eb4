import { describe, expect, it } from 'vitest'
import { openTraces } from './open-traces.ts'

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }

describe('traces', () => {
  it.each([
    {},
    { OTEL_SERVICE_NAME: 'x' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' },
    { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' },
  ])('are off with %j', async (env) => {
    const warned: string[] = []
    expect(await openTraces(env, (message) => warned.push(message))).toBeNull()
    expect(warned).toEqual([])
  })

  it('are off, and it is said, where the protocol is none of ours', async () => {
    const warned: string[] = []
    const env = { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }
    expect(await openTraces(env, (message) => warned.push(message))).toBeNull()
    expect(warned[0]).toContain('grpc')
  })

  it('are on where an endpoint or the exporter is named', async () => {
    for (const env of [ENDPOINT, { OTEL_TRACES_EXPORTER: 'otlp' }]) {
      const traces = await openTraces(env, () => undefined)
      expect(traces).not.toBeNull()
      await traces?.close()
    }
  })
})

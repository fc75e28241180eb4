import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { poll } from './poll.ts'
import { startProcess } from './start-process.ts'

interface Value {
  readonly stringValue?: string
  readonly intValue?: number | string
  readonly arrayValue?: { readonly values: readonly Value[] }
}

interface SentSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly { readonly key: string; readonly value: Value }[]
  readonly status: { readonly code?: number }
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: SentSpan['attributes'] }
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[]
  }[]
}

const SERVER = 2
const CLIENT = 3
const ERROR = 2

const attributesOf = ({ attributes }: Pick<SentSpan, 'attributes'>): Record<string, unknown> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.arrayValue?.values.map(({ stringValue }) => stringValue) ??
        value.stringValue ??
        (value.intValue === undefined ? value : Number(value.intValue)),
    ]),
  )

/** A collector that keeps what it is sent. */
async function startCollector() {
  const sent: Sent[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url === '/v1/traces') sent.push(JSON.parse(body) as Sent)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    spans: () =>
      sent.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap((one) => one.scopeSpans.flatMap(({ spans }) => spans)),
      ),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

describe('a trace', () => {
  it('has a span of the request, in the trace of its caller, and one for every attempt', async () => {
    await using collector = await startCollector()
    await using running = await startProcess(['serve', '--port', '0', '--store', 'sqlite:./demo.db'], {
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_SERVICE_NAME: 'our-gateway',
        OTEL_BSP_SCHEDULE_DELAY: '50',
      },
    })
    const url = await running.said(/Gateway\s+(\S+)/)
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const response = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      headers: {
        'authorization': `Bearer ${await running.said(/API key\s+(\S+)/)}`,
        'content-type': 'application/json',
        'traceparent': `00-${traceId}-b7ad6b7169203331-01`,
      },
      body: JSON.stringify({
        model: 'premium-reasoning',
        messages: [{ role: 'user', content: 'a secret prompt' }],
      }),
    })
    expect(response.status).toBe(200)
    await response.text()

    const spans = await poll(() => (collector.spans().length < 3 ? undefined : collector.spans()), 30_000)
    const request = spans.find(({ kind }) => kind === SERVER)
    const attempts = spans.filter(({ kind }) => kind === CLIENT)
    expect(request).toMatchObject({
      traceId,
      parentSpanId: 'b7ad6b7169203331',
      name: 'chat premium-reasoning',
    })
    expect(attributesOf(request as SentSpan)).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'premium-reasoning',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.response.id': response.headers.get('x-request-id'),
      'http.response.status_code': 200,
      'backstay.attempts': 2,
      'backstay.fallbacks': ['overloaded'],
    })
    expect(attempts.map((span) => [span.traceId, span.parentSpanId])).toEqual(
      attempts.map(() => [traceId, request?.spanId]),
    )
    const [first, second] = attempts.toSorted((a, b) =>
      BigInt(a.startTimeUnixNano) < BigInt(b.startTimeUnixNano) ? -1 : 1,
    )
    expect(first?.status.code).toBe(ERROR)
    expect(attributesOf(first as SentSpan)).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'http.response.status_code': 503,
      'error.type': 'overloaded',
      'backstay.outcome': 'failed',
    })
    expect(attributesOf(second as SentSpan)).toMatchObject({
      'gen_ai.provider.name': 'anthropic',
      'backstay.outcome': 'answered',
    })
    const resource = collector.sent[0]?.resourceSpans[0]?.resource
    expect(attributesOf(resource ?? { attributes: [] })).toMatchObject({ 'service.name': 'our-gateway' })
    expect(JSON.stringify(collector.sent)).not.toContain('a secret prompt')
  })

  it('that waits is sent when the gateway ends; one that its caller does not want is not', async () => {
    await using collector = await startCollector()
    await using running = await startProcess(['serve', '--port', '0', '--store', 'sqlite:./demo.db'], {
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '600000' },
    })
    const url = await running.said(/Gateway\s+(\S+)/)
    const key = await running.said(/API key\s+(\S+)/)
    for (const flags of ['00', '01']) {
      const response = await fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: {
          'authorization': `Bearer ${key}`,
          'content-type': 'application/json',
          'traceparent': `00-0af7651916cd43dd8448eb211c8031${flags}-b7ad6b7169203331-${flags}`,
        },
        body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] }),
      })
      await response.text()
    }
    expect(collector.sent).toEqual([])
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
    expect(new Set(collector.spans().map(({ traceId }) => traceId))).toEqual(
      new Set(['0af7651916cd43dd8448eb211c803101']),
    )
  })
})

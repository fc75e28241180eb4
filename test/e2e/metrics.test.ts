import { describe, expect, it } from 'vitest'
import { serverError } from '#simulator/faults'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  admin: { metrics_token: 'metrics-0123456789' },
  providers: {
    first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
    second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
  },
  models: [
    {
      name: 'a',
      price: { input: 1_000, output: 1_000 },
      deployments: [{ provider: 'first', model: 'one', tokens_per_minute: 100_000 }],
      fallbacks: ['b'],
    },
    { name: 'b', deployments: [{ provider: 'second', model: 'two' }] },
  ],
  breaker: { failures: 2, open_ms: 60_000, open_max_ms: 60_000 },
  keys: [{ name: 'app', key: '${KEY}' }],
}

interface Line {
  readonly name: string
  readonly labels: string
  readonly value: number
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*)\})? (\S+)$/

/** Reads the text format as strictly as Prometheus does. */
async function metricsOf(backstay: Backstay): Promise<readonly Line[]> {
  const { status, headers, body } = await askAdmin(backstay, '/metrics')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain('text/plain; version=0.0.4')
  const typed = new Set<string>()
  const lines: Line[] = []
  for (const text of String(body).trimEnd().split('\n')) {
    const [, type] = /^# TYPE (\S+) (?:counter|gauge|histogram)$/.exec(text) ?? []
    if (type !== undefined) {
      expect(typed.has(type)).toBe(false)
      typed.add(type)
    }
    if (text.startsWith('#') || text === '') continue
    const [, name = '', labels = '', value = ''] = LINE.exec(text) ?? []
    expect(name, text).not.toBe('')
    expect(Number.isNaN(Number(value)), text).toBe(false)
    expect(typed.has(name) || typed.has(name.replace(/_(bucket|sum|count)$/, '')), text).toBe(true)
    lines.push({ name, labels, value: Number(value) })
  }
  const series = lines.map(({ name, labels }) => `${name}{${labels}}`)
  expect(new Set(series).size).toBe(series.length)
  return lines
}

const valueOf = (lines: readonly Line[], name: string, ...labels: readonly string[]): number =>
  lines
    .filter((line) => line.name === name && labels.every((label) => line.labels.includes(label)))
    .reduce((sum, { value }) => sum + value, 0)

describe('metrics', () => {
  it('say what became of requests, attempts and deployments, in a form that Prometheus reads', async () => {
    await using backstay = await startBackstay(CONFIG)
    await ask(backstay.client, { model: 'a', stream: true })
    backstay.simulators[0]?.script.always(serverError())
    for (const stream of [true, false, false]) await ask(backstay.client, { model: 'a', stream })
    await ask(backstay.client, { model: 'nobody', stream: false })
    await ask(backstay.clientFor('wrong'), { model: 'a', stream: false })
    await backstay.records(5)
    const lines = await metricsOf(backstay)

    expect(valueOf(lines, 'backstay_requests_total', 'model="a"', 'status="200"', 'class=""')).toBe(1)
    expect(valueOf(lines, 'backstay_requests_total', 'model="b"', 'provider="second"')).toBe(3)
    expect(valueOf(lines, 'backstay_requests_total', 'class="model_not_found"')).toBe(1)
    expect(valueOf(lines, 'backstay_refused_total', 'code="invalid_key"')).toBe(1)
    expect(valueOf(lines, 'backstay_attempts_total', 'deployment="a/first"', 'class="server_error"')).toBe(2)
    expect(valueOf(lines, 'backstay_attempts_total', 'outcome="answered"')).toBe(4)
    expect(valueOf(lines, 'backstay_fallbacks_total', 'class="server_error"')).toBe(3)
    expect(valueOf(lines, 'backstay_tokens_total', 'kind="output"')).toBeGreaterThan(0)
    expect(valueOf(lines, 'backstay_cost_usd_total', 'model="a"')).toBeGreaterThan(0)
    const ofB = 'model="b"'
    expect(valueOf(lines, 'backstay_time_to_first_token_seconds_count', ofB)).toBe(3)
    expect(valueOf(lines, 'backstay_request_duration_seconds_bucket', ofB, 'le="+Inf"')).toBe(3)
    expect(valueOf(lines, 'backstay_overhead_seconds_count')).toBe(5)
    expect(valueOf(lines, 'backstay_deployment_state', 'deployment="a/first"', 'state="open"')).toBe(1)
    expect(valueOf(lines, 'backstay_deployment_state', 'state="healthy"')).toBe(1)
    expect(valueOf(lines, 'backstay_deployment_tokens_left')).toBeLessThan(100_000)
    expect(valueOf(lines, 'process_resident_memory_bytes')).toBeGreaterThan(1e7)

    await ask(backstay.client, { model: 'a', stream: false })
    const later = await metricsOf(backstay)
    expect(valueOf(later, 'backstay_requests_total', ofB)).toBe(4)
    expect(valueOf(later, 'backstay_event_loop_lag_seconds', 'quantile="0.99"')).toBeGreaterThanOrEqual(0)
  })

  it('are open on this machine, from elsewhere with their token only', async () => {
    await using backstay = await startBackstay(CONFIG)
    const read = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${backstay.adminUrl}/metrics`, { headers })).status
    const elsewhere = { 'x-forwarded-for': '203.0.113.7' }

    expect(await read({})).toBe(200)
    expect(await read(elsewhere)).toBe(401)
    expect(await read({ ...elsewhere, authorization: 'Bearer metrics-0123456789' })).toBe(200)
    expect(await read({ ...elsewhere, authorization: 'Bearer metrics-012345678' })).toBe(401)
  })
})

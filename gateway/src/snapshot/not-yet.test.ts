import { describe, expect, it } from 'vitest'
import { formatProblem } from './format-problems.ts'
import { knownMembers } from './known-members.ts'
import { NOT_YET } from './not-yet.ts'
import { readConfig } from './read-config.ts'

function found(text: string): { readonly errors: string[]; readonly warnings: string[] } {
  const result = readConfig(text, { env: {}, readFile: () => '' })
  return {
    errors: result.kind === 'refused' ? result.problems.map(formatProblem) : [],
    warnings: result.warnings.map(formatProblem).filter((warning) => !warning.startsWith('no keys')),
  }
}

const BASE = `providers: { p: { kind: openai, api_key: x } }
keys: [{ name: k, key: s }]
`
const model = (members: string) =>
  `${BASE}models: [{ name: m, deployments: [{ provider: p, model: x }], ${members} }]`
const chain = (members: string) =>
  `${BASE}fallback: { chains: [{ name: c, models: [{ provider: p, model: x }], ${members} }] }`

describe('the table of what is not acted on', () => {
  it('names only members that the file can have', () => {
    for (const { path } of NOT_YET) {
      const parts = path
        .split('.')
        .map((part, i, all) => (part === '*' && all[i - 1] !== 'providers' ? 0 : part))
      const last = parts.at(-1)
      if (typeof last === 'number') continue
      const place = parts
        .slice(0, -1)
        .map((part, i) => (parts[i - 1] === 'routing' && part === 0 ? 'chat' : part))
      expect({ path, members: knownMembers(place, {}) }).toEqual({
        path,
        members: expect.arrayContaining([last]),
      })
    }
  })

  it('says nothing about a file that leaves these members out', () => {
    expect(found(model('strategy: weighted'))).toEqual({ errors: [], warnings: [] })
  })

  it('says nothing about values that are acted on, or ask for nothing', () => {
    const text = `${model('strategy: priority, mid_stream: error, probe: { every_ms: null }, allow_model_change: false')}
server: { cors: [] }
admin: { port: null, metrics_token: null }
routing: { partition: model, affinity: none, queue: { max: 0, wait_ms: 0 } }
fallback: { routing: balanced, mid_stream: error, triggers: [{ type: cost, enabled: false }] }
`
    expect(found(text)).toEqual({ errors: [], warnings: [] })
  })

  it.each([
    [`${BASE}server: { cors: ["https://a.example"] }`, 'server.cors'],
    [`${BASE}admin: { port: 8081 }`, 'admin.port'],
    [`${BASE}admin: { metrics_token: t }`, 'admin.metrics_token'],
    [model('strategy: latency'), 'models[0].strategy'],
    [model('probe: { every_ms: 1000 }'), 'models[0].probe.every_ms'],
    [model('type: embeddings'), 'models[0].type'],
    [model('mid_stream: buffer'), 'models[0].mid_stream'],
    [model('routing: { partition: none }'), 'models[0].routing.partition'],
    [model('routing: { max_total_attempts: 2 }'), 'models[0].routing.max_total_attempts'],
    [
      `${BASE}models: [{ name: m, deployments: [{ provider: p, model: x, prefill: true }] }]`,
      'models[0].deployments[0].prefill',
    ],
    [`${BASE}routing: { affinity: prefix }`, 'routing.affinity'],
    [model('routing: { retry_budget: { ratio: 0.1 } }'), 'models[0].routing.retry_budget'],
    [`${BASE}routing: { queue: { max: 10 } }`, 'routing.queue.max'],
    [`${BASE}fallback: { routing: cost }`, 'fallback.routing'],
    [`${BASE}fallback: { mid_stream: continue }`, 'fallback.mid_stream'],
    [`${BASE}fallback: { triggers: [{ type: latency, threshold_ms: 5 }] }`, 'fallback.triggers[0]'],
    [chain('triggers: [cost]'), 'fallback.chains[0].triggers[0]'],
    [chain('triggers: [{ type: quality }]'), 'fallback.chains[0].triggers[0]'],
    [chain('triggers: [{ type: region, prefer: [eu] }]'), 'fallback.chains[0].triggers[0]'],
    [chain('triggers: [load]'), 'fallback.chains[0].triggers[0]'],
    [chain('triggers: [all]'), 'fallback.chains[0].triggers[0]'],
    [
      chain('triggers: [{ type: latency, threshold_ms: 5, percentile: p95 }]'),
      'fallback.chains[0].triggers[0].percentile',
    ],
    [chain('strategy: adaptive'), 'fallback.chains[0].strategy'],
    [chain('hedge: { after: p95 }'), 'fallback.chains[0].hedge'],
    [chain('buffer_ms: 5'), 'fallback.chains[0].buffer_ms'],
    [`${BASE}organisation: { budget: { usd: 5 } }`, 'organisation.budget'],
    ['keys: [{ name: k, key: s, limits: { budget: { usd: 5 } } }]', 'keys[0].limits.budget'],
    ['keys: [{ name: k, key: s, routing: { chat: { strategy: cost } } }]', 'keys[0].routing.chat.strategy'],
    [
      'keys: [{ name: k, key: s, routing: { chat: { failoverOn: [quality] } } }]',
      'keys[0].routing.chat.failoverOn[0]',
    ],
  ])('says so: %s', (text, path) => {
    const { errors, warnings } = found(text)
    expect(errors).toEqual([])
    expect(warnings.map((warning) => warning.split(': ')[0])).toEqual([path])
  })

  it.each([
    ['store: postgres://h/d', 'store'],
    ['state: redis://h', 'state'],
  ])('refuses what cannot be replaced: %s', (text, path) => {
    expect(found(text).errors.map((error) => error.split(': ')[0])).toEqual([path])
  })
})

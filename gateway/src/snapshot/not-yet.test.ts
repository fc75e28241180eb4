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
    const text = `${model('strategy: adaptive, mid_stream: { mode: continue, instructed: true }, probe: { every_ms: null }, allow_model_change: false')}
server: { cors: [] }
admin: { port: null, metrics_token: null }
routing: { partition: none, affinity: prefix, queue: { max: 0, wait_ms: 0 } }
fallback: { routing: latency, mid_stream: error, triggers: [{ type: cost, enabled: false }] }
`
    expect(found(text)).toEqual({ errors: [], warnings: [] })
  })

  it.each([
    [model('routing: { max_total_attempts: 2 }'), 'models[0].routing.max_total_attempts'],
    [`${BASE}routing: { queue: { max: 10 } }`, 'routing.queue'],
    [model('routing: { queue: { wait_ms: 10 } }'), 'models[0].routing.queue'],
    [model('routing: { retry_budget: { ratio: 0.1 } }'), 'models[0].routing.retry_budget'],
    [chain('triggers: [{ type: latency, percentile: p95 }]'), 'fallback.chains[0].triggers[0]'],
    [
      'keys: [{ name: k, key: s, routing: { chat: { failoverOn: [{ type: latency, percentile: p95 }] } } }]',
      'keys[0].routing.chat.failoverOn[0]',
    ],
  ])('says so: %s', (text, path) => {
    const { errors, warnings } = found(text)
    expect(errors).toEqual([])
    expect(warnings.map((warning) => warning.split(': ')[0])).toEqual([path])
  })
})

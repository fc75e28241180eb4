import { describe, expect, it } from 'vitest'
import type { Configuration } from '#domain/configuration'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { compile } from './compile.ts'
import { formatProblem } from './format-problems.ts'
import { readConfig } from './read-config.ts'

function compiled(text: string): Configuration {
  const result = readConfig(text, { env: {}, readFile: () => '' })
  if (result.kind === 'refused') throw new Error(result.problems.map(formatProblem).join('\n'))
  return compile({ file: result.file, version: result.version, warnings: result.warnings.map(formatProblem) })
}

const PROVIDERS = `providers:
  openai: { kind: openai, api_key: sk-1, region: us, timeouts: { connect_ms: 2, idle_ms: 2, answer_ms: 2 } }
  local: { kind: openai-compatible, base_url: "http://127.0.0.1:8000/v1/", headers: { x-a: b }, query: { v: "1" } }
`

describe('chains', () => {
  const { chains, models } = compiled(`${PROVIDERS}
models:
  - name: m
    aliases: [other]
    type: reasoning
    deployments: [{ provider: openai, model: x }, { provider: local, model: x }]
timeouts: { total_ms: 9 }
retry: { base_ms: 5 }
fallback:
  chains:
    - { name: plain, models: [{ model: other }, { provider: local, model: m }, { provider: local, model: y }] }
    - { name: none, models: [{ model: m }], triggers: [], retry: { max_attempts: 2 }, timeouts: { idle_ms: 7 } }
    - { name: strict, models: [{ provider: local, model: m }], triggers: [{ type: error_rate, threshold: 0.01 }], strategy: weighted }
`)

  it('have steps of whole models, of one provider, and of what nobody declared', () => {
    const steps = chains
      .get('plain')
      ?.steps.map(({ model, deployments }) => [model.name, deployments.map(({ label }) => label)])
    expect(steps).toEqual([
      ['m', ['m/openai', 'm/local']],
      ['m', ['m/local']],
      ['local/y', ['y/local']],
    ])
    expect(chains.get('plain')?.steps.map(({ model }) => model.type)).toEqual([
      'reasoning',
      'reasoning',
      'reasoning',
    ])
    expect(chains.get('plain')?.type).toBe('reasoning')
  })

  it('move on the set chain unless they name triggers; no triggers, no movement', () => {
    expect(chains.get('plain')?.conditions.set).toEqual(TRIGGER_SETS.chain)
    expect(chains.get('none')?.conditions.set).toEqual({ classes: new Set(), statuses: [] })
  })

  it('have requirements, partition and affinity where they say so', () => {
    const unsaid = { require: null, partition: null, affinity: null }
    expect(chains.get('plain')).toMatchObject(unsaid)
    const { chains: choosy } = compiled(`${PROVIDERS}
fallback:
  chains:
    - name: c
      models: [{ provider: local, model: y }]
      require: { context_window: 5, capabilities: [tools] }
      routing: { partition: none, affinity: prefix }
`)
    expect(choosy.get('c')).toMatchObject({
      require: { contextWindow: 5, capabilities: ['tools'] },
      partition: 'none',
      affinity: 'prefix',
    })
  })

  it('have tries and time limits of their own', () => {
    expect(chains.get('plain')).toMatchObject({ retry: null, timeouts: {}, strategy: 'failover' })
    expect(chains.get('none')?.retry).toMatchObject({ maxAttempts: 2, baseMs: 5 })
    expect(chains.get('none')?.timeouts).toEqual({ idleMs: 7 })
    expect(chains.get('strict')?.strategy).toBe('weighted')
  })

  it('change the breaker settings of their deployments, which stay the same deployments', () => {
    const [declared] = models.get('m')?.deployments.filter(({ label }) => label === 'm/local') ?? []
    const [step] = chains.get('strict')?.steps ?? []
    expect(step?.deployments[0]).toEqual({
      ...declared,
      breaker: { ...declared?.breaker, errorRate: 0.01, windowMs: 60_000, minRequests: 20 },
    })
    expect(declared?.breaker.errorRate).toBe(0.5)
  })
})

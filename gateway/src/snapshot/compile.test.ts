import { createHash } from 'node:crypto'
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

describe('levels of settings', () => {
  const { models, timeouts } = compiled(`${PROVIDERS}
timeouts: { connect_ms: 1, idle_ms: 1 }
breaker: { failures: 1, open_ms: 1 }
retry: { max_attempts: 2, base_ms: 5 }
models:
  - name: m
    timeouts: { idle_ms: 3, answer_ms: 3, total_ms: 3 }
    breaker: { failures: 3, window_s: 3 }
    retry: { max_attempts: 3 }
    routing: { fail_closed: true }
    deployments:
      - { provider: openai, model: x, timeouts: { total_ms: 4, first_token_ms: 4 }, breaker: { failures: 4 } }
      - { provider: local, model: x }
`)
  const model = models.get('m')

  it('lets a deployment override its model, its provider and the file, each member by itself', () => {
    expect(model?.deployments[0]?.timeouts).toEqual({
      connectMs: 2,
      firstTokenMs: 4,
      answerMs: 3,
      idleMs: 3,
      totalMs: 4,
      minAttemptMs: 100,
    })
    expect(model?.deployments[1]?.timeouts).toMatchObject({
      connectMs: 1,
      idleMs: 3,
      answerMs: 3,
      totalMs: 3,
    })
  })

  it('does not let a provider speak for the model', () => {
    expect(model?.timeouts).toMatchObject({ connectMs: 1, idleMs: 3, answerMs: 3, totalMs: 3 })
  })

  it('leaves limits that go by type unset until someone sets them', () => {
    expect(timeouts).toMatchObject({ firstTokenMs: null, answerMs: null })
    expect(model?.deployments[1]?.timeouts.firstTokenMs).toBeNull()
  })

  it('gives breakers and tries their levels, in milliseconds', () => {
    expect(model?.deployments[0]?.breaker).toMatchObject({
      failures: 4,
      windowMs: 3000,
      openMs: 1,
      openMaxMs: 15_000,
    })
    expect(model?.deployments[1]?.breaker.failures).toBe(3)
    expect(model?.retry).toMatchObject({ maxAttempts: 3, baseMs: 5 })
    expect(model?.failClosed).toBe(true)
  })
})

describe('deployments', () => {
  const text = `${PROVIDERS}
models:
  - name: m
    deployments:
      - { provider: openai, model: x }
      - { provider: openai, model: x }
      - { provider: openai, model: x, api_key: sk-2 }
      - { provider: openai, model: x, base_url: "https://eu.example/v1/", region: eu }
      - { provider: local, model: x }
`
  const deployments = compiled(text).models.get('m')?.deployments ?? []

  it('are as many as are declared, also when two declare the same', () => {
    expect(new Set(deployments.map(({ id }) => id)).size).toBe(5)
    expect(deployments.map(({ label }) => label)).toEqual([
      'm/openai',
      'm/openai#2',
      'm/openai#3',
      'm/openai#4',
      'm/local',
    ])
  })

  it('have ids that depend on what is declared, not on what else stands in the file', () => {
    const other = compiled(
      `# a comment\n${text.replace('- name: m', '- name: m\n    price: { input: 1, output: 2 }')}`,
    )
    expect(other.models.get('m')?.deployments.map(({ id }) => id)).toEqual(deployments.map(({ id }) => id))
    const [renamed] = compiled(text.replace('- name: m', '- name: n')).models.get('n')?.deployments ?? []
    expect(renamed?.id).not.toBe(deployments[0]?.id)
    expect(deployments[0]?.id).toMatch(/^[0-9a-f]{16}$/)
  })

  it('share a credential when origin and secret are the same', () => {
    const credentials = deployments.map(({ credential }) => credential)
    expect(credentials[1]).toBe(credentials[0])
    expect(new Set(credentials).size).toBe(4)
    expect(credentials.join(' ')).not.toContain('sk-')
  })

  it('take key, base URL and region of their provider unless they have their own', () => {
    expect(deployments.map(({ apiKey, baseUrl, region }) => [apiKey, baseUrl, region])).toEqual([
      ['sk-1', null, 'us'],
      ['sk-1', null, 'us'],
      ['sk-2', null, 'us'],
      ['sk-1', 'https://eu.example/v1', 'eu'],
      [null, 'http://127.0.0.1:8000/v1', null],
    ])
    expect(deployments[4]?.provider).toMatchObject({ headers: { 'x-a': 'b' }, query: { v: '1' } })
  })

  it('know price and context window from the catalog where the file says nothing', () => {
    const { models } = compiled(`${PROVIDERS}
models:
  - { name: a, deployments: [{ provider: openai, model: gpt-4o }] }
  - { name: b, context_window: 5, price: { input: 1, output: 2 }, deployments: [{ provider: openai, model: gpt-4o }] }
  - { name: c, deployments: [{ provider: local, model: gpt-4o }] }
`)
    expect(models.get('a')?.contextWindow).toBe(128_000)
    expect(models.get('a')?.deployments[0]?.price).toMatchObject({ input: 2.5, output: 10 })
    expect(models.get('b')?.contextWindow).toBe(5)
    expect(models.get('b')?.deployments[0]?.price).toEqual({ input: 1, output: 2, cachedInput: null })
    expect(models.get('c')?.contextWindow).toBeNull()
    expect(models.get('c')?.deployments[0]?.price).toBeNull()
  })
})

describe('a configuration', () => {
  const configuration = compiled(`${PROVIDERS}
server: { max_body_bytes: 2048 }
organisation: { routing: { enabled: false }, allow_request_override: false, refusal_lock: true }
fallback: { default: [m], triggers: [rate_limit], routing: balanced, mid_stream: { mode: continue } }
routing: { max_total_attempts: 3, fail_closed: true }
cooldown: { min_ms: 1, default_ms: 2, max_ms: 3 }
stream: { malformed_event: error }
models: [{ name: m, aliases: [n], capabilities: [tools], deployments: [{ provider: openai, model: x, params: { temperature: 0 } }] }]
keys:
  - { name: plain, key: s3cret, ip: { allow: [10.0.0.1, "::1"], deny: [10.0.0.0/8] } }
  - { name: hashed, key_sha256: ${createHash('sha256').update('other').digest('hex').toUpperCase()} }
`)

  it('has what decides about every request', () => {
    expect(configuration).toMatchObject({
      maxBodyBytes: 2048,
      organisation: { id: 'default', routingEnabled: false, allowRequestOverride: false, refusalLock: true },
      fallback: {
        list: ['m'],
        conditions: { set: TRIGGER_SETS.rate_limit, limitShare: 1 },
        routing: 'balanced',
        midStream: { mode: 'continue', instructed: false, buffer: null },
      },
      maxTotalAttempts: 3,
      failClosed: true,
      cooldown: { minMs: 1, defaultMs: 2, maxMs: 3 },
      stream: { flushAfterMs: 15_000, malformedEvent: 'error' },
    })
    expect(configuration.version).toMatch(/^[0-9a-f]{16}$/)
    expect(configuration.models.get('m')?.capabilities).toEqual(new Set(['tools']))
  })

  it('knows keys by the hash of their secret, which it does not keep', () => {
    const hash = (secret: string) => createHash('sha256').update(secret).digest('hex')
    expect(configuration.keys.get(hash('s3cret'))).toMatchObject({
      id: 'plain',
      ip: { allow: ['10.0.0.1/32', '::1/128'], deny: ['10.0.0.0/8'] },
      models: ['*'],
    })
    expect(configuration.keys.get(hash('other'))?.name).toBe('hashed')
    expect(JSON.stringify([...configuration.keys])).not.toContain('s3cret')
  })

  it('has what providers declare of the data they get; who retains nothing collects nothing', () => {
    const { providers } = compiled(`providers:
  silent: { kind: openai, api_key: x }
  open: { kind: openai, api_key: x, data_collection: allow, zdr: true }
  closed: { kind: openai, api_key: x, data_collection: deny }
  empty: { kind: openai, api_key: x, zdr: true }
`)
    const declared = [...providers.values()].map((one) => [one.name, one.dataCollection, one.zeroRetention])
    expect(declared).toEqual([
      ['silent', null, false],
      ['open', 'allow', true],
      ['closed', 'deny', false],
      ['empty', 'deny', true],
    ])
  })

  it('has the triggers of a model, and what keeps its requests where', () => {
    const { models, partition, affinity } = compiled(`
providers: { p: { kind: openai, api_key: x } }
routing: { affinity: none }
models:
  - { name: a, deployments: [{ provider: p, model: x }], triggers: [{ type: latency, threshold_ms: 7 }] }
  - { name: b, deployments: [{ provider: p, model: x }], routing: { partition: none, affinity: prefix } }
`)
    expect({ partition, affinity }).toEqual({ partition: 'model', affinity: 'none' })
    expect(models.get('a')).toMatchObject({ conditions: { latencyMs: 7 }, partition: null, affinity: null })
    expect(models.get('b')).toMatchObject({ conditions: null, partition: 'none', affinity: 'prefix' })
  })

  it('knows models by what a catalog calls them, and sends vendors their own ids', () => {
    const { modelOfSlug, implicitModel } = compiled(`
providers: { anthropic: { kind: anthropic, api_key: x } }
models: [{ name: a, deployments: [{ provider: anthropic, model: claude-sonnet-4-5 }] }]
`)
    expect(modelOfSlug('anthropic/claude-sonnet-4.5')).toBe('a')
    expect(implicitModel('anthropic', 'claude-opus-4.1')?.deployments[0]?.upstreamModel).toBe(
      'claude-opus-4-1',
    )
  })

  it('has no triggers for every model unless the file names them', () => {
    expect(compiled('store: sqlite:x').fallback.conditions).toBeNull()
  })

  it('cannot be changed', () => {
    const models = configuration.models as Map<string, unknown>
    const model = configuration.models.get('m')
    expect(() => models.set('x', {})).toThrow(TypeError)
    expect(() => models.clear()).toThrow(TypeError)
    expect(() => (model?.capabilities as Set<string> | undefined)?.add('vision')).toThrow(TypeError)
    expect(() => Object.assign(model ?? {}, { name: 'x' })).toThrow(TypeError)
    expect(() => Object.assign(model?.deployments[0]?.params ?? {}, { temperature: 1 })).toThrow(TypeError)
    expect(configuration.models.get('m')?.name).toBe('m')
  })
})

import { describe, expect, it } from 'vitest'
import { matches } from '#domain/trigger-set'
import { compile } from './compile.ts'
import { formatProblem } from './format-problems.ts'
import { PUBLISHED_CHAINS } from './published-chains.ts'
import type { ReadConfig } from './read-config.ts'
import { readConfig } from './read-config.ts'

const PROVIDERS = `
providers:
  openai:    { kind: openai, api_key: \${OPENAI_API_KEY} }
  anthropic: { kind: anthropic, api_key: \${ANTHROPIC_API_KEY} }
  google:    { kind: google, api_key: \${GOOGLE_API_KEY} }
`

/** The documented example of a whole file, with the two models that its lists name. */
const EXAMPLE = `
server:   { host: 127.0.0.1, port: 8080, trusted_proxies: [], max_body_bytes: 33554432, cors: [] }
admin:    { port: null, metrics_token: null }   # null port: same port
store:    sqlite:./backstay.db                  # or postgres://…
state:    memory                                # or redis://…
providers:
  openai:    { kind: openai, api_key: \${OPENAI_API_KEY} }
  anthropic: { kind: anthropic, api_key: \${ANTHROPIC_API_KEY} }
  google:    { kind: google, api_key: \${GOOGLE_API_KEY:-none} }
  local:     { kind: openai-compatible, base_url: http://127.0.0.1:8000/v1, headers: {}, query: {}, proxy: null, ca: null }
models:
  - name: gpt-4o
    type: chat                                  # default
    aliases: [gpt-4o-latest]
    context_window: 128000
    max_output_tokens: 16384
    capabilities: [tools, vision, json_schema]
    price: { input: 2.5, output: 10, cached_input: 1.25 }
    strategy: weighted
    fallbacks: [claude-sonnet]
    deployments:
      - { provider: openai, model: gpt-4o-2024-08-06, tokens_per_minute: 500000 }
      - { provider: openai, model: gpt-4o, api_key: \${OPENAI_KEY_2}, tokens_per_minute: 250000, requests_per_minute: 5000,
          region: eu, enabled: true, base_url: null, prefill: null, params: {}, extra_body: {} }
    probe: { every_ms: null }
  - { name: claude-sonnet, deployments: [{ provider: anthropic, model: claude-sonnet-4-5 }] }
  - { name: gemini-flash, deployments: [{ provider: google, model: gemini-2.5-flash }] }
timeouts: { connect_ms: 5000, first_token_ms: 10000, answer_ms: 120000, idle_ms: 30000, total_ms: 600000, min_attempt_ms: 100 }
breaker:  { failures: 5, error_rate: 0.5, window_s: 60, min_requests: 20, open_ms: 2000, open_max_ms: 15000 }
cooldown: { min_ms: 1000, max_ms: 3600000, default_ms: 2000 }
retry:    { max_attempts: 1, backoff: exponential, base_ms: 250, max_ms: 8000, rate_limit_wait_ms: 3000 }
stream:   { flush_after_ms: 15000, malformed_event: drop }
routing:  { fail_closed: false, partition: model, affinity: id, max_total_attempts: 8, retry_budget: { ratio: 0.2, min_per_second: 10 }, queue: { max: 0, wait_ms: 0 } }
fallback:
  default: [claude-sonnet, gemini-flash]
  triggers: [standard]
  routing: priority
  mid_stream: continue
  chains:
    - name: premium-reasoning
      models:
        - { provider: openai, model: gpt-4-turbo, priority: 1 }
        - { provider: anthropic, model: claude-3-opus, priority: 2 }
      triggers:
        - { type: rate_limit, enabled: true }
        - { type: latency, threshold_ms: 5000 }
        - { type: error_rate, threshold: 0.05 }
      retry: { max_attempts: 3, backoff: exponential }
organisation: { routing: { enabled: true }, allow_request_override: true, refusal_lock: false, budget: { usd: 1000, per: month, at_limit: block } }
keys:
  - name: app
    key: \${APP_KEY}
    models: ["*"]
    ip: { allow: [10.0.0.0/8], deny: [] }
    limits: { requests_per_minute: 600, tokens_per_minute: 60000, concurrency: 20, budget: { usd: 100, per: month, at_limit: switch } }
    routing:
      chat: { strategy: failover, candidates: [{ modelName: gpt-4o, priority: 1 }], failoverOn: ["5xx", timeout], maxRetries: 2, retryDelayMs: 100 }
`

const env = {
  OPENAI_API_KEY: 'sk-openai-1',
  OPENAI_KEY_2: 'sk-openai-2',
  ANTHROPIC_API_KEY: 'sk-anthropic',
  GOOGLE_API_KEY: 'sk-google',
  APP_KEY: 'bs-app',
}

function read(text: string): ReadConfig {
  return readConfig(text, { env, readFile: () => '' })
}

function compiled(text: string) {
  const result = read(text)
  if (result.kind === 'refused') throw new Error(result.problems.map(formatProblem).join('\n'))
  return compile({ file: result.file, version: result.version, warnings: result.warnings.map(formatProblem) })
}

describe('a file in the shape of the documents', () => {
  it('reads the chains of the published example unchanged', () => {
    const { chains } = compiled(PROVIDERS + PUBLISHED_CHAINS)
    const premium = chains.get('premium-reasoning')
    expect(premium?.steps.map(({ model, priority }) => [model.deployments[0]?.label, priority])).toEqual([
      ['gpt-4-turbo/openai', 1],
      ['claude-3-opus/anthropic', 2],
      ['gemini-pro/google', 3],
    ])
    expect(premium?.conditions.latencyMs).toBe(5000)
    expect(premium?.conditions.limitShare).toBe(1)
    expect(premium?.steps[0]?.deployments[0]?.breaker).toMatchObject({
      errorRate: 0.05,
      windowMs: 60_000,
      minRequests: 20,
    })
    expect(premium?.retry).toMatchObject({ maxAttempts: 3, backoff: 'exponential', baseMs: 250 })
    expect(premium?.type).toBe('chat')

    const fast = chains.get('fast-chat')
    expect(fast?.steps.map(({ priority }) => priority)).toEqual([null, null])
    expect(fast?.retry).toBeNull()
    if (fast === undefined) throw new Error('fast-chat is missing')
    expect(matches(fast.conditions.set, { class: 'auth' })).toBe(true)
    expect(matches(fast.conditions.set, { class: 'invalid_request', status: 400 })).toBe(false)
  })

  it('reads the documented example as a whole', () => {
    const configuration = compiled(EXAMPLE)
    const model = configuration.models.get('gpt-4o')
    expect(model).toMatchObject({
      contextWindow: 128_000,
      maxOutputTokens: 16_384,
      strategy: 'weighted',
      fallbacks: ['claude-sonnet'],
      timeouts: { firstTokenMs: 10_000, answerMs: 120_000 },
    })
    expect(
      model?.deployments.map(({ label, apiKey, tokensPerMinute, region }) => [
        label,
        apiKey,
        tokensPerMinute,
        region,
      ]),
    ).toEqual([
      ['gpt-4o/openai', 'sk-openai-1', 500_000, null],
      ['gpt-4o/openai#2', 'sk-openai-2', 250_000, 'eu'],
    ])
    expect(model?.deployments[0]?.price).toEqual({ input: 2.5, output: 10, cachedInput: 1.25 })
    expect(configuration.aliases.get('gpt-4o-latest')).toBe('gpt-4o')
    expect([...configuration.keys.values()]).toMatchObject([
      {
        id: 'app',
        ip: { allow: ['10.0.0.0/8'] },
        limits: { requestsPerMinute: 600, tokensPerMinute: 60_000, concurrency: 20 },
        routing: {
          chat: { candidates: [{ modelName: 'gpt-4o', priority: 1 }], maxRetries: 2, retryDelayMs: 100 },
        },
      },
    ])
  })

  it('asks for nothing that this version does not act on', () => {
    expect(compiled(EXAMPLE).warnings).toEqual([])
  })

  it('reads the routing of a key in the shape of the API, native fallbacks included', () => {
    const { keys } = compiled(`${EXAMPLE}
      reasoning:
        strategy: failover
        nativeFallback: { openai: [claude-sonnet], vllm: [gemini-flash] }
        failoverOn: ["5xx", "timeout", "rate_limit"]
        crossProtocol: same-family
      image: { strategy: round_robin, failoverOn: any }
`)
    const [key] = keys.values()
    expect(key?.routing.reasoning).toMatchObject({
      candidates: null,
      nativeFallback: { openai: ['claude-sonnet'], vllm: ['gemini-flash'] },
      crossProtocol: 'same-family',
      maxRetries: null,
    })
    const { conditions } = key?.routing.image ?? {}
    expect(conditions?.set.classes.has('invalid_request')).toBe(true)
    expect(key?.routing.chat?.crossProtocol).toBe('translate')
  })
})

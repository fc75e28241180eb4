import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { configFileSchema } from './config-file.ts'

const deployments = [{ provider: 'openai', model: 'gpt-4o' }]

const quality = (check: unknown) => ({ fallback: { triggers: [{ type: 'quality', checks: [check] }] } })

function refusals(file: unknown): string[] {
  const result = configFileSchema.safeParse(file)
  const issues: readonly z.core.$ZodIssue[] = result.success ? [] : result.error.issues
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('the schema of the file', () => {
  it('fills in every documented default', () => {
    expect(configFileSchema.parse({})).toEqual({
      server: {
        host: '127.0.0.1',
        port: 8080,
        trusted_proxies: [],
        max_body_bytes: 33_554_432,
        allow_link_local: false,
        cors: [],
      },
      admin: { port: null, metrics_token: null, url: null, sign_in: { session_hours: 168, providers: [] } },
      store: 'sqlite:./backstay.db',
      spool: { path: null, max_bytes: 1_073_741_824 },
      retention: { usage_days: 90, events_days: 90, rollup_days: 1_095, config_versions: 1_000 },
      state: 'memory',
      providers: {},
      models: [],
      timeouts: {
        connect_ms: 5000,
        first_token_ms: null,
        answer_ms: null,
        idle_ms: 30_000,
        total_ms: 600_000,
        min_attempt_ms: 100,
      },
      breaker: {
        failures: 5,
        error_rate: 0.5,
        window_s: 60,
        min_requests: 20,
        open_ms: 2000,
        open_max_ms: 15_000,
      },
      cooldown: { min_ms: 1000, max_ms: 3_600_000, default_ms: 2000 },
      retry: {
        max_attempts: 1,
        backoff: 'exponential',
        base_ms: 250,
        max_ms: 8000,
        rate_limit_wait_ms: 3000,
      },
      stream: { flush_after_ms: 15_000, malformed_event: 'drop' },
      routing: {
        fail_closed: false,
        partition: 'model',
        affinity: 'id',
        max_total_attempts: 8,
        retry_budget: { ratio: 0.2, min_per_second: 10 },
        queue: { max: 0, wait_ms: 0 },
      },
      fallback: { default: [], routing: 'priority', chains: [] },
      organisation: { routing: { enabled: true }, allow_request_override: true, refusal_lock: false },
      keys: [],
    })
  })

  it('fills in the defaults of a model, a deployment and a key', () => {
    const file = configFileSchema.parse({
      models: [{ name: 'm', deployments }],
      keys: [{ name: 'k', key: 's' }],
    })
    expect(file.models[0]).toMatchObject({ type: 'chat', aliases: [], strategy: null, fallbacks: null })
    expect(file.models[0]?.deployments[0]).toMatchObject({
      enabled: true,
      weight: null,
      params: {},
      extra_body: {},
    })
    expect(file.keys[0]).toMatchObject({ models: ['*'], ip: { allow: [], deny: [] }, routing: {} })
  })

  it('adds no defaults to limits that only override', () => {
    const file = configFileSchema.parse({
      models: [{ name: 'm', deployments, timeouts: { idle_ms: 1 }, retry: {} }],
    })
    expect(file.models[0]?.timeouts).toEqual({ idle_ms: 1 })
    expect(file.models[0]?.retry).toEqual({})
  })

  it('wants to be told where in its cloud a service is', () => {
    const refused = (provider: object): readonly string[] => refusals({ providers: { p: provider } })
    expect(refused({ kind: 'bedrock' })).toEqual([
      'providers.p.location: missing: kind bedrock needs location or region',
    ])
    expect(refused({ kind: 'vertex', region: 'eu' })).toEqual([
      'providers.p.project: missing: kind vertex needs project',
    ])
    expect(refused({ kind: 'bedrock', region: 'us-east-1' })).toEqual([])
    expect(refused({ kind: 'vertex', location: 'global', project: 'p-1' })).toEqual([])
    expect(refused({ kind: 'vertex', location: 'evil.example/', project: 'p-1' })).toHaveLength(1)
  })

  it.each([
    [
      'a base URL for a kind without one',
      { providers: { p: { kind: 'openai-compatible' } } },
      'providers.p.base_url',
    ],
    [
      'a base URL with credentials',
      { providers: { p: { kind: 'openai', base_url: 'http://a:b@c' } } },
      'providers.p.base_url',
    ],
    ['a slash in the name of a provider', { providers: { 'a/b': { kind: 'openai' } } }, 'providers.a/b'],
    ['a space in the name of a model', { models: [{ name: 'a b', deployments }] }, 'models.0.name'],
    ['a star in the name of a model', { models: [{ name: 'a*', deployments }] }, 'models.0.name'],
    ['no deployments', { models: [{ name: 'm', deployments: [] }] }, 'models.0.deployments'],
    [
      'a weight of nothing',
      { models: [{ name: 'm', deployments: [{ ...deployments[0], weight: 0 }] }] },
      'models.0.deployments.0.weight',
    ],
    ['a line break in a key', { keys: [{ name: 'k', key: 'a\nb' }] }, 'keys.0.key'],
    ['a hash of the wrong length', { keys: [{ name: 'k', key_sha256: 'abc' }] }, 'keys.0.key_sha256'],
    [
      'a range that is none',
      { keys: [{ name: 'k', key: 's', ip: { deny: ['10.0.0.0/33'] } }] },
      'keys.0.ip.deny.0',
    ],
    ['a share over 1', { breaker: { error_rate: 1.5 } }, 'breaker.error_rate'],
    ['a fraction of a millisecond', { timeouts: { idle_ms: 1.5 } }, 'timeouts.idle_ms'],
    ['more milliseconds than a timer takes', { timeouts: { total_ms: 2 ** 31 } }, 'timeouts.total_ms'],
    ['bounds the wrong way round', { breaker: { open_ms: 20_000 } }, 'breaker.open_ms'],
    [
      'a default rest over the longest',
      { cooldown: { default_ms: 5000, max_ms: 4000 } },
      'cooldown.default_ms',
    ],
    ['a store of another kind', { store: 'mysql://x' }, 'store'],
    ['a state of another kind', { state: 'disk' }, 'state'],
    [
      'a type of model that is none',
      { keys: [{ name: 'k', key: 's', routing: { chatt: {} } }] },
      'keys.0.routing',
    ],
    [
      'an empty list of candidates',
      { keys: [{ name: 'k', key: 's', routing: { chat: { candidates: [] } } }] },
      'keys.0.routing.chat.candidates',
    ],
    [
      'a field of another trigger',
      { fallback: { triggers: [{ type: 'auth', threshold: 1 }] } },
      'fallback.triggers.0',
    ],
    ['a check without the field it needs', quality({ type: 'min_length' }), 'fallback.triggers.0'],
    ['a check by name that needs fields', quality('webhook'), 'fallback.triggers.0'],
    ['a field of another check', quality({ type: 'non_empty', chars: 3 }), 'fallback.triggers.0.checks.0'],
    [
      'a pattern that is none',
      quality({ type: 'matches', pattern: '(' }),
      'fallback.triggers.0.checks.0.pattern',
    ],
    [
      'a pattern with flags that search',
      quality({ type: 'matches', pattern: 'a', flags: 'g' }),
      'fallback.triggers.0.checks.0.flags',
    ],
    [
      'a webhook that is no URL of the web',
      quality({ type: 'webhook', url: 'file:///x' }),
      'fallback.triggers.0.checks.0.url',
    ],
    [
      'credentials in the URL of a webhook',
      quality({ type: 'webhook', url: 'http://u:p@h' }),
      'fallback.triggers.0.checks.0.url',
    ],
  ])('refuses %s', (_what, file, path) => {
    const found = refusals(file)
    expect(found).toHaveLength(1)
    expect(found[0]?.startsWith(`${path}: `)).toBe(true)
  })

  it.each([
    [
      'triggers by name of type, set and class',
      { fallback: { triggers: ['error', '5xx', 'refusal', { type: 'any' }] } },
    ],
    [
      'every field of every trigger',
      {
        fallback: {
          triggers: [
            { type: 'rate_limit', enabled: true, threshold: 0.9 },
            { type: 'latency', threshold_ms: 5000, percentile: 'p95' },
            { type: 'latency', percentile: 90 },
            { type: 'error_rate', threshold: 0.05, window_s: 30, min_requests: 5 },
            { type: 'cost', threshold: 0.8, to: 'm' },
            {
              type: 'quality',
              threshold: 0.7,
              checks: [
                'non_empty',
                'json_schema',
                { type: 'json_schema', schema: { type: 'object' } },
                { type: 'min_length', chars: 3 },
                { type: 'matches', pattern: '^ok', flags: 'i', not: true },
                { type: 'webhook', url: 'https://h/x?y=1', timeout_ms: 100, secret: 's', required: true },
                { type: 'judge', model: 'm', prompt: 'p', threshold: 0.8, timeout_ms: 100 },
              ],
            },
            { type: 'region', prefer: ['eu'], allow: ['eu', 'us'] },
            { type: 'load', strategy: 'round_robin' },
          ],
        },
      },
    ],
    [
      'mid_stream in words and as a section',
      {
        fallback: { mid_stream: { mode: 'continue', instructed: true } },
        models: [{ name: 'm', deployments, mid_stream: 'buffer' }],
      },
    ],
    [
      'failoverOn as a word and as a list',
      {
        keys: [
          {
            name: 'k',
            key: 's',
            routing: {
              chat: { failoverOn: 'any' },
              image: { failoverOn: ['5xx', 'timeout', 'rate_limit', 'any'] },
            },
          },
        ],
      },
    ],
    [
      'single addresses and ranges of both families',
      { server: { trusted_proxies: ['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8'] } },
    ],
    ['PostgreSQL and Redis as words of the file', { store: 'postgres://u:p@h/d', state: 'rediss://h:1/0' }],
  ])('accepts %s', (_what, file) => {
    expect(refusals(file)).toEqual([])
  })
})

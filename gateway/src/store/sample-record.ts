import type { UsageRecord } from '#domain/record'

/** A record for tests; `id` and `at` tell one from another. */
export function sampleRecord(changes: Partial<UsageRecord> = {}): UsageRecord {
  return {
    id: 'request-1',
    at: 1_795_000_000_000,
    key: 'app',
    organisation: 'default',
    requestedModel: 'gpt-4o',
    servedModel: 'claude-sonnet',
    provider: 'anthropic',
    deployment: 'claude-sonnet/anthropic',
    type: 'chat',
    dialect: 'openai-chat',
    streamed: true,
    status: 200,
    errorClass: null,
    tokens: { input: 1_200, cachedInput: 1_000, cacheWrite: 7, output: 321, reasoning: 12, estimated: false },
    costUsd: 0.001_234_567_89,
    wastedCostUsd: null,
    ttftMs: 123.456,
    totalMs: 1_234.567,
    overheadMs: 0.345,
    configVersion: '9f86d081884c7d65',
    probe: false,
    routing: {
      strategy: 'priority',
      source: { candidates: 'file', strategy: 'file' },
      attempts: [
        {
          n: 1,
          modelName: 'gpt-4o',
          deployment: 'gpt-4o/openai',
          provider: 'openai',
          region: null,
          status: 503,
          outcome: 'failed',
          errorClass: 'overloaded',
          action: 'next_model',
          reason: 'overloaded, status 503',
          startedAt: 1_795_000_000_001,
          ttftMs: null,
          totalMs: 45.6,
          tokens: null,
        },
      ],
      fallbacks: ['overloaded'],
      skipped: [{ deployment: 'gpt-4o/azure-eu', reason: 'benched' }],
      warnings: [],
    },
    ...changes,
  }
}

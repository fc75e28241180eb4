import type { Accepted, Admitted } from '#domain/request'
import type { BreakerSettings, Deployment, Provider, Timeouts } from '#domain/deployment'
import type { Configuration, VirtualKey } from '#domain/configuration'
import type {
  CredentialId,
  DeploymentId,
  KeyId,
  ModelName,
  ProviderName,
  RequestedModel,
  UpstreamModel,
} from '#domain/names'
import type { Model } from '#domain/model'
import type { Retry } from '#domain/policy'

export const TIMEOUTS: Timeouts = {
  connectMs: 5000,
  firstTokenMs: null,
  answerMs: null,
  idleMs: 30_000,
  totalMs: 600_000,
  minAttemptMs: 100,
}
export const BREAKER: BreakerSettings = {
  failures: 5,
  errorRate: 0.5,
  windowMs: 60_000,
  minRequests: 20,
  openMs: 2000,
  openMaxMs: 15_000,
}
export const RETRY: Retry = {
  maxAttempts: 1,
  backoff: 'exponential',
  baseMs: 250,
  maxMs: 8000,
  rateLimitWaitMs: 3000,
}

export function provider(name: string): Provider {
  return {
    name: name as ProviderName,
    kind: 'openai',
    baseUrl: null,
    apiKey: null,
    region: null,
    headers: {},
    query: {},
    ca: null,
    proxy: null,
    apiVersion: null,
  }
}

export function deployment(label: string, more: Partial<Deployment> = {}): Deployment {
  return {
    id: label as DeploymentId,
    label,
    modelName: label as ModelName,
    provider: provider('p'),
    credential: `credential of ${label}` as CredentialId,
    apiKey: null,
    baseUrl: null,
    upstreamModel: label as UpstreamModel,
    enabled: true,
    region: null,
    tokensPerMinute: null,
    requestsPerMinute: null,
    weight: null,
    priority: null,
    params: {},
    extraBody: {},
    price: null,
    timeouts: TIMEOUTS,
    breaker: BREAKER,
    ...more,
  }
}

export function model(name: string, deployments: readonly Deployment[], more: Partial<Model> = {}): Model {
  return {
    kind: 'model',
    name: name as ModelName,
    type: 'chat',
    aliases: [],
    contextWindow: null,
    maxOutputTokens: null,
    capabilities: null,
    strategy: null,
    deployments,
    fallbacks: null,
    retry: RETRY,
    timeouts: TIMEOUTS,
    failClosed: false,
    ...more,
  }
}

export function virtualKey(more: Partial<VirtualKey> = {}): VirtualKey {
  return {
    id: 'app' as KeyId,
    name: 'app',
    sha256: '',
    models: ['*'],
    ip: { allow: [], deny: [] },
    limits: { requestsPerMinute: null, tokensPerMinute: null, concurrency: null },
    routing: {},
    ...more,
  }
}

export function configuration(models: readonly Model[], more: Partial<Configuration> = {}): Configuration {
  return {
    version: 'test',
    providers: new Map(),
    models: new Map(models.map((entry) => [entry.name as string, entry])),
    chains: new Map(),
    aliases: new Map(),
    keys: new Map(),
    organisation: { id: 'default', routingEnabled: true, allowRequestOverride: true, refusalLock: false },
    fallback: { list: [], triggers: null, routing: 'priority', midStream: 'error' },
    retry: RETRY,
    timeouts: TIMEOUTS,
    cooldown: { minMs: 1000, maxMs: 3_600_000, defaultMs: 2000 },
    stream: { flushAfterMs: 15_000, malformedEvent: 'drop' },
    maxTotalAttempts: 8,
    retryBudget: { ratio: 0.2, minPerSecond: 10 },
    failClosed: false,
    maxBodyBytes: 1_000_000,
    implicitModel: () => null,
    warnings: [],
    ...more,
  }
}

interface RequestOptions {
  readonly body?: Partial<Accepted['body']>
  readonly controls?: Partial<Accepted['controls']>
  readonly key?: VirtualKey
  readonly receivedAt?: number
}

export function admitted(requested: string, options: RequestOptions = {}): Admitted {
  const accepted: Accepted = {
    id: 'request',
    dialect: 'openai-chat',
    type: 'chat',
    requested: requested as RequestedModel,
    body: {
      bytes: new Uint8Array(),
      streamed: false,
      includeUsage: false,
      maxOutputTokens: null,
      estimatedInputTokens: 10,
      needs: [],
      controlMembers: [],
      ...options.body,
    },
    controls: {
      fallback: null,
      triggers: null,
      routing: null,
      retry: {},
      timeouts: {},
      deadlineMs: null,
      patienceMs: null,
      noFallback: false,
      ...options.controls,
    },
    forwardHeaders: [],
    receivedAt: options.receivedAt ?? 0,
    receivedWallMs: 0,
    warnings: [],
  }
  return { accepted, key: options.key ?? virtualKey(), limitHeaders: [], release: () => undefined }
}

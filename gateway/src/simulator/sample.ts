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
import type { Chain, ChainStep, Model } from '#domain/model'
import { NO_CONDITIONS } from '#domain/model'
import type { MidStream, Retry } from '#domain/policy'
import type { Selection } from '#domain/selection'

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
/** A stream that breaks after its first content ends in an error event. */
export const ERROR: MidStream = { mode: 'error', instructed: false, buffer: null }
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
    dataCollection: null,
    zeroRetention: false,
  }
}

export function deployment(label: string, more: Partial<Deployment> = {}): Deployment {
  return {
    id: label as DeploymentId,
    label,
    organisation: 'default',
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
    prefill: null,
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
    visible: true,
    contextWindow: null,
    maxOutputTokens: null,
    capabilities: null,
    strategy: null,
    deployments,
    fallbacks: null,
    midStream: null,
    conditions: null,
    retry: RETRY,
    timeouts: TIMEOUTS,
    failClosed: false,
    probeEveryMs: null,
    queue: null,
    partition: null,
    affinity: null,
    ...more,
  }
}

/** A chain whose steps are these models, whole. */
export function chainOf(name: string, models: readonly Model[], more: Partial<Chain> = {}): Chain {
  const steps = models.map((one) => ({ model: one, deployments: one.deployments, priority: null }))
  return chain(name, steps, more)
}

export function chain(name: string, steps: readonly ChainStep[], more: Partial<Chain> = {}): Chain {
  return {
    kind: 'chain',
    name: name as ModelName,
    type: 'chat',
    steps,
    strategy: 'failover',
    conditions: NO_CONDITIONS,
    require: null,
    hedge: null,
    midStream: null,
    buffer: null,
    retry: null,
    timeouts: {},
    partition: null,
    affinity: null,
    ...more,
  }
}

export function virtualKey(more: Partial<VirtualKey> = {}): VirtualKey {
  return {
    id: 'app' as KeyId,
    name: 'app',
    sha256: '',
    expiresAtMs: null,
    revokedAtMs: null,
    models: ['*'],
    ip: { allow: [], deny: [] },
    limits: { requestsPerMinute: null, tokensPerMinute: null, concurrency: null, budget: null },
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
    fallback: { list: [], conditions: null, routing: 'priority', midStream: ERROR },
    organisation: {
      id: 'default',
      routingEnabled: true,
      allowRequestOverride: true,
      refusalLock: false,
      budget: null,
    },
    retry: RETRY,
    timeouts: TIMEOUTS,
    cooldown: { minMs: 1000, maxMs: 3_600_000, defaultMs: 2000 },
    stream: { flushAfterMs: 15_000, malformedEvent: 'drop' },
    maxTotalAttempts: 8,
    retryBudget: { ratio: 0.2, minPerSecond: 10 },
    failClosed: false,
    maxBodyBytes: 1_000_000,
    partition: 'model',
    affinity: 'id',
    implicitModel: () => null,
    modelOfSlug: () => null,
    warnings: [],
    ...more,
  }
}

/** A selection that takes every place. */
export const WANTS_NOTHING: Selection = {
  only: null,
  ignore: [],
  order: [],
  oneProvider: false,
  maxPrice: null,
  noDataCollection: false,
  zeroRetention: false,
  requireParameters: false,
  preferred: null,
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
      conditions: null,
      routing: null,
      partition: null,
      selection: null,
      auto: null,
      session: null,
      retry: {},
      timeouts: {},
      hedge: null,
      midStream: null,
      deadlineMs: null,
      patienceMs: null,
      noFallback: false,
      onBudget: null,
      ...options.controls,
    },
    forwardHeaders: [],
    receivedAt: options.receivedAt ?? 0,
    receivedWallMs: 0,
    warnings: [],
  }
  return { accepted, key: options.key ?? virtualKey(), limitHeaders: [], release: () => undefined }
}

import type { Call } from '#domain/attempt'
import type { Deployment, Provider } from '#domain/deployment'
import type { Accepted } from '#domain/request'

/** What a test changes of the example. */
export interface ExampleCall {
  readonly provider?: Partial<Provider>
  readonly deployment?: Partial<Deployment>
  readonly accepted?: Partial<Accepted>
  readonly body?: Partial<Accepted['body']>
  readonly call?: Partial<Call>
  /** The request as JSON. */
  readonly request?: unknown
}

const TIMEOUTS = {
  connectMs: 5000,
  firstTokenMs: null,
  answerMs: null,
  idleMs: 30_000,
  totalMs: 600_000,
  minAttemptMs: 100,
}
const BREAKER = {
  failures: 5,
  errorRate: 0.5,
  windowMs: 60_000,
  minRequests: 20,
  openMs: 2000,
  openMaxMs: 15_000,
}

/** A deployment for tests of this stage. */
export function exampleDeployment({ provider, deployment }: ExampleCall = {}): Deployment {
  return {
    id: 'd-1',
    label: 'gpt-4o/example',
    modelName: 'gpt-4o',
    credential: 'c-1',
    apiKey: 'test-key-5f0c9a7712',
    baseUrl: null,
    upstreamModel: 'gpt-4o-2024-08-06',
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
    ...deployment,
    provider: {
      name: 'example',
      kind: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:9/v1',
      apiKey: null,
      region: null,
      headers: {},
      query: {},
      ca: null,
      proxy: null,
      apiVersion: null,
      ...provider,
    },
  } as Deployment
}

/** A call for tests of this stage. */
export function exampleCall(example: ExampleCall = {}): Call {
  const request = example.request ?? { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] }
  const deployment = exampleDeployment(example)
  const accepted = {
    id: 'r-1',
    dialect: 'openai-chat',
    type: 'chat',
    requested: 'gpt-4o',
    controls: {},
    presentedKey: 'caller-key',
    clientAddress: '127.0.0.1',
    forwardHeaders: [],
    receivedAt: 0,
    receivedWallMs: 0,
    warnings: [],
    ...example.accepted,
    body: {
      bytes: Buffer.from(JSON.stringify(request)),
      streamed: (request as { stream?: boolean }).stream === true,
      includeUsage: false,
      maxOutputTokens: null,
      estimatedInputTokens: 7,
      needs: [],
      controlMembers: [],
      ...example.body,
    },
  }
  const call = {
    accepted,
    model: { kind: 'model', name: 'gpt-4o' },
    deployment,
    hold: 'content',
    judge: { refusal: false, contentFilter: false },
    malformedEvent: 'drop',
    tracked: false,
    mayBeEmpty: false,
    ...example.call,
  }
  return call as unknown as Call
}

import manifest from '../../../gateway/package.json' with { type: 'json' }
import { poll } from '../../e2e/poll.ts'
import { KEY, startBackstay } from '../../e2e/start-backstay.ts'
import type { Answer, Loose } from '../answer.ts'
import type { Account, Arranged, Evidence, Gateway } from '../gateway.ts'
import { NotConfigurable } from '../gateway.ts'
import type { Place, Question, Request, Stage, Wanted } from '../wanted.ts'
import { UPSTREAM_KEY } from '../world.ts'

/** This gateway, through its file. */
export const backstay: Gateway = {
  name: 'Backstay',
  version: manifest.version,
  arrange,
  close: async () => undefined,
}

/** What all places are behind. */
const MODEL = 'chat'

async function arrange(wanted: Wanted, stages: readonly Stage[]): Promise<Arranged> {
  if (wanted.order === 'metadata')
    throw new NotConfigurable('requests are not routed by metadata of the caller')
  const started = await startBackstay(fileOf(wanted, stages), 0)
  const get = async (path: string): Promise<Response> =>
    fetch(new URL(path, started.url), { headers: { authorization: `Bearer ${KEY}` } })
  return {
    url: started.url,
    request,
    evidence,
    recordOf: async (answer) => {
      const path = `/v1/generation?id=${String(answer.headers['x-request-id'])}`
      return accountOf(
        await poll(async () => {
          const response = await get(path)
          return response.ok ? response.json() : undefined
        }),
      )
    },
    metrics: async () => (await get('/metrics')).text(),
    close: () => started.close(),
  }
}

function fileOf(wanted: Wanted, stages: readonly Stage[]): object {
  const { breaker, maxAttempts, queueMs } = wanted
  return {
    providers: Object.fromEntries(stages.map((stage) => [stage.place.name, provider(stage)])),
    models: [
      ...(isChain(wanted) ? [] : groupsOf(wanted)),
      // Every place also under a name of its own, for requests and chains that name it.
      ...wanted.places.map((place) => ({
        name: place.name,
        fallbacks: [],
        deployments: [deployment(wanted, place)],
        ...priceOf(place),
      })),
    ],
    fallback: {
      ...(wanted.midStream === undefined ? {} : { mid_stream: wanted.midStream }),
      chains: isChain(wanted) ? [chainOf(wanted)] : [],
    },
    timeouts: timeoutsOf(wanted),
    retry: { max_attempts: wanted.tries ?? 1, base_ms: 20, max_ms: 100 },
    breaker:
      breaker === undefined
        ? { failures: 1_000, min_requests: 1_000 }
        : { failures: breaker.failures, open_ms: breaker.openMs, open_max_ms: breaker.openMs },
    routing: {
      ...(maxAttempts === undefined ? {} : { max_total_attempts: maxAttempts }),
      ...(queueMs === undefined ? {} : { queue: { max: 10, wait_ms: queueMs } }),
    },
    ...(wanted.maxBodyBytes === undefined ? {} : { server: { max_body_bytes: wanted.maxBodyBytes } }),
    keys: [keyOf(wanted)],
  }
}

/** Prices, hedging and checks belong to models and chains, not to deployments. */
function isChain({ order, hedgeAfterMs, mustHaveMember }: Wanted): boolean {
  return order === 'cost' || hedgeAfterMs !== undefined || mustHaveMember !== undefined
}

function chainOf({ places, order, hedgeAfterMs, mustHaveMember: member }: Wanted): object {
  const schema = { type: 'object', required: [member] }
  const triggers = [{ type: 'quality', checks: [{ type: 'json_schema', schema }] }]
  return {
    name: MODEL,
    models: places.map(({ name }) => ({ model: name })),
    ...(order === 'cost' ? { strategy: 'cost' } : {}),
    ...(hedgeAfterMs === undefined ? {} : { hedge: { after: hedgeAfterMs, max_share: 1 } }),
    ...(member === undefined ? {} : { triggers }),
  }
}

/** One model for each group, each the fallback of those before; where statuses are said, each place is one. */
function groupsOf(wanted: Wanted): object[] {
  const names = wanted.places.map(({ name }) => name)
  const alone = wanted.moveOn === undefined ? [names] : names.map((name) => [name])
  const groups = wanted.groups ?? alone
  const strategy = STRATEGIES[wanted.order]
  return groups.map((group, index) => ({
    name: index === 0 ? MODEL : `${MODEL}-${index}`,
    aliases: wanted.alias === undefined || index > 0 ? [] : [wanted.alias],
    fallbacks: index > 0 ? [] : groups.slice(1).map((_, other) => `${MODEL}-${other + 1}`),
    deployments: group.map((name) =>
      deployment(
        wanted,
        wanted.places.find((place) => place.name === name),
      ),
    ),
    ...(strategy === undefined ? {} : { strategy }),
    ...priceOf(wanted.places[0]),
    ...(wanted.moveOn === undefined ? {} : { triggers: triggersOf(wanted.moveOn) }),
  }))
}

function timeoutsOf({ limits = {} }: Wanted): object {
  const { firstTokenMs, answerMs, idleMs, totalMs } = limits
  return {
    ...(firstTokenMs === undefined ? {} : { first_token_ms: firstTokenMs }),
    ...(answerMs === undefined ? {} : { answer_ms: answerMs }),
    ...(idleMs === undefined ? {} : { idle_ms: idleMs }),
    ...(totalMs === undefined ? {} : { total_ms: totalMs }),
  }
}

function keyOf({ caller = {} }: Wanted): object {
  return {
    name: 'app',
    key: '${KEY}',
    models: caller.grant === undefined ? ['*'] : [caller.grant],
    limits: {
      requests_per_minute: caller.requestsPerMinute ?? null,
      tokens_per_minute: caller.tokensPerMinute ?? null,
      concurrency: caller.concurrency ?? null,
      ...(caller.budgetUsd === undefined ? {} : { budget: { usd: caller.budgetUsd } }),
    },
  }
}

const STRATEGIES: Partial<Record<Wanted['order'], string>> = {
  cost: 'cost',
  latency: 'latency',
  busy: 'least_busy',
}

function provider({ place, url }: Stage): object {
  const kinds = { openai: 'openai', anthropic: 'anthropic', gemini: 'google' }
  const dialect = place.dialect ?? 'openai'
  return {
    kind: kinds[dialect],
    base_url: dialect === 'openai' ? `${url}/v1` : url,
    api_key: UPSTREAM_KEY,
  }
}

function deployment({ order, places }: Wanted, place: Place | undefined): object {
  if (place === undefined) throw new Error('a group names no place')
  return {
    provider: place.name,
    model: place.name,
    ...(order === 'fallback' ? { priority: places.indexOf(place) } : {}),
    ...(place.weight === undefined || order !== 'weights' ? {} : { weight: place.weight }),
    tokens_per_minute: place.tokensPerMinute ?? null,
    requests_per_minute: place.requestsPerMinute ?? null,
    enabled: place.disabled !== true,
  }
}

/** Statuses as the failures that they are. */
function triggersOf(statuses: readonly number[]): string[] {
  const names: Readonly<Record<number, string>> = {
    429: 'rate_limit',
    500: 'server_error',
    503: 'overloaded',
  }
  return statuses.map((status) => names[status] ?? 'any')
}

function priceOf(place: Place | undefined): object {
  return place?.price === undefined ? {} : { price: { input: place.price, output: place.price } }
}

function request(question: Question): Request {
  const { dialect = 'openai', key = KEY } = question
  const messages = [{ role: 'user', content: 'Hello' }]
  const body = {
    model: question.model ?? MODEL,
    messages,
    ...(dialect === 'anthropic' ? { max_tokens: 100 } : {}),
    ...(question.stream === undefined ? {} : { stream: question.stream }),
    ...(question.fallback === undefined && question.only === undefined
      ? {}
      : {
          provider: {
            fallback: question.fallback,
            only: question.only === undefined ? undefined : [question.only],
          },
        }),
    ...(question.session === undefined ? {} : { session_id: question.session }),
    ...question.body,
  }
  return {
    path: dialect === 'anthropic' ? '/v1/messages' : '/v1/chat/completions',
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(question.deadlineMs === undefined ? {} : { 'x-deadline-ms': String(question.deadlineMs) }),
      ...question.headers,
    },
    body: question.rawBody ?? JSON.stringify(body),
  }
}

function evidence({ headers }: Answer): Evidence {
  const text = (name: string): string | null => {
    const value = headers[name]
    return typeof value === 'string' ? value : null
  }
  const attempts = text('x-backstay-attempts')
  return {
    requestId: text('x-request-id'),
    place: text('x-backstay-provider'),
    attempts: attempts === null ? null : Number(attempts),
    reason: text('x-backstay-fallback-reason'),
  }
}

function accountOf(answered: Loose): Account {
  const { provider: place, routing, tokens, costUsd } = answered.data ?? answered
  return {
    place,
    attempts: routing.attempts.length,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    costUsd,
  }
}

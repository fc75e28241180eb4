import { PORTKEY_VERSION, startPortkey } from '../../../bench/targets/portkey-process.ts'
import type { Answer } from '../answer.ts'
import type { Arranged, Evidence, Gateway } from '../gateway.ts'
import { NotConfigurable } from '../gateway.ts'
import type { Question, Request, Stage, Wanted } from '../wanted.ts'
import { UPSTREAM_KEY } from '../world.ts'

/**
 * Portkey's open gateway from npm, through the configuration object that each request brings along: strategies, targets,
 * weights, `on_status_codes`, `retry`, `request_timeout`, guardrails, conditions.
 * https://portkey.ai/docs/api-reference/inference-api/config-object
 */
export async function portkey(): Promise<Gateway> {
  const program = await startPortkey()
  const url = `http://127.0.0.1:${program.port}`
  return {
    name: 'Portkey',
    version: PORTKEY_VERSION,
    arrange: async (wanted, stages) => arranged(url, wanted, stages),
    close: () => program.stop(),
  }
}

/** Without a list everything moves, mistakes of the caller too. 446: a guardrail turned the answer down. */
const ALL_BUT_MISTAKES = [401, 402, 403, 404, 408, 429, 446, 498, 500, 502, 503, 504, 529]

/** What its documentation has no setting for, or only for the hosted service. */
const MISSING: readonly [(wanted: Wanted) => boolean, string][] = [
  [
    ({ caller }) => caller !== undefined,
    'keys with limits, grants and budgets are part of the hosted service',
  ],
  [({ breaker }) => breaker !== undefined, 'the breaker is part of the hosted service'],
  [
    ({ order }) => ['cost', 'latency', 'busy'].includes(order),
    'strategies: fallback, loadbalance, conditional',
  ],
  [
    ({ places, order }) =>
      places.some(
        (place) => place.requestsPerMinute ?? (order === 'capacity' ? null : place.tokensPerMinute),
      ),
    'targets have no limits',
  ],
  [
    ({ limits }) => limits?.idleMs !== undefined,
    'there is no limit to gaps; request_timeout ends with the headers',
  ],
  [({ limits }) => limits?.totalMs !== undefined, 'request_timeout is per call, not per request'],
  [({ midStream }) => midStream === 'continue', 'a stream that has begun is not gone on with'],
  [({ hedgeAfterMs }) => hedgeAfterMs !== undefined, 'there is no hedging'],
  [({ queueMs }) => queueMs !== undefined, 'there is no queue'],
  [({ maxBodyBytes }) => maxBodyBytes !== undefined, 'there is no limit to bodies'],
  [({ maxAttempts }) => maxAttempts !== undefined, 'there is no limit over all calls of a request'],
  [({ alias }) => alias !== undefined, 'model names are not configured'],
  [({ keepSessions }) => keepSessions === true, 'sticky sessions are part of the hosted service'],
]

function arranged(url: string, wanted: Wanted, stages: readonly Stage[]): Arranged {
  const missing = MISSING.find(([applies]) => applies(wanted))
  if (missing !== undefined) throw new NotConfigurable(missing[1])
  const names = wanted.groups?.flat() ?? enabled(stages).map(({ place }) => place.name)
  return {
    url,
    request: (question) => request(configOf(wanted, stages, question), question),
    evidence: (answer) => evidence(answer, names),
    recordOf: async () => {
      throw new NotConfigurable('requests are recorded by the hosted service')
    },
    metrics: async () => {
      throw new NotConfigurable('metrics are part of the hosted service')
    },
    close: async () => undefined,
  }
}

const enabled = (stages: readonly Stage[]): readonly Stage[] =>
  stages.filter(({ place }) => place.disabled !== true)

function configOf(wanted: Wanted, stages: readonly Stage[], question: Question): object {
  const open = enabled(stages)
  const named = question.fallback
  const chosen =
    named === undefined ? open : open.filter(({ place }, n) => n === 0 || named.includes(place.name))
  const only =
    question.only === undefined ? chosen : chosen.filter(({ place }) => place.name === question.only)
  const targets = only.map((stage) => target(wanted, stage))
  const common = {
    ...(wanted.tries === undefined
      ? {}
      : {
          retry: {
            attempts: wanted.tries - 1,
            ...(wanted.obeyHints === true ? { use_retry_after_header: true } : {}),
          },
        }),
    ...timeoutOf(wanted),
  }
  if (wanted.groups !== undefined) {
    const fallback = { mode: 'fallback', on_status_codes: ALL_BUT_MISTAKES }
    // Each of a group may be first, and the others stand in for it.
    const inner = wanted.groups.map((group) => {
      const members = open.filter(({ place }) => group.includes(place.name))
      const orders = members.map((first) => [first, ...members.filter((one) => one !== first)])
      const lists = orders.map((order) => order.map((stage) => target(wanted, stage)))
      return {
        strategy: { mode: 'loadbalance' },
        targets: lists.map((list) => ({ strategy: fallback, targets: list, weight: 1 })),
      }
    })
    return { strategy: fallback, targets: inner, ...common }
  }
  if (wanted.byPlan !== undefined) {
    const conditions = Object.entries(wanted.byPlan).map(([plan, place]) => ({
      query: { 'metadata.plan': { $eq: plan } },
      // oxlint-disable-next-line unicorn/no-thenable -- what their configuration calls it
      then: place,
    }))
    const strategy = { mode: 'conditional', conditions, default: open[0]?.place.name }
    return { strategy, targets: open.map((stage) => ({ name: stage.place.name, ...target(wanted, stage) })) }
  }
  if (wanted.order !== 'fallback') return { strategy: { mode: 'loadbalance' }, targets, ...common }
  const statuses = wanted.moveOn ?? ALL_BUT_MISTAKES
  const strategy = { mode: 'fallback', on_status_codes: statuses }
  return { strategy, targets, ...common }
}

function target(wanted: Wanted, { place, url }: Stage): object {
  const providers = { openai: 'openai', anthropic: 'anthropic', gemini: 'google' }
  const dialect = place.dialect ?? 'openai'
  const weight = wanted.order === 'capacity' ? place.tokensPerMinute : (place.weight ?? 1)
  const check = { type: 'object', required: [wanted.mustHaveMember] }
  return {
    provider: providers[dialect],
    api_key: UPSTREAM_KEY,
    custom_host: dialect === 'gemini' ? url : `${url}/v1`,
    override_params: { model: place.name },
    ...(wanted.order === 'fallback' ? {} : { weight }),
    ...(wanted.mustHaveMember === undefined
      ? {}
      : { output_guardrails: [{ 'default.jsonSchema': { schema: check }, 'deny': true }] }),
  }
}

/** The only limit there is, per call. */
function timeoutOf({ limits }: Wanted): object {
  const ms = limits?.firstTokenMs ?? limits?.answerMs
  return ms === undefined ? {} : { request_timeout: ms }
}

function request(config: object, question: Question): Request {
  const { dialect = 'openai' } = question
  if (question.key !== undefined) throw new NotConfigurable('callers are not authenticated')
  if (question.session !== undefined)
    throw new NotConfigurable('sticky sessions are part of the hosted service')
  if (question.deadlineMs !== undefined) throw new NotConfigurable('requests have no deadline')
  const body = {
    model: question.model ?? 'chat',
    messages: [{ role: 'user', content: 'Hello' }],
    ...(dialect === 'anthropic' ? { max_tokens: 100 } : {}),
    ...(question.stream === undefined ? {} : { stream: question.stream }),
    ...question.body,
  }
  return {
    path: dialect === 'anthropic' ? '/v1/messages' : '/v1/chat/completions',
    headers: {
      'x-portkey-config': JSON.stringify(config),
      ...(question.plan === undefined
        ? {}
        : { 'x-portkey-metadata': JSON.stringify({ plan: question.plan }) }),
      ...question.headers,
    },
    body: question.rawBody ?? JSON.stringify(body),
  }
}

function evidence({ headers }: Answer, names: readonly string[]): Evidence {
  const index = /^config\.targets\[(\d+)\]/.exec(String(headers['x-portkey-last-used-option-index']))
  const trace = headers['x-portkey-trace-id']
  return {
    requestId: typeof trace === 'string' ? trace : null,
    place: index === null ? null : (names[Number(index[1])] ?? null),
    // It tells the retries of the last target only.
    attempts: null,
    reason: null,
  }
}

import type { Timeouts } from '#domain/deployment'
import { GatewayError } from '#domain/errors'
import type { FailureClass } from '#domain/failure'
import { FAILURE_CLASSES } from '#domain/failure'
import type { Retry } from '#domain/policy'
import type { RequestControls, RequestedFallback } from '#domain/request'
import type { TriggerSet } from '#domain/trigger-set'
import { ofClasses, TRIGGER_SETS, union } from '#domain/trigger-set'

type JsonObject = Readonly<Record<string, unknown>>

/** Body members that are ours: cut out before a request is sent on. */
const CONTROL_MEMBERS = [
  'provider',
  'models',
  'backstay',
  'session_id',
  'providerOptions',
  'model_routing_config',
] as const

const NO_MEMBERS: readonly string[] = []

/** The control members that a body has. */
export function controlMembersOf(body: JsonObject): readonly string[] {
  const found = CONTROL_MEMBERS.filter((name) => body[name] !== undefined)
  return found.length === 0 ? NO_MEMBERS : found
}

type BodyControls = Omit<RequestControls, 'deadlineMs' | 'patienceMs' | 'noFallback'>

const NOTHING_ASKED: BodyControls = { fallback: null, triggers: null, routing: null, retry: {}, timeouts: {} }

/** Reads the control members; what this version does not act on becomes a listed warning. Throws `invalid_body`. */
export function readControls(body: JsonObject, members: readonly string[], warnings: string[]): BodyControls {
  if (members.length === 0) return NOTHING_ASKED
  const provider = objectOrNone(body['provider'], 'provider')
  const own = objectOrNone(body['backstay'], 'backstay')
  warnings.push(...unused(provider, 'provider', ['fallback', 'routing']))
  warnings.push(...unused(own, 'backstay', ['fallback', 'triggers', 'retry', 'timeouts']))
  for (const name of ['session_id', 'providerOptions', 'model_routing_config']) {
    if (members.includes(name)) warnings.push(notActedOn(name))
  }
  return {
    fallback: readFallback(body, { provider, own }, warnings),
    triggers: readTriggers(own['triggers']),
    routing: readRouting(provider['routing'], warnings),
    retry: readNumbers(own['retry'], RETRY_MEMBERS, 'backstay.retry'),
    timeouts: readNumbers(own['timeouts'], TIMEOUT_MEMBERS, 'backstay.timeouts'),
  }
}

/** Of several lists the first counts; the others are listed warnings. */
function readFallback(
  body: JsonObject,
  { provider, own }: { readonly provider: JsonObject; readonly own: JsonObject },
  warnings: string[],
): RequestedFallback | null {
  const lists = [
    { control: 'backstay', path: 'backstay.fallback', list: listOf(own['fallback'], 'backstay.fallback') },
    {
      control: 'provider.fallback',
      path: 'provider.fallback',
      list: listOf(provider['fallback'], 'provider.fallback'),
    },
    { control: 'models', path: 'models', list: listOf(body['models'], 'models') },
  ] as const
  const [first, ...others] = lists.filter(({ list }) => list !== null)
  for (const { path } of others) warnings.push(`${path} is ignored: ${first?.path ?? ''} counts`)
  return first === undefined || first.list === null ? null : { list: first.list, control: first.control }
}

const FALLBACK_FORMS = 'must be a list of model names, one model name, true or false'

/** `true` asks for what is configured, `false` for no fallback, a string is a list of one. */
function listOf(value: unknown, path: string): readonly string[] | null {
  if (value === undefined || value === null || value === true) return null
  if (value === false) return []
  if (typeof value === 'string') return [value]
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value
  throw invalid(path, path === 'models' ? 'must be a list of model names' : FALLBACK_FORMS)
}

function readTriggers(value: unknown): TriggerSet | null {
  if (value === undefined || value === null) return null
  const names: readonly unknown[] = Array.isArray(value) ? value : [value]
  return union(...names.map((name, index) => triggerOf(name, `backstay.triggers[${index}]`)))
}

function triggerOf(name: unknown, path: string): TriggerSet {
  if (typeof name === 'string') {
    if (Object.hasOwn(TRIGGER_SETS, name)) return TRIGGER_SETS[name as keyof typeof TRIGGER_SETS]
    if ((FAILURE_CLASSES as readonly string[]).includes(name)) return ofClasses(name as FailureClass)
  }
  const known = [...Object.keys(TRIGGER_SETS), ...FAILURE_CLASSES].join(', ')
  throw invalid(path, `is not a trigger set or class; known are ${known}`)
}

function readRouting(value: unknown, warnings: string[]): 'priority' | 'balanced' | null {
  if (value === undefined || value === null) return null
  if (value === 'priority' || value === 'balanced') return value
  if (value === 'cost' || value === 'latency') {
    warnings.push(`provider.routing ${value} runs as balanced in this version`)
    return 'balanced'
  }
  if (typeof value === 'object' && !Array.isArray(value)) {
    warnings.push(notActedOn('provider.routing as an object'))
    return null
  }
  throw invalid('provider.routing', 'must be "priority", "cost", "latency" or "balanced"')
}

const RETRY_MEMBERS = {
  max_attempts: 'maxAttempts',
  rate_limit_wait_ms: 'rateLimitWaitMs',
} as const satisfies Readonly<Record<string, keyof Retry>>
const TIMEOUT_MEMBERS = {
  connect_ms: 'connectMs',
  first_token_ms: 'firstTokenMs',
  answer_ms: 'answerMs',
  idle_ms: 'idleMs',
  total_ms: 'totalMs',
} as const satisfies Readonly<Record<string, keyof Timeouts>>

function readNumbers<Name extends string>(
  value: unknown,
  members: Readonly<Record<string, Name>>,
  path: string,
): Partial<Record<Name, number>> {
  const given = objectOrNone(value, path)
  const read: Partial<Record<Name, number>> = {}
  for (const [member, amount] of Object.entries(given)) {
    const name = Object.hasOwn(members, member) ? members[member] : undefined
    if (name === undefined)
      throw invalid(`${path}.${member}`, `is not known; known are ${Object.keys(members).join(', ')}`)
    if (typeof amount !== 'number' || !Number.isFinite(amount) || amount < 1) {
      throw invalid(`${path}.${member}`, 'must be a number of at least 1')
    }
    read[name] = amount
  }
  return read
}

function objectOrNone(value: unknown, path: string): JsonObject {
  if (value === undefined || value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return value as JsonObject
  throw invalid(path, 'must be an object')
}

function unused(given: JsonObject, path: string, used: readonly string[]): readonly string[] {
  const names = Object.keys(given).filter((name) => !used.includes(name))
  return names.map((name) => notActedOn(`${path}.${name.slice(0, 60)}`))
}

function notActedOn(what: string): string {
  return `${what} is not acted on in this version`
}

function invalid(path: string, message: string): GatewayError {
  return new GatewayError('invalid_body', { message: `\`${path}\` ${message}.`, param: path })
}

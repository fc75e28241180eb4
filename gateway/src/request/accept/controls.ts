import type { Partition } from '#domain/policy'
import type { RequestControls } from '#domain/request'
import type { AutoRouting } from '#domain/selection'
import { AUTO_PREFERENCES } from '#domain/selection'
import type { StrategyId } from '#domain/strategy'
import { ROUTINGS } from '#domain/strategy'
import { readFallback } from './controls-lists.ts'
import type { JsonObject } from './controls-members.ts'
import {
  choiceOrNull,
  invalid,
  isObject,
  notActedOn,
  objectOrNone,
  textsOrNull,
  unusedMembers,
} from './controls-members.ts'
import { readRetry, readTimeouts } from './controls-own.ts'
import type { ReadSelection, SelectionMember, SelectionSource } from './controls-selection.ts'
import { PROVIDER_MEMBERS, readSelection } from './controls-selection.ts'
import { readHedge, readMidStream } from './controls-stream.ts'
import type { CompileTriggers } from './controls-triggers.ts'
import { readTriggers } from './controls-triggers.ts'

/** Body members that are ours: cut out before a request is sent on. The same in every dialect. */
export const CONTROL_MEMBERS = [
  'provider',
  'models',
  'backstay',
  'session_id',
  'providerOptions',
  'model_routing_config',
  'fallbacks',
] as const

const NO_MEMBERS: readonly string[] = []

/** The control members that a body has. */
export function controlMembersOf(body: JsonObject): readonly string[] {
  const found = CONTROL_MEMBERS.filter((name) => body[name] !== undefined)
  return found.length === 0 ? NO_MEMBERS : found
}

/** What the body asks for; the headers and the session are read apart. */
export type BodyControls = Omit<RequestControls, 'deadlineMs' | 'patienceMs' | 'session'>

const NOTHING_ASKED: BodyControls = {
  fallback: null,
  conditions: null,
  routing: null,
  partition: null,
  selection: null,
  auto: null,
  hedge: null,
  midStream: null,
  onBudget: null,
  retry: {},
  timeouts: {},
  noFallback: false,
}

export interface ControlsContext {
  /** The model that is asked for, wherever the dialect has it. */
  readonly requested: string
  readonly compileTriggers: CompileTriggers
  /** `provider` may be a name. */
  readonly pins?: boolean
  /** What is not acted on is added to it. */
  readonly warnings: string[]
}

/** Members of `backstay`. */
export const OWN_MEMBERS = [
  'chain',
  'fallback',
  'triggers',
  'retry',
  'timeouts',
  'hedge',
  'mid_stream',
  'on_budget',
]

/** Reads the control members; what is not acted on becomes a listed warning. Throws `invalid_body`. */
export function readControls(
  body: JsonObject,
  members: readonly string[],
  { requested, compileTriggers, warnings, pins = false }: ControlsContext,
): BodyControls {
  if (members.length === 0) return NOTHING_ASKED
  const provider = pins ? pinned(body['provider']) : objectOrNone(body['provider'], 'provider')
  const own = objectOrNone(body['backstay'], 'backstay')
  const gateway = readGateway(body, warnings)
  warnings.push(...unusedMembers(own, 'backstay', OWN_MEMBERS))
  const fallback = readFallback(
    {
      'backstay.chain': own['chain'],
      'backstay.fallback': own['fallback'],
      'provider.fallback': provider['fallback'],
      'models': body['models'],
      'providerOptions.gateway.models': gateway['models'],
      'fallbacks': body['fallbacks'],
    },
    warnings,
  )
  const selected = readSelection(sourcesOf(provider, gateway, warnings), warnings)
  return {
    fallback,
    conditions: readTriggers(own['triggers'], compileTriggers, warnings),
    ...readOrder(provider, selected, warnings),
    selection: selected.selection,
    auto: readAuto(body['model_routing_config'], requested, warnings),
    hedge: readHedge(own['hedge']),
    midStream: readMidStream(own['mid_stream']),
    onBudget: choiceOrNull(own['on_budget'], 'backstay.on_budget', ['block', 'switch']),
    retry: readRetry(own),
    timeouts: readTimeouts(own),
    // Who wants no other provider wants no other model either, unless the request itself names some.
    noFallback: !selected.allowFallbacks && fallback === null,
  }
}

/** A name alone pins the request to that provider. */
function pinned(value: unknown): JsonObject {
  if (typeof value === 'string' && value !== '') return { only: [value] }
  return objectOrNone(value, 'provider')
}

const GATEWAY_MEMBERS: Readonly<Record<string, SelectionMember>> = {
  order: 'order',
  only: 'only',
  sort: 'sort',
  zeroDataRetention: 'zdr',
}

/** `providerOptions.gateway`; options for providers themselves are not sent on. */
function readGateway(body: JsonObject, warnings: string[]): JsonObject {
  const options = objectOrNone(body['providerOptions'], 'providerOptions')
  const gateway = objectOrNone(options['gateway'], 'providerOptions.gateway')
  warnings.push(...unusedMembers(options, 'providerOptions', ['gateway']))
  const used = ['models', ...Object.keys(GATEWAY_MEMBERS)]
  warnings.push(...unusedMembers(gateway, 'providerOptions.gateway', used))
  return gateway
}

/** `provider`, then `provider.routing` where it is an object, then `providerOptions.gateway`. */
function sourcesOf(
  provider: JsonObject,
  gateway: JsonObject,
  warnings: string[],
): readonly SelectionSource[] {
  const known = Object.keys(PROVIDER_MEMBERS)
  warnings.push(...unusedMembers(provider, 'provider', ['fallback', 'routing', ...known]))
  const sources = [{ path: 'provider', given: provider, members: PROVIDER_MEMBERS }]
  const { routing } = provider
  if (isObject(routing)) {
    warnings.push(...unusedMembers(routing, 'provider.routing', known))
    sources.push({ path: 'provider.routing', given: routing, members: PROVIDER_MEMBERS })
  }
  sources.push({ path: 'providerOptions.gateway', given: gateway, members: GATEWAY_MEMBERS })
  return sources
}

/** `provider.routing` as a word counts before `sort`. */
function readOrder(
  { routing: value }: JsonObject,
  { sort, acrossModels }: ReadSelection,
  warnings: string[],
): { readonly routing: StrategyId | null; readonly partition: Partition | null } {
  const routing = isObject(value) ? null : choiceOrNull(value, 'provider.routing', ROUTINGS)
  if (routing !== null && sort !== null) warnings.push('sort is ignored: provider.routing counts')
  return { routing: routing ?? sort, partition: acrossModels ? 'none' : null }
}

/** The name that lets the gateway choose the model. */
const AUTO = 'auto'

function readAuto(value: unknown, requested: string, warnings: string[]): AutoRouting | null {
  if (value === undefined || value === null) return null
  if (!isObject(value)) throw invalid('model_routing_config', 'must be an object')
  const models = textsOrNull(value['models'], 'model_routing_config.models', 'model names')
  const path = 'model_routing_config.preference'
  const preference = choiceOrNull(value['preference'], path, AUTO_PREFERENCES) ?? 'balanced'
  warnings.push(...unusedMembers(value, 'model_routing_config', ['models', 'preference']))
  if (requested === AUTO) return { models, preference }
  warnings.push(`${notActedOn('model_routing_config')}: it is for the model "${AUTO}"`)
  return null
}

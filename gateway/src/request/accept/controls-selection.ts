import type { Percentile, PreferredSpeed, Selection } from '#domain/selection'
import type { StrategyId } from '#domain/strategy'
import { booleanOrNull, choiceOrNull, invalid, isObject, numberOrNull } from './controls-members.ts'
import { textsOrNull } from './controls-members.ts'
import type { JsonObject } from './controls-members.ts'

/** An object of a request that can say which places it wants, with its path and what it calls things. */
export interface SelectionSource {
  readonly path: string
  readonly given: JsonObject
  /** Member here → the member of `provider` that means the same. */
  readonly members: Readonly<Record<string, SelectionMember>>
}

const MEMBERS = [
  'order',
  'only',
  'ignore',
  'allow_fallbacks',
  'sort',
  'max_price',
  'require_parameters',
  'data_collection',
  'zdr',
  'preferred_max_latency',
  'preferred_min_throughput',
] as const

export type SelectionMember = (typeof MEMBERS)[number]

/** Every member under its own name, as in `provider`. */
export const PROVIDER_MEMBERS: Readonly<Record<string, SelectionMember>> = Object.fromEntries(
  MEMBERS.map((name) => [name, name]),
)

/** Where a value was found. */
interface Found {
  readonly value: unknown
  readonly path: string
}

type Given = Readonly<Record<SelectionMember, Found>>

/** What a request says about places; `sort` and `allow_fallbacks` matter beyond them. */
export interface ReadSelection {
  readonly selection: Selection | null
  readonly sort: StrategyId | null
  /** The deployments of all candidates in one order. */
  readonly acrossModels: boolean
  readonly allowFallbacks: boolean
}

const NOTHING_SELECTED: ReadSelection = {
  selection: null,
  sort: null,
  acrossModels: false,
  allowFallbacks: true,
}

/** Reads the members of the first source that has them; of later ones a warning is listed. Throws `invalid_body`. */
export function readSelection(sources: readonly SelectionSource[], warnings: string[]): ReadSelection {
  const found = findMembers(sources, warnings)
  if (found === null) return NOTHING_SELECTED
  const only = names(found.only)
  const order = names(found.order) ?? []
  const allowFallbacks = flag(found.allow_fallbacks) ?? true
  const selection: Selection = {
    // Without fallbacks, an order is all there is.
    only:
      allowFallbacks || order.length === 0 ? only : (only?.filter((name) => order.includes(name)) ?? order),
    ignore: names(found.ignore) ?? [],
    order,
    oneProvider: !allowFallbacks && order.length === 0,
    maxPrice: readMaxPrice(found.max_price, warnings),
    noDataCollection: choice(found.data_collection, ['allow', 'deny']) === 'deny',
    zeroRetention: flag(found.zdr) ?? false,
    requireParameters: flag(found.require_parameters) ?? false,
    preferred: readPreferred(found),
  }
  return {
    selection: asksForSomething(selection) ? selection : null,
    ...readSort(found.sort),
    allowFallbacks,
  }
}

function findMembers(sources: readonly SelectionSource[], warnings: string[]): Given | null {
  const found = new Map<SelectionMember, Found>()
  for (const { path, given, members } of sources) {
    for (const [name, value] of Object.entries(given)) {
      const member = Object.hasOwn(members, name) ? members[name] : undefined
      if (member === undefined || value === null || value === undefined) continue
      const first = found.get(member)
      if (first === undefined) found.set(member, { value, path: `${path}.${name}` })
      else warnings.push(`${path}.${name} is ignored: ${first.path} counts`)
    }
  }
  if (found.size === 0) return null
  const entries = MEMBERS.map((name) => [name, found.get(name) ?? { value: undefined, path: name }])
  return Object.fromEntries(entries) as Given
}

/** Providers are matched without regard to case. */
function names({ value, path }: Found): readonly string[] | null {
  return textsOrNull(value, path, 'providers')?.map((name) => name.toLowerCase()) ?? null
}

function flag({ value, path }: Found): boolean | null {
  return booleanOrNull(value, path)
}

function choice<Choice extends string>({ value, path }: Found, choices: readonly Choice[]): Choice | null {
  return choiceOrNull(value, path, choices)
}

const SORTS = {
  price: 'cost',
  cost: 'cost',
  throughput: 'throughput',
  tps: 'throughput',
  latency: 'latency',
  ttft: 'latency',
} as const satisfies Readonly<Record<string, StrategyId>>

const SORT_NAMES = Object.keys(SORTS) as (keyof typeof SORTS)[]

/** A word, or `{by, partition}`. */
function readSort({ value, path }: Found): Pick<ReadSelection, 'sort' | 'acrossModels'> {
  const { by, partition } = isObject(value) ? value : { by: value, partition: undefined }
  const sort = choiceOrNull(by, isObject(value) ? `${path}.by` : path, SORT_NAMES)
  const across = choiceOrNull(partition, `${path}.partition`, ['model', 'none']) === 'none'
  return { sort: sort === null ? null : SORTS[sort], acrossModels: across }
}

const PRICE_MEMBERS: Readonly<Record<string, 'input' | 'output'>> = { prompt: 'input', completion: 'output' }

/** `{prompt, completion}` in US dollars per million tokens, as numbers or digits. */
function readMaxPrice({ value, path }: Found, warnings: string[]): Selection['maxPrice'] {
  if (value === undefined) return null
  if (!isObject(value)) throw invalid(path, 'must be an object with prompt, completion or both')
  const prices: { input: number | null; output: number | null } = { input: null, output: null }
  for (const [name, price] of Object.entries(value)) {
    const at = `${path}.${name.slice(0, 60)}`
    const member = Object.hasOwn(PRICE_MEMBERS, name) ? PRICE_MEMBERS[name] : undefined
    if (member === undefined) warnings.push(`${at} is not acted on: only tokens have prices here`)
    else prices[member] = numberOrNull(digits(price), at, 0)
  }
  return prices.input === null && prices.output === null ? null : prices
}

function digits(value: unknown): unknown {
  return typeof value === 'string' && /^\d+(\.\d+)?$/u.test(value) ? Number(value) : value
}

const MS_PER_S = 1_000
const SHARES: Readonly<Record<string, number>> = { p50: 0.5, p75: 0.75, p90: 0.9, p99: 0.99 }

function readPreferred(found: Given): PreferredSpeed | null {
  const seconds = percentiles(found.preferred_max_latency)
  const throughputs = percentiles(found.preferred_min_throughput)
  if (seconds.length + throughputs.length === 0) return null
  return { latencies: seconds.map(({ share, value }) => ({ share, value: value * MS_PER_S })), throughputs }
}

/** A number is about half of the requests; an object names the percentiles. */
function percentiles({ value, path }: Found): readonly Percentile[] {
  if (value === undefined) return []
  if (!isObject(value)) return [{ share: 0.5, value: numberOrNull(value, path, 0) ?? 0 }]
  return Object.entries(value).flatMap(([name, limit]) => {
    const at = `${path}.${name.slice(0, 60)}`
    const share = Object.hasOwn(SHARES, name) ? SHARES[name] : undefined
    if (share === undefined) throw invalid(at, `is not known; known are ${Object.keys(SHARES).join(', ')}`)
    const amount = numberOrNull(limit, at, 0)
    return amount === null ? [] : [{ share, value: amount }]
  })
}

function asksForSomething(selection: Selection): boolean {
  const { only, ignore, order, oneProvider, maxPrice, preferred } = selection
  const { noDataCollection, zeroRetention, requireParameters } = selection
  if (only !== null || maxPrice !== null || preferred !== null || ignore.length + order.length > 0)
    return true
  return oneProvider || noDataCollection || zeroRetention || requireParameters
}

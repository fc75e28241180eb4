import type { ReportedLimit } from '#domain/reported-limit'
import type { HeaderView } from './header-view.ts'
import { headerOf } from './header-view.ts'
import { parseDecimal, parseWait } from './parse-wait.ts'

/** Where the headers of one limit stand. */
interface LimitHeaders {
  readonly counts: ReportedLimit['counts']
  readonly remaining: string
  readonly limit: string
  readonly reset: readonly string[]
}

function limit(counts: ReportedLimit['counts'], names: readonly [string, string, ...string[]]): LimitHeaders {
  const [remaining, whole, ...reset] = names
  return { counts, remaining, limit: whole, reset }
}

/** Named by what is counted and, where vendors do so, over which time: `…-requests`, `…-tokens-minute`. */
function perSuffix(counts: ReportedLimit['counts'], suffix: string): LimitHeaders {
  return limit(counts, [
    `x-ratelimit-remaining-${suffix}`,
    `x-ratelimit-limit-${suffix}`,
    `x-ratelimit-reset-${suffix}`,
  ])
}

function anthropic(counts: ReportedLimit['counts'], name: string): LimitHeaders {
  const start = `anthropic-ratelimit-${name}`
  return limit(counts, [`${start}-remaining`, `${start}-limit`, `${start}-reset`])
}

const OPENAI = [
  perSuffix('requests', 'requests'),
  // Azure has been seen to spell the last one otherwise.
  limit('tokens', [
    'x-ratelimit-remaining-tokens',
    'x-ratelimit-limit-tokens',
    'x-ratelimit-reset-tokens',
    'x-rate-limit-reset-tokens',
  ]),
]
const ANTHROPIC = [
  anthropic('requests', 'requests'),
  anthropic('tokens', 'tokens'),
  anthropic('input', 'input-tokens'),
  anthropic('output', 'output-tokens'),
]
/** By size is by tokens. The minute has no reset of its own; the month's and the cost of the request are left alone. */
const MISTRAL = [
  limit('tokens', ['ratelimitbysize-remaining', 'ratelimitbysize-limit', 'ratelimitbysize-reset']),
  limit('tokens', [
    'x-ratelimitbysize-remaining-minute',
    'x-ratelimitbysize-limit-minute',
    'x-ratelimitbysize-reset',
  ]),
  perSuffix('requests', 'req-minute'),
  perSuffix('tokens', 'tokens-minute'),
]
const FIREWORKS = [
  perSuffix('requests', 'requests'),
  perSuffix('input', 'tokens-prompt'),
  perSuffix('output', 'tokens-generated'),
]
/** Without a suffix: Together (reset in seconds), OpenRouter (a point in time in milliseconds). */
const PLAIN = [limit('requests', ['x-ratelimit-remaining', 'x-ratelimit-limit', 'x-ratelimit-reset'])]
const TOGETHER = [
  ...PLAIN,
  limit('tokens', [
    'x-tokenlimit-remaining',
    'x-tokenlimit-limit',
    'x-tokenlimit-reset',
    'x-ratelimit-reset',
  ]),
]
const IETF = [limit('requests', ['ratelimit-remaining', 'ratelimit-limit', 'ratelimit-reset'])]

/**
 * How kinds of providers name their limits. `openai` is also Groq's and Azure's: how long until the reset is read
 * whatever its notation. `any` looks for all of them, for servers of which only the dialect is known.
 */
const STYLES = {
  openai: OPENAI,
  anthropic: ANTHROPIC,
  mistral: MISTRAL,
  fireworks: FIREWORKS,
  together: TOGETHER,
  openrouter: PLAIN,
  ietf: IETF,
  any: [...OPENAI, ...ANTHROPIC, ...MISTRAL, ...FIREWORKS.slice(1), ...TOGETHER, ...IETF],
} as const satisfies Readonly<Record<string, readonly LimitHeaders[]>>

export type LimitStyle = keyof typeof STYLES

const NONE: readonly ReportedLimit[] = []

/** What a provider reports of its limits; empty where it reports none. Senseless values are taken for none. */
export function readLimits(headers: HeaderView, style: LimitStyle, wallMs: number): readonly ReportedLimit[] {
  let found: ReportedLimit[] | null = null
  for (const names of STYLES[style]) {
    const remaining = headerOf(headers, names.remaining)
    if (remaining === null) continue
    const read = readLimit(headers, names, { remaining, wallMs })
    if (read !== null) (found ??= []).push(read)
  }
  if (style === 'ietf' || style === 'any') {
    const structured = headerOf(headers, 'ratelimit')
    if (structured !== null) found = [...(found ?? []), ...readStructured(structured)]
  }
  if (style === 'anthropic' || style === 'any') {
    if (headers['anthropic-ratelimit-unified-status'] !== undefined) {
      found = [...(found ?? []), ...readUnified(headers, wallMs)]
    }
  }
  return found ?? NONE
}

/** Azure sends −1, and 0 with a reset of 0, where it has nothing to say. */
function readLimit(
  headers: HeaderView,
  names: LimitHeaders,
  { remaining, wallMs }: { readonly remaining: string; readonly wallMs: number },
): ReportedLimit | null {
  const left = parseDecimal(remaining)
  if (left === null) return null
  let resetInMs: number | null = null
  for (const name of names.reset) {
    const reset = headerOf(headers, name)
    if (reset === null) continue
    resetInMs = parseWait(reset, wallMs)
    if (resetInMs === null) return null
    break
  }
  const whole = headerOf(headers, names.limit)
  const all = whole === null ? null : parseDecimal(whole)
  return { counts: names.counts, remaining: left, limit: all === 0 ? null : all, resetInMs }
}

const MAX_STRUCTURED = 512

/** IETF draft `ratelimit: "api";r=0;t=295`: remaining, and seconds to the reset. */
function readStructured(value: string): readonly ReportedLimit[] {
  if (value.length > MAX_STRUCTURED) return NONE
  return value.split(',').flatMap((item): readonly ReportedLimit[] => {
    const remaining = /;\s*r=(\d+)/.exec(item)?.[1]
    const reset = /;\s*t=(\d+)/.exec(item)?.[1]
    if (remaining === undefined) return NONE
    const resetInMs = reset === undefined ? null : parseWait(reset, 0)
    return [{ counts: 'requests', remaining: Number(remaining), limit: null, resetInMs }]
  })
}

const UNIFIED = 'anthropic-ratelimit-unified'

/** Subscriptions are told the part that is used, 0–1, and when that ends: there is room, or there is none. */
function readUnified(headers: HeaderView, wallMs: number): readonly ReportedLimit[] {
  return ['', '-5h', '-7d'].flatMap((window): readonly ReportedLimit[] => {
    const used = Number(headerOf(headers, `${UNIFIED}${window}-utilization`) ?? 'NaN')
    const full = used >= 1 || headerOf(headers, `${UNIFIED}${window}-status`) === 'rejected'
    const resetInMs = parseWait(headerOf(headers, `${UNIFIED}${window}-reset`), wallMs)
    return full && resetInMs !== null ? [{ counts: 'requests', remaining: 0, limit: null, resetInMs }] : NONE
  })
}

import type { Deployment } from '#domain/deployment'
import { NO_USAGE } from '#domain/usage'
import { drawAt } from '../dice.ts'
import type { Behavior } from '../scripted-send.ts'
import { behaviorOf, limited, limitedUntil } from './mishaps.ts'
import type { Fault, Mishap, Scenario, Speed, Where } from './scenario.ts'
import { ORDINARY } from './scenario.ts'

/** What a draw decides; part of its coordinates. */
const FAILS = 1
const HOW = 2
const HOW_FAST = 3
const HOW_LONG = 4

/** One try of a request at a deployment. */
export interface Try {
  /** Number of the request. */
  readonly request: number
  readonly streamed: boolean
  /** From 0. */
  readonly number: number
  readonly atMs: number
}

/** A deployment as the scenario has it: what it does with each try follows from the seed, not from what was asked before. */
export class Place {
  readonly label: string
  /** Spans in which nothing works, for the measuring of recoveries. */
  readonly outages: readonly { readonly fromMs: number; readonly toMs: number }[]
  readonly #index: number
  readonly #scenario: Scenario
  readonly #faults: readonly Fault[]
  readonly #speed: Speed
  readonly #bucket: Bucket | null

  constructor(deployment: Deployment, index: number, scenario: Scenario) {
    this.label = deployment.label
    this.#index = index
    this.#scenario = scenario
    this.#faults = scenario.faults.filter(({ at }) => befalls(at, deployment))
    this.#speed = scenario.speeds[deployment.label] ?? ORDINARY
    this.outages = this.#faults.filter((fault) => fault.kind === 'outage').toSorted((a, b) => a.toMs - b.toMs)
    const limit = this.#faults.find((fault) => fault.kind === 'limit')
    this.#bucket = limit === undefined ? null : new Bucket(limit.tokensPerMinute, limit.hint)
  }

  /** What it does with this try; takes from its limit. */
  behave(one: Try): Behavior {
    const behavior = this.luck(one)
    if (this.#bucket === null) return behavior
    const { inputTokens, outputTokens } = this.#scenario.load
    return this.#bucket.take(inputTokens + outputTokens, one.atMs) ?? behavior
  }

  /** The same but for limits: what the faults and the draws alone decide. */
  luck(one: Try): Behavior {
    const firstTokenMs = this.#firstTokenMs(one)
    const mishap = this.#mishapAt(one)
    if (mishap === 'rate_limit_until_end') return limitedUntil(this.#outageEnd(one.atMs), one.atMs)
    if (mishap !== null) return behaviorOf(mishap, firstTokenMs)
    const { inputTokens, outputTokens } = this.#scenario.load
    const output = Math.max(1, Math.round(-Math.log(1 - this.#draw(one, HOW_LONG)) * outputTokens))
    const lastsMs = (output * 1_000) / this.#speed.tokensPerSecond
    const usage = { ...NO_USAGE, input: inputTokens, output }
    if (one.streamed) return { kind: 'answer', afterMs: firstTokenMs, lastsMs, usage }
    return { kind: 'answer', afterMs: firstTokenMs + lastsMs, lastsMs: 0, usage }
  }

  #mishapAt(one: Try): Mishap | null {
    for (const fault of this.#faults) {
      if (fault.kind === 'errors') {
        if (this.#draw(one, FAILS) < fault.share) return choose(fault.mix, this.#draw(one, HOW))
      } else if (fault.kind === 'outage') {
        if (one.atMs >= fault.fromMs && one.atMs < fault.toMs) return fault.how
      } else if (fault.kind === 'flapping' && one.atMs >= fault.fromMs && one.atMs < fault.toMs) {
        const inPeriod = (one.atMs - fault.fromMs) % (fault.upMs + fault.downMs)
        if (inPeriod >= fault.upMs) return fault.how
      }
    }
    return null
  }

  #outageEnd(atMs: number): number {
    return this.outages.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)?.toMs ?? atMs
  }

  #firstTokenMs(one: Try): number {
    const slow = this.#faults.find(
      (fault) => fault.kind === 'slow' && one.atMs >= fault.fromMs && one.atMs < fault.toMs,
    )
    if (slow?.kind === 'slow') return slow.firstTokenMs
    const { firstTokenMs, spread } = this.#speed
    return firstTokenMs * (1 + spread * (2 * this.#draw(one, HOW_FAST) - 1))
  }

  #draw(one: Try, what: number): number {
    return drawAt(this.#scenario.seed, one.request, this.#index, one.number, what)
  }
}

/** Tokens of a minute, refilled steadily, as providers limit them. */
class Bucket {
  readonly #perMs: number
  readonly #size: number
  readonly #hint: boolean
  #level: number
  #at = 0

  constructor(tokensPerMinute: number, hint: boolean) {
    this.#size = tokensPerMinute
    this.#level = tokensPerMinute
    this.#perMs = tokensPerMinute / 60_000
    this.#hint = hint
  }

  /** Takes so many tokens, or refuses. */
  take(tokens: number, atMs: number): Behavior | null {
    this.#level = Math.min(this.#size, this.#level + (atMs - this.#at) * this.#perMs)
    this.#at = atMs
    if (this.#level < tokens) {
      return limited(this.#hint ? Math.ceil((tokens - this.#level) / this.#perMs) : null)
    }
    this.#level -= tokens
    return null
  }
}

function befalls(where: Where, deployment: Deployment): boolean {
  const { deployments, provider, region } = where
  if (deployments !== undefined && !deployments.includes(deployment.label)) return false
  if (provider !== undefined && deployment.provider.name !== provider) return false
  return region === undefined || (deployment.region ?? deployment.provider.region) === region
}

function choose(mix: Readonly<Partial<Record<Mishap, number>>>, draw: number): Mishap {
  const entries = Object.entries(mix) as [Mishap, number][]
  let left = draw * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [mishap, weight] of entries) {
    left -= weight
    if (left < 0) return mishap
  }
  return entries.at(-1)?.[0] ?? 'server_error'
}

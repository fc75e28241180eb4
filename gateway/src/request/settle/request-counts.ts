import type { AttemptRecord, UsageRecord } from '#domain/record'
import type { AttemptTotals, PlaceTotals, RequestTotals } from '#domain/request-totals'
import { CountedDistribution } from './counted-distribution.ts'

const TIMES_MS = [
  5,
  10,
  25,
  50,
  100,
  250,
  500,
  1_000,
  2_500,
  5_000,
  10_000,
  30_000,
  60_000,
  120_000,
  Infinity,
]
const OVERHEAD_MS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 1_000, Infinity]
/** Names come from clients: what is over this is counted together. */
const MAX_PLACES = 2_000
const MAX_ATTEMPT_KINDS = 10_000
const OTHER = '(other)'
const OK = 200

/** Plain numbers per place; made once, added to with every request. */
class Place {
  readonly model: string
  readonly provider: string
  readonly deployment: string
  readonly probe: boolean
  /** By far the most requests: answered, and nothing to say about it. */
  plain = 0
  /** Those of them that were answered by the first place they were sent to. */
  direct = 0
  readonly others = new Map<string, number>()
  input = 0
  cachedInput = 0
  output = 0
  reasoning = 0
  costUsd = 0
  wastedCostUsd = 0
  readonly firstToken = new CountedDistribution(TIMES_MS)
  readonly total = new CountedDistribution(TIMES_MS)

  constructor(names: { model: string; provider: string; deployment: string; probe: boolean }) {
    this.model = names.model
    this.provider = names.provider
    this.deployment = names.deployment
    this.probe = names.probe
  }

  read(): PlaceTotals {
    const outcomes = [...this.others].map(([name, count]) => {
      const [status = '', failure = ''] = name.split(' ')
      return { status: Number(status), class: failure, count }
    })
    const { model, provider, probe, costUsd, wastedCostUsd, firstToken, total } = this
    return {
      model,
      provider,
      probe,
      outcomes: this.plain === 0 ? outcomes : [{ status: OK, class: '', count: this.plain }, ...outcomes],
      tokens: {
        input: this.input,
        cachedInput: this.cachedInput,
        output: this.output,
        reasoning: this.reasoning,
      },
      costUsd,
      wastedCostUsd,
      firstToken,
      total,
    }
  }
}

/** Counts what became of requests, for metrics: a few additions per request, read when somebody asks. */
export class RequestCounts {
  readonly #places = new Map<string, Place>()
  readonly #attempts = new Map<string, { readonly attempt: AttemptTotals; count: number }>()
  readonly #fallbacks = new Map<string, number>()
  readonly #refused = new Map<string, number>()
  readonly #overhead = new CountedDistribution(OVERHEAD_MS)

  observe(record: UsageRecord): void {
    const place = this.#placeOf(record)
    const { tokens, routing, costUsd, wastedCostUsd, ttftMs } = record
    if (record.status === OK && record.errorClass === null) place.plain++
    else add(place.others, `${record.status} ${record.errorClass ?? ''}`)
    place.input += tokens.input
    place.cachedInput += tokens.cachedInput
    place.output += tokens.output
    place.reasoning += tokens.reasoning
    if (costUsd !== null) place.costUsd += costUsd
    if (wastedCostUsd !== null) place.wastedCostUsd += wastedCostUsd
    if (ttftMs !== null) place.firstToken.add(ttftMs)
    place.total.add(record.totalMs)
    if (!record.probe) this.#overhead.add(record.overheadMs)
    if (isDirect(routing)) place.direct++
    else this.#countAttempts(routing)
  }

  /** A request that was turned away before it had a record. */
  refused(code: string): void {
    add(this.#refused, code)
  }

  read(): RequestTotals {
    const places = [...this.#places.values()]
    const failed = [...this.#attempts.values()].map(({ attempt, count }) => ({ ...attempt, count }))
    return {
      places: places.map((place) => place.read()),
      attempts: [...onlyAttempts(places), ...failed],
      fallbacks: this.#fallbacks,
      overhead: this.#overhead,
      refused: this.#refused,
    }
  }

  #countAttempts(routing: UsageRecord['routing']): void {
    for (const attempt of routing.attempts) this.#countAttempt(attempt)
    for (const failureClass of routing.fallbacks) add(this.#fallbacks, failureClass)
  }

  #countAttempt({ deployment, provider, outcome, errorClass }: AttemptRecord): void {
    const failureClass = errorClass ?? ''
    const name = `${deployment}\n${outcome}\n${failureClass}`
    const known = this.#attempts.get(name)
    if (known !== undefined) known.count++
    else if (this.#attempts.size < MAX_ATTEMPT_KINDS) {
      const attempt = { deployment, provider, outcome, class: failureClass, count: 0 }
      this.#attempts.set(name, { attempt, count: 1 })
    }
  }

  #placeOf(record: UsageRecord): Place {
    const { deployment, probe } = record
    const name = deployment === null || probe ? nameOf(record) : deployment
    const known = this.#places.get(name)
    if (known !== undefined) return known
    return this.#places.size < MAX_PLACES ? this.#newPlace(name, record) : this.#otherPlace()
  }

  #newPlace(name: string, { servedModel, requestedModel, provider, deployment, probe }: UsageRecord): Place {
    const model = servedModel ?? requestedModel
    const place = new Place({ model, provider: provider ?? '', deployment: deployment ?? '', probe })
    this.#places.set(name, place)
    return place
  }

  #otherPlace(): Place {
    const known = this.#places.get(OTHER)
    if (known !== undefined) return known
    const place = new Place({ model: OTHER, provider: '', deployment: '', probe: false })
    this.#places.set(OTHER, place)
    return place
  }
}

/** Its only attempt answered, and there is nothing to say about it: counted with the request. */
function isDirect({ attempts, fallbacks }: UsageRecord['routing']): boolean {
  const only = attempts[0]
  if (only === undefined || attempts.length > 1 || fallbacks.length > 0) return false
  return only.outcome === 'answered' && only.errorClass === null
}

/** Names of deployments have a slash in them and no space. */
function nameOf({ requestedModel, deployment, probe }: UsageRecord): string {
  return probe ? `probe ${deployment ?? ''}` : `model ${requestedModel}`
}

function onlyAttempts(places: readonly Place[]): AttemptTotals[] {
  return places
    .filter(({ direct }) => direct > 0)
    .map(({ deployment, provider, direct }) => ({
      deployment,
      provider,
      outcome: 'answered',
      class: '',
      count: direct,
    }))
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

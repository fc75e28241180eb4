import type { AttemptTotals, Distribution, PlaceTotals, RequestTotals } from '#domain/request-totals'

/** What several processes have counted together. They count into the same buckets. */
export function sumOfTotals(all: readonly RequestTotals[]): RequestTotals {
  const [first, ...others] = all
  if (first === undefined) throw new Error('there is nothing to add up')
  return others.reduce(add, first)
}

function add(a: RequestTotals, b: RequestTotals): RequestTotals {
  return {
    places: joined([a.places, b.places], placeName, addPlaces),
    attempts: joined([a.attempts, b.attempts], attemptName, addCounts),
    fallbacks: addMaps(a.fallbacks, b.fallbacks),
    overhead: addDistributions(a.overhead, b.overhead),
    refused: addMaps(a.refused, b.refused),
  }
}

/** Entries of the same name become one. */
function joined<T>(
  [a, b]: readonly [readonly T[], readonly T[]],
  nameOf: (entry: T) => string,
  addUp: (a: T, b: T) => T,
): readonly T[] {
  const sums = new Map(a.map((entry) => [nameOf(entry), entry]))
  for (const entry of b) {
    const name = nameOf(entry)
    const before = sums.get(name)
    sums.set(name, before === undefined ? entry : addUp(before, entry))
  }
  return [...sums.values()]
}

function placeName({ model, provider, probe }: PlaceTotals): string {
  return JSON.stringify([model, provider, probe])
}

function attemptName({ deployment, provider, outcome, class: failure }: AttemptTotals): string {
  return JSON.stringify([deployment, provider, outcome, failure])
}

function addCounts<T extends { readonly count: number }>(a: T, b: T): T {
  return { ...a, count: a.count + b.count }
}

function addPlaces(a: PlaceTotals, b: PlaceTotals): PlaceTotals {
  return {
    ...a,
    outcomes: joined(
      [a.outcomes, b.outcomes],
      ({ status, class: failure }) => `${status} ${failure}`,
      addCounts,
    ),
    tokens: {
      input: a.tokens.input + b.tokens.input,
      cachedInput: a.tokens.cachedInput + b.tokens.cachedInput,
      output: a.tokens.output + b.tokens.output,
      reasoning: a.tokens.reasoning + b.tokens.reasoning,
    },
    costUsd: a.costUsd + b.costUsd,
    wastedCostUsd: a.wastedCostUsd + b.wastedCostUsd,
    firstToken: addDistributions(a.firstToken, b.firstToken),
    total: addDistributions(a.total, b.total),
  }
}

function addDistributions(a: Distribution, b: Distribution): Distribution {
  const counts = a.bounds.map((_bound, bucket) => (a.counts[bucket] ?? 0) + (b.counts[bucket] ?? 0))
  return { bounds: a.bounds, counts, count: a.count + b.count, sum: a.sum + b.sum }
}

function addMaps(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const sums = new Map(a)
  for (const [name, count] of b) sums.set(name, (sums.get(name) ?? 0) + count)
  return sums
}

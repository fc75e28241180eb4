import type { Health } from '@backstay/contract/admin'
import type { Distribution, PlaceTotals } from '#domain/request-totals'

type Labels = Readonly<Record<string, string | number>>

/** One line of a metric. */
export interface Sample {
  readonly labels: Labels
  readonly value: number
  /** Of histograms, whose lines have names of their own. */
  readonly metricName?: string
}

const MS_PER_S = 1_000

/** One line without labels of its own, if there is a value. */
export function given(value: number | null): readonly Sample[] {
  return value === null ? [] : [{ labels: {}, value }]
}

/** One line per model and provider. */
export function perPlace(
  places: readonly PlaceTotals[],
  value: (place: PlaceTotals) => number,
): readonly Sample[] {
  return summed(
    places.map((place) => ({
      labels: { model: place.model, provider: place.provider },
      value: value(place),
    })),
  )
}

type DeploymentHealth = Health['deployments'][number]

/** The lines of every deployment, with its names. */
export function perDeployment(
  { deployments }: Health,
  read: (one: DeploymentHealth) => readonly Sample[],
): readonly Sample[] {
  return deployments.flatMap((one) => {
    const { deployment, model, provider, region } = one
    const place = { deployment, model, provider, region: region ?? '' }
    return read(one).map(({ labels, value }) => ({ labels: { ...place, ...labels }, value }))
  })
}

/** Several deployments of a model at one provider are one line. */
export function summed(samples: readonly Sample[]): readonly Sample[] {
  const byLabels = new Map<string, Sample>()
  for (const sample of samples) {
    const name = JSON.stringify(Object.values(sample.labels))
    byLabels.set(name, { ...sample, value: sample.value + (byLabels.get(name)?.value ?? 0) })
  }
  return [...byLabels.values()]
}

/** The histograms of every model and provider. */
export function histograms(
  name: string,
  places: readonly PlaceTotals[],
  read: (place: PlaceTotals) => Distribution,
): readonly Sample[] {
  return summedLines(
    places.flatMap((place) => histogram(name, { model: place.model, provider: place.provider }, read(place))),
  )
}

/** The lines of one histogram, in seconds. */
export function histogram(
  name: string,
  labels: Labels,
  { bounds, counts, count, sum }: Distribution,
): Sample[] {
  let below = 0
  const buckets = bounds.map((bound, index) => {
    below += counts[index] ?? 0
    const le = Number.isFinite(bound) ? bound / MS_PER_S : '+Inf'
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: below }
  })
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum / MS_PER_S },
    { metricName: `${name}_count`, labels, value: count },
  ]
}

function summedLines(samples: readonly Sample[]): readonly Sample[] {
  const byName = Map.groupBy(samples, ({ metricName }) => metricName)
  return [...byName.values()].flatMap(summed)
}

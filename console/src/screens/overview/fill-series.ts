interface Span {
  readonly at: number
  readonly requests: number
  readonly failed: number
  readonly moved: number
}

const NOTHING = { requests: 0, failed: 0, moved: 0 }

/** One entry for each span from `from` to `to`, also where nothing happened. */
export function fillSeries(
  series: readonly Span[],
  { from, to, spanMs }: { readonly from: number; readonly to: number; readonly spanMs: number },
): readonly Span[] {
  const known = new Map(series.map((span) => [span.at, span]))
  const length = Math.max(0, Math.round((to - from) / spanMs))
  return Array.from({ length }, (_, index) => {
    const at = from + index * spanMs
    return known.get(at) ?? { at, ...NOTHING }
  })
}

/** Share of requests that were answered, without those whose client hung up; `null` where there were none. */
export function availabilityOf({
  requests,
  failed,
  abandoned,
}: {
  readonly requests: number
  readonly failed: number
  readonly abandoned: number
}): number | null {
  const counted = requests - abandoned
  return counted <= 0 ? null : 1 - (failed - abandoned) / counted
}

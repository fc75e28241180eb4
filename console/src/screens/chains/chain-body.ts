import type { Chain, ChainBody, ChainStep } from '#api/chains'

type Steps = ChainBody['models']

/** What of a saved chain can be written, without what is so anyway. */
export function bodyOf(chain: Chain): ChainBody {
  const { name, models, strategy, ...rest } = chain
  const { triggers, retry, require, timeouts, midStream, hedge, buffer, bufferTokens, bufferMs, routing } =
    rest
  const others = {
    triggers,
    retry,
    require,
    timeouts,
    midStream,
    hedge,
    buffer,
    bufferTokens,
    bufferMs,
    routing,
  }
  return withoutGaps({
    name,
    models: inOrder(models).map(({ provider, model, priority }) =>
      withoutGaps({ provider, model, priority: priority ?? undefined }),
    ),
    ...others,
    strategy: strategy === 'failover' ? undefined : strategy,
  })
}

/** What is sent to make a saved chain what is written: members that are gone go back to their defaults. */
export function changeOf(saved: Chain, body: ChainBody): Readonly<Record<string, unknown>> {
  const gone = Object.keys(bodyOf(saved)).filter((member) => !(member in body))
  return { ...body, ...Object.fromEntries(gone.map((member) => [member, null])) }
}

/** The steps as they are tried: lower priorities first, then as they are listed. */
export function inOrder<Step extends Pick<ChainStep, 'model'> & { readonly priority?: number | null }>(
  steps: readonly Step[],
): Step[] {
  const rank = ({ priority }: Step): number => priority ?? Number.MAX_SAFE_INTEGER
  return steps.toSorted((a, b) => rank(a) - rank(b))
}

/** Steps in a new order; where they have priorities, these say the same. */
export function reordered(steps: Steps): Steps {
  const numbered = steps.some(({ priority }) => typeof priority === 'number')
  return numbered ? steps.map((step, index) => ({ ...step, priority: index + 1 })) : [...steps]
}

/** Is the same written, wherever its members stand. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]),
  )
}

/** Without members that are not there. */
export function withoutGaps<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T
}

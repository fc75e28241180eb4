/** What is looked at, as the address has it. */
export interface UsageFilter {
  readonly range?: string
  readonly outcome?: string
  readonly status?: number
  readonly model?: string
  readonly provider?: string
  readonly key?: string
  readonly routed?: boolean
}

/** Something is left out. */
export function isNarrowed({ range = 'day', ...others }: UsageFilter): boolean {
  return range !== 'day' || Object.values(others).some((value) => value !== undefined)
}

const RANGES_MS: Readonly<Record<string, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
}

/** From when on a range counts; rounded, so that the same question is asked for a while. */
function startOf(range: string, now: number): string | undefined {
  const lengthMs = RANGES_MS[range]
  if (lengthMs === undefined) return undefined
  return String(Math.floor((now - lengthMs) / 60_000) * 60_000)
}

/** The same as parameters of the admin API. */
export function queryOf(filter: UsageFilter, now: number) {
  const { range = 'day', outcome, status, model, provider, key, routed } = filter
  return {
    from: startOf(range, now),
    status,
    model,
    provider,
    key,
    failed:
      outcome === 'failed' ? ('true' as const) : outcome === 'answered' ? ('false' as const) : undefined,
    moved: routed === true ? ('true' as const) : undefined,
    probe: 'false' as const,
  }
}

/** Only what the address may say; anything else in it is left out. */
export function filterOf(search: Readonly<Record<string, unknown>>): UsageFilter {
  const text = (name: string): string | undefined => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const status = Number(search['status'])
  return {
    range: text('range'),
    outcome: text('outcome'),
    status: Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined,
    model: text('model'),
    provider: text('provider'),
    key: text('key'),
    routed: search['routed'] === true ? true : undefined,
  }
}

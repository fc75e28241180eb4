/** A member of the file that is understood but not acted on by this version. */
export interface NotYet {
  /** Members from the top of the file; `*` is any member of a section or list. */
  readonly path: string
  /** Which values it is about; any value but null when left out. */
  readonly when?: (value: unknown) => boolean
  /** What happens instead. */
  readonly message: string
}

const PER_CHAIN = 'not acted on here; the value of the file applies'

/** Everything this version leaves undone, so that nothing is left out silently. An entry goes when its feature comes. */
export const NOT_YET: readonly NotYet[] = [
  ...triggers('models.*.triggers.*'),
  ...routing('models.*.routing'),
  { path: 'models.*.routing.max_total_attempts', message: PER_CHAIN },
  { path: 'models.*.routing.retry_budget', message: PER_CHAIN },

  ...routing('routing'),

  ...triggers('fallback.triggers.*'),
  ...triggers('fallback.chains.*.triggers.*'),
  ...routing('fallback.chains.*.routing'),
  { path: 'fallback.chains.*.routing.max_total_attempts', message: PER_CHAIN },
  { path: 'fallback.chains.*.routing.retry_budget', message: PER_CHAIN },
  { path: 'fallback.chains.*.routing.fail_closed', when: isTrue, message: PER_CHAIN },

  ...triggers('keys.*.routing.*.failoverOn.*'),
]

function routing(section: string): NotYet[] {
  return [
    { path: `${section}.queue`, when: isIdleQueue, message: 'nobody waits: it takes both max and wait_ms' },
  ]
}

function triggers(entries: string): NotYet[] {
  return [
    {
      path: entries,
      when: (entry) =>
        isSection(entry) && entry['percentile'] !== undefined && entry['threshold_ms'] === undefined,
      message: 'percentile is held against threshold_ms; without it nothing is put last',
    },
  ]
}

function isIdleQueue(queue: unknown): boolean {
  if (!isSection(queue)) return false
  const [max = 0, waitMs = 0] = [queue['max'], queue['wait_ms']]
  return (max === 0) !== (waitMs === 0)
}

function isTrue(value: unknown): boolean {
  return value === true
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

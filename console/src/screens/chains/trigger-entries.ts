import { TRIGGER_NAMES } from '@backstay/contract/vocabulary'
import type { ChainBody } from '#api/chains'
import { withoutGaps } from './chain-body.ts'

type Written = NonNullable<ChainBody['triggers']>

/** One trigger with what is said of it, in the words of the API. */
export interface TriggerEntry {
  readonly type: string
  readonly enabled?: boolean
  readonly [field: string]: unknown
}

/** Conditions that have fields of their own, or stand for a whole kind of failure. */
export const TRIGGER_KINDS = [
  'rate_limit',
  'latency',
  'error',
  'error_rate',
  'cost',
  'quality',
  'auth',
  'region',
  'load',
] as const
export type TriggerKind = (typeof TRIGGER_KINDS)[number]

/** Everything else that can stand in a list of triggers. */
export const OTHER_TRIGGERS: readonly string[] = TRIGGER_NAMES.filter(
  (name) => !(TRIGGER_KINDS as readonly string[]).includes(name),
)

export function entriesOf(triggers: ChainBody['triggers']): readonly TriggerEntry[] {
  return (triggers ?? []).map((one) => (typeof one === 'string' ? { type: one } : (one as TriggerEntry)))
}

/** As it is written: a name alone where nothing is said of it; no list where nothing is in it. */
export function triggersOf(entries: readonly TriggerEntry[]): ChainBody['triggers'] {
  if (entries.length === 0) return undefined
  return entries.map((entry) => {
    const said = withoutGaps(entry)
    return Object.keys(said).length === 1 ? said.type : said
  }) as Written
}

/** Switches a trigger on or off; what is said of it is kept for when it is on again. */
export function switched(
  entries: readonly TriggerEntry[],
  type: string,
  on: boolean,
): readonly TriggerEntry[] {
  const known = entries.find((entry) => entry.type === type)
  if (known === undefined) return on ? [...entries, { type }] : entries
  const { enabled: _, ...said } = known
  if (on) return put(entries, said)
  const plain = Object.keys(withoutGaps(said)).length === 1
  return plain ? entries.filter((entry) => entry !== known) : put(entries, { ...known, enabled: false })
}

/** Says something else of a trigger. */
export function put(entries: readonly TriggerEntry[], changed: TriggerEntry): readonly TriggerEntry[] {
  return entries.map((entry) => (entry.type === changed.type ? changed : entry))
}

export function isOn(entry: TriggerEntry | undefined): entry is TriggerEntry {
  return entry !== undefined && entry.enabled !== false
}

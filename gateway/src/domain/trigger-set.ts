import type { Failure, FailureClass } from './failure.ts'
import { FAILURE_CLASSES } from './failure.ts'

/** Upstream statuses that a set matches whatever the class. */
interface StatusRange {
  readonly from: number
  readonly to: number
}

/** Which failures let a request move on. Immutable; combine with `union`. */
export interface TriggerSet {
  readonly classes: ReadonlySet<FailureClass>
  readonly statuses: readonly StatusRange[]
}

export const NO_TRIGGERS: TriggerSet = { classes: new Set(), statuses: [] }

const SERVER: TriggerSet = {
  classes: new Set(['overloaded', 'server_error', 'network', 'stream_interrupted', 'empty_response']),
  statuses: [{ from: 500, to: 599 }],
}
const TIMEOUT: TriggerSet = {
  classes: new Set(['timeout']),
  statuses: [
    { from: 408, to: 408 },
    { from: 504, to: 504 },
  ],
}
const RATE_LIMIT: TriggerSet = {
  classes: new Set(['rate_limit']),
  statuses: [{ from: 429, to: 429 }],
}
const STANDARD = union(SERVER, TIMEOUT, RATE_LIMIT, ofClasses('model_unavailable', 'quota_exhausted'))
const ANY = ofClasses(...FAILURE_CLASSES)

/** The named sets, usable wherever triggers are. `any` and `widest` match by class alone: every failure has one. */
export const TRIGGER_SETS = {
  '5xx': SERVER,
  'timeout': TIMEOUT,
  'rate_limit': RATE_LIMIT,
  'standard': STANDARD,
  'chain': union(STANDARD, ofClasses('context_length')),
  'deployment': union(STANDARD, ofClasses('auth', 'permission')),
  'widest': ofClasses(...FAILURE_CLASSES.filter((name) => name !== 'invalid_request')),
  'any': ANY,
} as const satisfies Readonly<Record<string, TriggerSet>>

export type TriggerSetName = keyof typeof TRIGGER_SETS

/** Does the failure let a request move on under this set. */
export function matches(set: TriggerSet, failure: Pick<Failure, 'class' | 'status'>): boolean {
  if (set.classes.has(failure.class)) return true
  const status = failure.status
  return status !== undefined && set.statuses.some((range) => status >= range.from && status <= range.to)
}

export function ofClasses(...classes: readonly FailureClass[]): TriggerSet {
  return { classes: new Set(classes), statuses: [] }
}

export function union(...sets: readonly TriggerSet[]): TriggerSet {
  return {
    classes: new Set(sets.flatMap((set) => [...set.classes])),
    statuses: sets.flatMap((set) => set.statuses),
  }
}

/** The set without some classes; statuses it matches stay. */
export function without(set: TriggerSet, ...classes: readonly FailureClass[]): TriggerSet {
  return { classes: set.classes.difference(new Set(classes)), statuses: set.statuses }
}

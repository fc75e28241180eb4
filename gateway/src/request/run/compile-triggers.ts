import type { FailureClass } from '#domain/failure'
import { FAILURE_CLASSES } from '#domain/failure'
import type { Conditions } from '#domain/model'
import type { TriggerSet } from '#domain/trigger-set'
import { ofClasses, TRIGGER_SETS, union } from '#domain/trigger-set'
import type { TriggerEntry } from './trigger.ts'
import { NO_CONDITIONS } from './trigger.ts'
import { TRIGGERS } from './triggers/index.ts'

/** Is it the name of a type, set or class, so that `compileTriggers` takes it. */
export function isTriggerName(name: string): boolean {
  return TRIGGERS.some((trigger) => trigger.id === name) || setOf(name) !== null
}

/**
 * What a list of entries asks for together: failures add up, the strictest limit counts, and of several changes to
 * breakers the last. A name means the type, else the set, else the class of failure. An empty list moves on nothing.
 * @throws on a name that `isTriggerName` does not know: lists are checked where they come in.
 */
export function compileTriggers(entries: readonly (string | TriggerEntry)[]): Conditions {
  return entries
    .map((entry) => (typeof entry === 'string' ? { type: entry } : entry))
    .filter((entry) => entry.enabled !== false)
    .map(compileEntry)
    .reduce(both, NO_CONDITIONS)
}

function compileEntry(entry: TriggerEntry): Conditions {
  const trigger = TRIGGERS.find(({ id }) => id === entry.type)
  if (trigger !== undefined) return trigger.compile(entry)
  const set = setOf(entry.type)
  if (set === null) throw new Error(`no trigger, set or class of failure is called "${entry.type}"`)
  return { ...NO_CONDITIONS, set }
}

function setOf(name: string): TriggerSet | null {
  if (Object.hasOwn(TRIGGER_SETS, name)) return TRIGGER_SETS[name as keyof typeof TRIGGER_SETS]
  return FAILURE_CLASSES.some((known) => known === name) ? ofClasses(name as FailureClass) : null
}

function both(a: Conditions, b: Conditions): Conditions {
  return {
    set: union(a.set, b.set),
    latencyMs: smaller(a.latencyMs, b.latencyMs),
    limitShare: smaller(a.limitShare, b.limitShare),
    breaker:
      a.breaker === null || b.breaker === null ? (b.breaker ?? a.breaker) : { ...a.breaker, ...b.breaker },
  }
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}

import type { FailureClass } from '#domain/failure'
import { FAILURE_CLASSES } from '#domain/failure'
import type { Conditions, CostCondition, LatencyPercentile, Regions } from '#domain/model'
import type { Quality } from '#domain/quality'
import type { TriggerSet } from '#domain/trigger-set'
import { ofClasses, TRIGGER_SETS, union } from '#domain/trigger-set'
import { bothChecks } from './check-answer.ts'
import type { TriggerEntry } from './trigger.ts'
import { NO_CONDITIONS } from './trigger.ts'
import { TRIGGERS } from './triggers/index.ts'

/** Is it the name of a type, set or class, so that `compileTriggers` takes it. */
export function isTriggerName(name: string): boolean {
  return TRIGGERS.some((trigger) => trigger.id === name) || setOf(name) !== null
}

/**
 * What a list of entries asks for together: failures add up, the strictest limit counts, and of several changes to
 * breakers or of order the last. A name means the type, else the set, else the class of failure. An empty list moves on nothing.
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
    latencyPercentile: stricter(a.latencyPercentile, b.latencyPercentile),
    limitShare: smaller(a.limitShare, b.limitShare),
    breaker:
      a.breaker === null || b.breaker === null ? (b.breaker ?? a.breaker) : { ...a.breaker, ...b.breaker },
    quality: bothQualities(a.quality, b.quality),
    regions:
      a.regions === null || b.regions === null ? (b.regions ?? a.regions) : bothRegions(a.regions, b.regions),
    cost: a.cost === null || b.cost === null ? (b.cost ?? a.cost) : bothCosts(a.cost, b.cost),
    load: b.load ?? a.load,
  }
}

/** The lower threshold; of equal ones the larger share. */
function stricter(a: LatencyPercentile | null, b: LatencyPercentile | null): LatencyPercentile | null {
  if (a === null || b === null) return a ?? b
  if (a.thresholdMs !== b.thresholdMs) return a.thresholdMs < b.thresholdMs ? a : b
  return a.share > b.share ? a : b
}

/** All checks of both, and the stricter threshold. */
function bothQualities(a: Quality | null, b: Quality | null): Quality | null {
  if (a === null || b === null) return a ?? b
  const threshold = Math.max(a.threshold ?? 0, b.threshold ?? 0)
  return { checks: bothChecks(a.checks, b.checks), threshold: threshold === 0 ? null : threshold }
}

/** As early as either asks for, to the model that was named last. */
function bothCosts(a: CostCondition, b: CostCondition): CostCondition {
  return { threshold: Math.min(a.threshold, b.threshold), to: b.to ?? a.to }
}

/** Wishes follow one another, restrictions hold together. */
function bothRegions(a: Regions, b: Regions): Regions {
  return {
    prefer: [...new Set([...a.prefer, ...b.prefer])],
    allow: bothAllowed(a.allow, b.allow),
  }
}

function bothAllowed(a: Regions['allow'], b: Regions['allow']): Regions['allow'] {
  return a === null || b === null ? (a ?? b) : a.filter((region) => b.includes(region))
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}
